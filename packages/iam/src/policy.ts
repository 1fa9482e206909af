/** One value or several, as AWS's policy JSON allows nearly everywhere. */
export type OneOrMany<T> = T | readonly T[];

export type Effect = 'Allow' | 'Deny';

/** A value in a condition. AWS reads numbers and booleans as their text. */
export type ConditionValue = string | number | boolean;

/** Operator → condition key → values: `{ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:uploads' } }`. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<ConditionValue>>>>>;

/**
 * Who a statement of a resource policy speaks of: everyone, or principals by kind.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export type PrincipalElement =
  | '*'
  | {
      /** Account ids, ARNs of roots, users, roles and sessions, unique ids, or `*`. */
      readonly AWS?: OneOrMany<string>;
      /** `sns.amazonaws.com`. */
      readonly Service?: OneOrMany<string>;
      /** `accounts.google.com`, or the ARN of a SAML or OIDC provider. */
      readonly Federated?: OneOrMany<string>;
      /** The S3 canonical user id of an account. */
      readonly CanonicalUser?: OneOrMany<string>;
    };

/** One statement of a policy, in AWS's own JSON shape. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: Effect;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionBlock;
}

/**
 * A policy in AWS's own JSON shape. Policy variables work only with `Version: '2012-10-17'`; a policy
 * without a version is of `2008-10-17`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: OneOrMany<Statement>;
}

/** A policy with the name a person knows it by: `inline policy "Logs" of role VideoRole`. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/**
 * What is attached to one level of an organization: its root, an organizational unit on the way, or the
 * account itself.
 */
export interface OrganizationLevel {
  /** As a person knows it: `OU "Production"`. */
  readonly name: string;
  readonly policies: readonly NamedPolicy[];
}

/** The elements of a one-or-many, which may be absent. */
export function listOf<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  // Array.isArray does not narrow readonly arrays of a type parameter.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
