import { type ConditionFailure, failures, holds } from '../condition/condition.ts';
import type { Context } from '../context.ts';
import type { Layer } from '../evaluation.ts';
import { resourceFits } from '../match/arn.ts';
import type { Lookup } from '../match/variables.ts';
import { actionFits } from '../match/wildcard.ts';
import { listOf, type NamedPolicy, type OrganizationLevel, type Statement } from '../policy.ts';
import { hasIdentity, isSpared, type Naming, namingOf } from '../principal.ts';
import type { AuthorizationRequest } from '../request.ts';

/** A question with what it takes to compare statements with it. */
export interface Asked {
  readonly request: AuthorizationRequest;
  readonly context: Context;
  readonly hasBoundary: boolean;
}

/** One statement, compared with the request. */
export interface Trace {
  readonly layer: Layer;
  /** Of a service or resource control policy. */
  readonly level: OrganizationLevel | undefined;
  readonly policy: string;
  readonly statement: Statement;
  readonly index: number;
  /** Undefined in policies without variables. */
  readonly lookup: Lookup | undefined;
  /** Undefined if the statement speaks of somebody else. */
  readonly naming: Naming | undefined;
  /** Whether all parts fit. */
  readonly applies: boolean;
}

/** How each part of a statement compares with the request. */
export interface Comparison {
  readonly naming: Naming | undefined;
  readonly action: boolean;
  readonly resource: boolean;
  readonly conditions: readonly ConditionFailure[];
}

/** Compares every statement of the policies of one layer with the request, each no further than its first misfit. */
export function traces(
  layer: Layer,
  policies: readonly NamedPolicy[],
  asked: Asked,
  level?: OrganizationLevel,
): readonly Trace[] {
  const found: Trace[] = [];
  for (const { name, document } of policies) {
    const lookup = document.Version === '2012-10-17' ? asked.context.value : undefined;
    for (const [index, statement] of listOf(document.Statement).entries()) {
      const naming = namingIn(statement, layer, asked);
      const applies =
        naming !== undefined &&
        actionIn(statement, asked.request.action) &&
        resourceIn(statement, asked.request.resource, layer, lookup) &&
        holds(statement.Condition, asked.context, lookup);
      found.push({ layer, level, policy: name, statement, index, lookup, naming, applies });
    }
  }
  return found;
}

/** Compares all parts of a statement, for an explanation. */
export function compare(
  { statement, layer, lookup, naming }: Trace,
  { request, context }: Asked,
): Comparison {
  return {
    naming,
    action: actionIn(statement, request.action),
    resource: resourceIn(statement, request.resource, layer, lookup),
    conditions: failures(statement.Condition, context, lookup),
  };
}

/** Whether statements of a layer say of whom they speak; service control policies need not. */
export function hasPrincipals(layer: Layer): boolean {
  return layer === 'resource' || layer === 'resourceControl' || layer === 'endpoint';
}

function namingIn(
  { Effect, Principal, NotPrincipal }: Statement,
  layer: Layer,
  asked: Asked,
): Naming | undefined {
  if (!hasPrincipals(layer)) return 'self';
  const { principal } = asked.request;
  if (Principal !== undefined) return namingOf(Principal, principal);
  if (NotPrincipal === undefined) return undefined;
  // AWS: a Deny with NotPrincipal always denies a principal with a permissions boundary, whomever it lists.
  const isBound =
    asked.hasBoundary && Effect === 'Deny' && hasIdentity(principal) && principal.type !== 'root';
  return !isBound && isSpared(NotPrincipal, principal) ? undefined : 'self';
}

function actionIn({ Action, NotAction }: Statement, action: string): boolean {
  if (Action !== undefined) return listOf(Action).some((pattern) => actionFits(pattern, action));
  return NotAction !== undefined && !listOf(NotAction).some((pattern) => actionFits(pattern, action));
}

function resourceIn(
  { Resource, NotResource }: Statement,
  resource: string,
  layer: Layer,
  lookup: Lookup | undefined,
): boolean {
  if (Resource !== undefined)
    return listOf(Resource).some((text) => resourceFits(text, resource, lookup) === true);
  if (NotResource !== undefined) {
    // A variable without a value makes the statement invalid rather than the exception empty.
    return listOf(NotResource).every((text) => resourceFits(text, resource, lookup) === false);
  }
  // A trust policy has no Resource element: it is about the role it stands on.
  return layer === 'resource';
}
