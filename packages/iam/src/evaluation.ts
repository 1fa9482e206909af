import type { Effect } from './policy.ts';

/** The kind of policy a statement stands in. */
export type Layer =
  | 'identity'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'serviceControl'
  | 'resourceControl'
  | 'endpoint';

/** A statement that applies to the request. */
export interface MatchedStatement {
  /** The name of its policy. */
  readonly policy: string;
  /** Its Sid, or its position in the policy counted from 1. */
  readonly statement: string;
  /** Its position counted from 0. */
  readonly index: number;
  readonly effect: Effect;
  readonly layer: Layer;
}

/** A statement that was looked at and does not apply to the request. */
export interface ConsideredStatement extends MatchedStatement {
  /** `action and resource match, but condition ArnLike aws:SourceArn does not: wanted arn:…, got nothing`. */
  readonly why: string;
}

/** What every answer has. */
interface Answer {
  /** The statements that apply, in the order in which AWS looks at the kinds of policy. */
  readonly statements: readonly MatchedStatement[];
  /** The statements that do not apply, each with the reason. Worked out when it is called. */
  readonly considered: () => readonly ConsideredStatement[];
}

/** The answer yes. */
export interface Allowed extends Answer {
  readonly allowed: true;
  readonly decision: 'Allow';
  /** What allowed it: `inline policy "Logs" of role X, statement "Write": logs:PutLogEvents on arn:…`. */
  readonly decidedBy: string;
}

/** The answer no. */
export interface Refused extends Answer {
  readonly allowed: false;
  readonly decision: 'ExplicitDeny' | 'ImplicitDeny';
  /** The statement that denied it, or what was looked for and not found. */
  readonly decidedBy: string;
  /** For an implicit deny, why the nearest statement did not apply; absent when none comes near. */
  readonly missing?: string;
  /**
   * AWS's sentence: `User: … is not authorized to perform: … on resource: … because no …`. Services vary it
   * (STS leaves the reason out, S3 quotes the ARN).
   */
  readonly message: string;
}

export type Evaluation = Allowed | Refused;
