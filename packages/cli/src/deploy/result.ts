import type { SourceLocation } from '@wayleave/cloudformation';
import type { Capability } from './capabilities.ts';
import type { Checked } from './checks.ts';
import type { StackChange } from './diff/change.ts';
import type { Failure } from './events/progress.ts';

export type Outcome =
  | 'created'
  | 'updated'
  | 'unchanged'
  | 'planned'
  | 'hotswapped'
  | 'declined'
  | 'refused'
  | 'failed'
  | 'interrupted';

/** What a deployment came to; `--json` prints it as one document. */
export interface DeployResult {
  readonly version: 1;
  readonly outcome: Outcome;
  readonly stack: string;
  readonly stackId?: string;
  readonly region?: string;
  /** The stack's status at the end. */
  readonly status?: string;
  readonly changes?: readonly StackChange[];
  readonly capabilities?: readonly Capability[];
  readonly outputs?: Readonly<Record<string, string>>;
  /** Of a refusal by the checks. */
  readonly checks?: Checked;
  /** What failed first. */
  readonly failure?: Failure & { readonly source?: SourceLocation };
  readonly seconds: number;
}

/** 0 for what was asked, 1 for what failed or was refused, 130 for what was interrupted. */
export function exitCodeOf({ outcome }: DeployResult): number {
  if (outcome === 'interrupted') return 130;
  return outcome === 'refused' || outcome === 'failed' || outcome === 'declined' ? 1 : 0;
}
