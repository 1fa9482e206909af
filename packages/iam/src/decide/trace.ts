import { type ConditionFailure, failures } from '../condition/condition.ts';
import type { Context } from '../context.ts';
import type { Layer } from '../evaluation.ts';
import { resourcePattern } from '../match/arn.ts';
import type { Lookup } from '../match/variables.ts';
import { actionFits, fits } from '../match/wildcard.ts';
import { listOf, type NamedPolicy, type Statement } from '../policy.ts';
import { isSpared, type Naming, namingOf } from '../principal.ts';
import type { AuthorizationRequest } from '../request.ts';

/** How each part of one statement compares with the request. */
export interface Trace {
  readonly layer: Layer;
  readonly policy: string;
  readonly statement: Statement;
  readonly index: number;
  /** Undefined if the statement speaks of somebody else. */
  readonly naming: Naming | undefined;
  readonly action: boolean;
  readonly resource: boolean;
  readonly conditions: readonly ConditionFailure[];
  /** Whether all parts fit: the statement applies. */
  readonly applies: boolean;
}

/** Compares every statement of the policies of one layer with the request. */
export function traces(
  layer: Layer,
  policies: readonly NamedPolicy[],
  request: AuthorizationRequest,
  context: Context,
): readonly Trace[] {
  return policies.flatMap(({ name, document }) => {
    const lookup: Lookup | undefined = document.Version === '2012-10-17' ? context.value : undefined;
    return listOf(document.Statement).map((statement, index) => {
      const naming = layer === 'resource' ? namingIn(statement, request) : 'self';
      const action = actionIn(statement, request.action);
      const resource = resourceIn(statement, request.resource, layer, lookup);
      const conditions = failures(statement.Condition, context, lookup);
      const applies = naming !== undefined && action && resource && conditions.length === 0;
      return { layer, policy: name, statement, index, naming, action, resource, conditions, applies };
    });
  });
}

function namingIn(
  { Principal, NotPrincipal }: Statement,
  { principal }: AuthorizationRequest,
): Naming | undefined {
  if (Principal !== undefined) return namingOf(Principal, principal);
  if (NotPrincipal === undefined) return undefined;
  return isSpared(NotPrincipal, principal) ? undefined : 'self';
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

/** Whether a resource fits a Resource element; undefined if a variable in it has no value. */
function resourceFits(text: string, resource: string, lookup: Lookup | undefined): boolean | undefined {
  const pattern = resourcePattern(text, lookup);
  return pattern && fits(pattern, resource);
}
