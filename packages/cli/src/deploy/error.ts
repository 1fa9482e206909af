/** Why a deployment was refused or given up, as programs can tell it. */
export type DeployErrorCode =
  | 'BadOption'
  | 'BadParameters'
  | 'BadCode'
  | 'NoRegion'
  | 'TemplateTooLarge'
  | 'NoBucket'
  | 'BucketUnusable'
  | 'NotConfirmed'
  | 'StackNotFound'
  | 'StackBusy'
  | 'StackStuck'
  | 'ChangeSetFailed'
  | 'NotHotswappable'
  | 'HotswapFailed'
  | 'DriftDetectionFailed'
  | 'AwsRefused';

const USAGE: ReadonlySet<DeployErrorCode> = new Set([
  'BadOption',
  'BadParameters',
  'BadCode',
  'NoRegion',
  'NotConfirmed',
]);

/** A refusal with its way out: what, on what, why, and what to do next. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: DeployErrorCode;
  readonly fix: string;

  constructor(code: DeployErrorCode, message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fix = fix;
  }

  /** 2 for a wrong call of the command, 1 for everything that AWS or the stack is the reason of. */
  get exitCode(): 1 | 2 {
    return USAGE.has(this.code) ? 2 : 1;
  }
}

/** The user asked to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly code = 'Interrupted';
}
