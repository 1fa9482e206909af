import type { In, Text } from '../types.ts';

type OneOrMore<T> = T | readonly T[];

/** The principals of a statement, as IAM spells them. */
type PrincipalJson =
  | '*'
  | {
      readonly Service?: OneOrMore<Text>;
      readonly AWS?: OneOrMore<Text>;
      readonly Federated?: OneOrMore<Text>;
      readonly CanonicalUser?: OneOrMore<Text>;
    };

/** The conditions of a statement, as IAM spells them: operator → condition key → values. */
type ConditionJson = {
  readonly [operator: string]: { readonly [key: string]: OneOrMore<Text | In<boolean> | In<number>> };
};

/** One statement of a policy document, as IAM spells it; {@link allow} and {@link deny} check what is in it. */
export type PolicyStatement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalJson;
  readonly NotPrincipal?: PrincipalJson;
  readonly Action?: OneOrMore<Text>;
  readonly NotAction?: OneOrMore<Text>;
  readonly Resource?: OneOrMore<Text>;
  readonly NotResource?: OneOrMore<Text>;
  readonly Condition?: ConditionJson;
};

/** A policy document, as IAM spells it. */
export type PolicyDocument = {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: OneOrMore<PolicyStatement>;
};

/**
 * A policy document of version 2012-10-17.
 *
 * @example policyDocument(allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }))
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return Object.freeze({ Version: '2012-10-17', Statement: Object.freeze(statements) });
}
