/** What `wayleave deploy` was told. */
export interface DeployOptions {
  readonly template: string;
  readonly stack: string;
  readonly export?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly parameters: readonly string[];
  readonly parametersFile?: string;
  readonly tags: readonly string[];
  readonly capabilities: readonly string[];
  readonly roleArn?: string;
  readonly bucket?: string;
  readonly createBucket: boolean;
  readonly code: readonly string[];
  readonly onFailure: 'rollback' | 'delete' | 'do-nothing';
  readonly onInterrupt: 'ask' | 'leave' | 'cancel';
  readonly prove: boolean;
  readonly yes: boolean;
  readonly plan: boolean;
  readonly hotswap: boolean;
  readonly json: boolean;
}
