import { listOf, type Statement } from '../policy.ts';
import type { AuthorizationRequest } from '../request.ts';
import { type Asked, type Comparison, compare, hasPrincipals, type Trace } from './trace.ts';
import { listed, namesIn, statementName, who } from './words.ts';

/**
 * Why the Allow that comes nearest does not apply, for a person: `…, statement "Invoke": action and resource
 * match, but condition ArnLike aws:SourceArn does not: wanted arn:…, got nothing`. Undefined if none is near.
 */
export function nearMiss(candidates: readonly Trace[], asked: Asked): string | undefined {
  let nearest: Trace | undefined;
  let best = 0;
  for (const trace of candidates) {
    if (trace.applies || trace.statement.Effect !== 'Allow') continue;
    const points = score(trace, compare(trace, asked), asked.request);
    if (points > best) [nearest, best] = [trace, points];
  }
  return nearest && `${statementName(nearest)}: ${whyNot(nearest, asked)}`;
}

/** Why a statement does not apply: `action and resource match, but it is for …`. */
export function whyNot(trace: Trace, asked: Asked): string {
  const { statement, layer } = trace;
  const comparison = compare(trace, asked);
  const fine = [
    comparison.naming !== undefined && hasPrincipals(layer) && 'principal',
    comparison.action && 'action',
    comparison.resource && 'resource',
  ].filter((part) => part !== false);
  const wrong = faults(statement, comparison, asked.request).join('; ');
  if (fine.length === 0) return wrong;
  return `${fine.join(' and ')} ${fine.length === 1 ? 'matches' : 'match'}, but ${wrong}`;
}

/** The action weighs most: a statement about another action is near only if all else fits and the service is the same. */
function score({ statement }: Trace, comparison: Comparison, { action }: AuthorizationRequest): number {
  const { naming, resource, conditions } = comparison;
  const rest = (naming ? 2 : 0) + (resource ? 2 : 0) + (conditions.length === 0 ? 1 : 0);
  if (comparison.action) return 4 + rest;
  return rest === 5 && sameService(statement, action) ? 1 : 0;
}

function sameService({ Action }: Statement, action: string): boolean {
  const service = `${action.split(':')[0]?.toLowerCase()}:`;
  return listOf(Action).some((pattern) => pattern.toLowerCase().startsWith(service));
}

function faults(
  { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource }: Statement,
  { naming, action, resource, conditions }: Comparison,
  request: AuthorizationRequest,
): string[] {
  const found: string[] = [];
  if (naming === undefined) {
    const names = Principal
      ? namesIn(Principal)
      : NotPrincipal
        ? `all but ${namesIn(NotPrincipal)}`
        : 'nobody';
    found.push(`it is for ${names}, not ${who(request.principal)}`);
  }
  if (!action) {
    const verb = Effect === 'Allow' ? 'allows' : 'denies';
    found.push(
      Action
        ? `it ${verb} ${listed(Action)}, not ${request.action}`
        : `it leaves out ${listed(NotAction ?? [])}, and so ${request.action}`,
    );
  }
  if (!resource) {
    const scope = Resource
      ? listed(Resource)
      : NotResource
        ? `all but ${listed(NotResource)}`
        : 'no resource';
    found.push(`it covers ${scope}, not ${request.resource}`);
  }
  for (const { operator, key, wanted, actual } of conditions) {
    const got = actual === undefined ? 'nothing' : actual.join(', ');
    found.push(`condition ${operator} ${key} does not: wanted ${wanted.join(' or ')}, got ${got}`);
  }
  return found;
}
