import type { NamedPolicy } from '@wayleave/iam';

/** Who is calling, as SigV4 (or a service acting by itself) established it. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'service';
  /** `arn:aws:iam::…:user/x`, `arn:aws:sts::…:assumed-role/R/session`, or `sns.amazonaws.com`. */
  readonly arn: string;
  readonly accountId: string;
  /** `AIDA…`, `AROA…:session`, the account id for root, the service name for a service. */
  readonly userId: string;
  /** The IAM role's own ARN, for an assumed role. */
  readonly roleArn?: string;
  /** Whether a user signs with a session token (GetSessionToken) instead of an access key of its own. */
  readonly temporary?: true;
  /** Policies passed to AssumeRole: they can only narrow. */
  readonly sessionPolicies?: readonly NamedPolicy[];
  /** For a service acting on behalf of a resource: condition keys aws:SourceArn and aws:SourceAccount. */
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
}

/** One call of one operation: what handlers may know beside the input. */
export interface Call {
  readonly caller: Caller;
  readonly region: string;
  readonly accountId: string;
  readonly requestId: string;
  readonly sourceIp: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A question for IAM that must be answered yes before an operation runs. */
export interface Ask {
  /** `sns:Publish`. */
  readonly action: string;
  /** ARN, or `*` where the service authorization reference names no resource. */
  readonly resource: string;
  /** Condition keys of this request beside the global ones: `{'aws:SourceArn': …}`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** The resource's own policy, for services that have one. */
  readonly resourcePolicy?: NamedPolicy;
}

/** One operation of a service. `I` and `O` have the member names of the Smithy model; blobs are Uint8Array, timestamps Date. */
export interface Operation<I = never, O = object> {
  /** What is asked of IAM first. An empty list means that AWS asks nothing (`sts:GetCallerIdentity`). */
  authorize(input: I, call: Call): readonly Ask[];
  /**
   * Refuses by throwing AwsError; anything else that is thrown is answered as InternalFailure. In S3 an output
   * with ContentRange is answered 206, and an AwsError of status 304 has no body.
   */
  run(input: I, call: Call): O | Promise<O>;
}

/** A service as the kernel sees it. Operations that are not here answer as unknown or unsupported. */
export interface Service {
  /** Name of its Smithy table: sns, sqs, sts, iam, lambda, cloudwatch-logs, cloudformation, s3. */
  readonly table: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** What services may ask of the kernel: calls of each other's operations, always authorised. */
export interface Kernel {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** Calls an operation as `caller`: validated, authorised, recorded, run. Throws AwsError. */
  call<O = Record<string, unknown>>(
    caller: Caller,
    service: string,
    operation: string,
    input: object,
  ): Promise<O>;
  /**
   * Asks IAM about one thing a service does by itself (SNS delivering, Lambda writing logs) and records
   * the decision; `refusal` is the text of a no.
   */
  decide(caller: Caller, service: string, ask: Ask): { allowed: true } | { allowed: false; refusal: string };
  /** Counts background work (deliveries, invocations) so that `settled()` can wait for it. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** An error in the service's own vocabulary; `code` is the modelled error name or a common one. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the modelled error shape. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Gives an operation its input and output types while it is stored in a service's table. */
export function operation<I, O>(definition: Operation<I, O>): Operation {
  // The kernel validates every input against the Smithy shape before it gets here.
  return definition as unknown as Operation;
}
