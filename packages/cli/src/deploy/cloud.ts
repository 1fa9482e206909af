import type {
  Change,
  CreateChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  DescribeStackDriftDetectionStatusCommandOutput,
  DescribeStackEventsCommandOutput,
  ExecuteChangeSetCommandInput,
  OperationEvent,
  Stack,
  StackResource,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';

/** The calls to CloudFormation that deployments make; they reject with the SDK's errors. */
export interface CloudFormationCalls {
  /** Undefined where there is no stack of this name or id. */
  describeStack(stack: string): Promise<Stack | undefined>;
  createChangeSet(
    input: CreateChangeSetCommandInput,
  ): Promise<{ readonly id: string; readonly stackId: string }>;
  /** One page of its changes. */
  describeChangeSet(
    id: string,
    withValues: boolean,
    token: string | undefined,
  ): Promise<DescribeChangeSetCommandOutput & { readonly Changes?: Change[] | undefined }>;
  /** What the validation before a deployment refused, as far as the service tells. */
  validationErrors(changeSetId: string): Promise<readonly OperationEvent[]>;
  deleteChangeSet(id: string): Promise<void>;
  /** Names of the change sets that a stack has. */
  changeSetsOf(stackId: string): Promise<readonly string[]>;
  executeChangeSet(input: ExecuteChangeSetCommandInput): Promise<void>;
  cancelUpdate(stackId: string, token: string): Promise<void>;
  deleteStack(stackId: string, token: string, roleArn: string | undefined): Promise<void>;
  /** One page of its events, newest first. */
  eventsOf(stackId: string, token: string | undefined): Promise<DescribeStackEventsCommandOutput>;
  /** The text of the template as it was given; undefined where there is none. */
  templateOf(stackId: string): Promise<string | undefined>;
  resourcesOf(stackId: string): Promise<readonly StackResource[]>;
  detectDrift(stackId: string): Promise<string>;
  driftDetection(id: string): Promise<DescribeStackDriftDetectionStatusCommandOutput>;
  resourceDrifts(stackId: string): Promise<readonly StackResourceDrift[]>;
}

/** The calls to S3 for templates and code that are too large for a request. */
export interface StorageCalls {
  /** Whether the bucket is there and may be used, and its region; undefined where there is none. */
  bucket(name: string, owner: string | undefined): Promise<{ readonly region?: string } | undefined>;
  /** Makes a bucket that nobody else can read. */
  createBucket(name: string): Promise<void>;
  hasObject(bucket: string, key: string, owner: string | undefined): Promise<boolean>;
  /** Puts an object, encrypted. */
  putObject(
    bucket: string,
    key: string,
    body: Uint8Array | string,
    type: string,
    owner: string | undefined,
  ): Promise<void>;
  /** Where CloudFormation reads an object from. */
  urlOf(bucket: string, key: string): string;
}

/** New code of a function. */
export type NewCode =
  | { readonly zip: Uint8Array }
  | { readonly bucket: string; readonly key: string; readonly version?: string };

export interface FunctionCalls {
  updateCode(functionName: string, code: NewCode): Promise<void>;
  /** `Successful`, `Failed` or `InProgress`, and why. */
  updateStatus(functionName: string): Promise<{ readonly status: string; readonly reason?: string }>;
}

/** The AWS account that is deployed to. */
export interface Cloud {
  readonly region: string;
  readonly cloudFormation: CloudFormationCalls;
  readonly storage: StorageCalls;
  readonly functions: FunctionCalls;
  accountId(): Promise<string>;
  close(): void;
}
