import { TemplateError } from '../error.ts';
import type { Arn, Value } from '../types.ts';
import type { Action } from './actions.ts';
import type { PolicyConditions } from './conditions.ts';
import type { PolicyStatement } from './document.ts';
import type { Principals } from './principals.ts';

/** An ARN, a pattern of ARNs or `*`; not a name or a queue's URL. */
export type ResourceArn = string | Value<string | Arn<string>>;

/** What a statement allows or denies, to whom and when. Of each pair (`actions`, `notActions`, …) one is given. */
export interface StatementOptions {
  readonly actions?: readonly Action[];
  /** All actions but these. */
  readonly notActions?: readonly Action[];
  /** In identity policies and resource policies; a role's trust policy has none. */
  readonly resources?: readonly ResourceArn[];
  /** All resources but these. */
  readonly notResources?: readonly ResourceArn[];
  /** In resource policies and trust policies; an identity policy has none. */
  readonly principals?: Principals;
  /** All principals but these: only to deny, and with the account of each. */
  readonly notPrincipals?: Principals;
  readonly conditions?: PolicyConditions;
  /** `[A-Za-z0-9]*`. */
  readonly sid?: string;
}

/**
 * A statement that allows. Throws {@link TemplateError} `EmptyStatement` without actions, or with neither
 * resources nor principals.
 *
 * @example allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logs.Arn] })
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function allow(options: Omit<StatementOptions, 'notPrincipals'>): PolicyStatement {
  return statement('Allow', options);
}

/**
 * A statement that denies. Throws as {@link allow} does.
 *
 * @example deny({ actions: ['s3:*'], resources: ['*'], principals: '*', conditions: { Bool: { 'aws:SecureTransport': false } } })
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function deny(options: StatementOptions): PolicyStatement {
  return statement('Deny', options);
}

function statement(effect: 'Allow' | 'Deny', options: StatementOptions): PolicyStatement {
  const { actions, notActions, resources, notResources, principals, notPrincipals, conditions, sid } =
    options;
  if (isEmpty(actions) && isEmpty(notActions)) {
    throw new TemplateError('EmptyStatement', `The ${effect} statement names no action.`, {
      fix: 'Name at least one action, such as logs:PutLogEvents.',
    });
  }
  if (
    isEmpty(resources) &&
    isEmpty(notResources) &&
    principals === undefined &&
    notPrincipals === undefined
  ) {
    throw new TemplateError(
      'EmptyStatement',
      `The ${effect} statement names neither resources nor principals.`,
      {
        fix: 'Give resources in an identity policy, principals in a trust policy, both in a resource policy.',
      },
    );
  }
  return Object.freeze({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    ...(principals === undefined ? {} : { Principal: principals }),
    ...(notPrincipals === undefined ? {} : { NotPrincipal: notPrincipals }),
    ...(actions === undefined ? {} : { Action: actions }),
    ...(notActions === undefined ? {} : { NotAction: notActions }),
    ...(resources === undefined ? {} : { Resource: resources }),
    ...(notResources === undefined ? {} : { NotResource: notResources }),
    // An object with these keys is one with any keys; the compiler holds that only of plain index signatures.
    ...(conditions === undefined
      ? {}
      : { Condition: conditions as NonNullable<PolicyStatement['Condition']> }),
  });
}

function isEmpty(list: readonly unknown[] | undefined): boolean {
  return list === undefined || list.length === 0;
}
