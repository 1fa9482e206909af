import type { NamedPolicy, OrganizationLevel } from './policy.ts';

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
  /** For a GetFederationToken session, the ARN of the user who called it. */
  readonly userArn?: string;
  /**
   * Of a service, all names that the instance of its region goes by, the one in `arn` among them:
   * `sns.amazonaws.com`, `sns.us-east-1.amazonaws.com`. Absent: it has no other name.
   */
  readonly serviceNames?: readonly string[];
  /** Tags of the user or role, and of the session: they are `aws:PrincipalTag/<key>`. */
  readonly tags?: Readonly<Record<string, string>>;
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
   * Condition keys of the request. What follows from other fields need not be given, and is overridden when it
   * is: the keys about the principal (`aws:PrincipalArn`, `aws:username`, …), `aws:ResourceAccount`;
   * `aws:TagKeys` from `aws:RequestTag/…`; `aws:CalledViaFirst`, `aws:CalledViaLast` and `aws:ViaAWSService`
   * from `aws:CalledVia`. Dates are ISO 8601 or epoch seconds.
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
  /**
   * Session policies, inline and managed. Absent or empty: a role's session is not narrowed, a
   * GetFederationToken session can do nothing but what a resource policy grants to itself.
   */
  readonly session?: readonly NamedPolicy[];
  /**
   * Service control policies of the principal's account, level by level from the root of the organization to the
   * account: every level must allow, and one without a policy allows nothing. Absent or empty: there is none in
   * force (no organization, or its management account).
   */
  readonly serviceControl?: readonly OrganizationLevel[];
  /**
   * Resource control policies of the resource's account, level by level. They only deny: `RCPFullAWSAccess`, which
   * allows everything, is on every level and cannot be taken off, so it need not be given. Give them only for
   * resources of the services that support them.
   */
  readonly resourceControl?: readonly OrganizationLevel[];
  /** The policy of the VPC endpoint that the request goes through. Absent: through none, or one with the default policy. */
  readonly endpoint?: NamedPolicy;
}
