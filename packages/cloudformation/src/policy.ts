import { TemplateError } from './error.ts';
import type { In, Text } from './types.ts';

type OneOrMore<T> = T | readonly T[];

/** Who a statement speaks of: everybody, or principals by kind. */
export type Principals =
  | '*'
  | {
      readonly Service?: OneOrMore<Text>;
      readonly AWS?: OneOrMore<Text>;
      readonly Federated?: OneOrMore<Text>;
      readonly CanonicalUser?: OneOrMore<Text>;
    };

/** Condition operators, each with the condition keys it tests: `{ ArnLike: { 'aws:SourceArn': topic.ref } }`. */
export type PolicyConditions = {
  readonly [operator: string]: { readonly [key: string]: OneOrMore<Text | In<boolean> | In<number>> };
};

/** One statement of a policy document, as IAM spells it. */
export type PolicyStatement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: OneOrMore<Text>;
  readonly NotAction?: OneOrMore<Text>;
  readonly Resource?: OneOrMore<Text>;
  readonly NotResource?: OneOrMore<Text>;
  readonly Condition?: PolicyConditions;
};

/** A policy document, as IAM spells it. */
export type PolicyDocument = {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: OneOrMore<PolicyStatement>;
};

/** What a statement allows or denies, to whom and when. */
export interface StatementOptions {
  readonly actions: readonly Text[];
  /** In identity policies and resource policies; a role's trust policy has none. */
  readonly resources?: readonly Text[];
  /** In resource policies and trust policies; an identity policy has none. */
  readonly principals?: Principals;
  readonly conditions?: PolicyConditions;
  /** `[A-Za-z0-9]*`. */
  readonly sid?: string;
}

function statement(effect: 'Allow' | 'Deny', options: StatementOptions): PolicyStatement {
  const { actions, resources, principals, conditions, sid } = options;
  if (actions.length === 0)
    throw new TemplateError('EmptyStatement', `The ${effect} statement names no action.`, {
      fix: 'Name at least one action, such as logs:PutLogEvents.',
    });
  if ((resources === undefined || resources.length === 0) && principals === undefined)
    throw new TemplateError(
      'EmptyStatement',
      `The ${effect} statement names neither resources nor principals.`,
      {
        fix: 'Give resources in an identity policy, principals in a trust policy, both in a resource policy.',
      },
    );
  return Object.freeze({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principals }),
    Action: actions,
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(conditions === undefined ? {} : { Condition: conditions }),
  });
}

/**
 * A statement that allows. Throws {@link TemplateError} `EmptyStatement` without actions, or with neither
 * resources nor principals.
 *
 * @example allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.Arn] })
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function allow(options: StatementOptions): PolicyStatement {
  return statement('Allow', options);
}

/** A statement that denies; see {@link allow}. */
export function deny(options: StatementOptions): PolicyStatement {
  return statement('Deny', options);
}

/**
 * A policy document of version 2012-10-17.
 *
 * @example policyDocument(allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }))
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return Object.freeze({ Version: '2012-10-17', Statement: Object.freeze(statements) });
}
