import type { NamedPolicy } from './policy.ts';

/** Who asks. */
export interface Principal {
  /**
   * `federated` is either a GetFederationToken session (its ARN contains `:federated-user/`) or an identity
   * provider presenting a token (its ARN or host name).
   */
  readonly type: 'root' | 'user' | 'assumed-role' | 'service' | 'federated' | 'anonymous';
  /** The ARN; for a service its name, `sns.amazonaws.com`; ignored for `anonymous`. */
  readonly arn: string;
  /** The account; read from the ARN when absent. */
  readonly accountId?: string;
  /** For an assumed role, the role's own ARN; derived from the session's when absent (roles without a path). */
  readonly roleArn?: string;
  /** `AIDA…` of a user, `AROA…:session` of an assumed role. */
  readonly userId?: string;
  /** The S3 canonical user id of the principal's account. */
  readonly canonicalUserId?: string;
}

/** One question: may this principal do this to that? */
export interface AuthorizationRequest {
  readonly principal: Principal;
  /** `lambda:InvokeFunction`; compared without case. */
  readonly action: string;
  /** The ARN of the resource, or `*` for actions that have none. */
  readonly resource: string;
  /** The account that owns the resource; read from the ARN when absent, else the principal's own (S3). */
  readonly resourceAccountId?: string;
  /**
   * Condition keys of the request. The keys about the principal (`aws:PrincipalArn`, `aws:username`, …) are
   * derived from `principal` and need not be given; given ones win. Dates are ISO 8601 or epoch seconds.
   */
  readonly context?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Every policy that has a say in one request. */
export interface PolicySet {
  /** Inline and managed policies of the user (with its groups) or role. */
  readonly identity: readonly NamedPolicy[];
  /** The policy of the resource: a topic, queue, function, key or bucket policy, or the trust policy of a role. */
  readonly resource?: NamedPolicy;
  readonly boundary?: NamedPolicy;
  /** Session policies, inline and managed. Absent or empty: the session is not narrowed. */
  readonly session?: readonly NamedPolicy[];
  /** Service control policies of one level of the organisation. Absent or empty: there is no organisation. */
  readonly serviceControl?: readonly NamedPolicy[];
}
