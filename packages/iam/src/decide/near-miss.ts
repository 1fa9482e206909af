import type { AuthorizationRequest } from '../request.ts';
import type { Trace } from './trace.ts';
import { listed, namesIn, statementName, who } from './words.ts';

/**
 * Why the Allow that comes nearest does not apply, for a person: `…, statement "Invoke": action and resource
 * match, but condition ArnLike aws:SourceArn does not: wanted arn:…, got nothing`. Undefined if none is near.
 */
export function nearMiss(candidates: readonly Trace[], request: AuthorizationRequest): string | undefined {
  const near = candidates
    .filter(({ statement, applies }) => statement.Effect === 'Allow' && !applies)
    .map((trace) => ({ trace, score: score(trace, request) }))
    .filter(({ score }) => score > 0);
  const best = Math.max(...near.map(({ score }) => score));
  const nearest = near.find(({ score }) => score === best)?.trace;
  return nearest && `${statementName(nearest)}: ${told(nearest, request)}`;
}

/** The action weighs most: a statement about another action is near only if all else fits and the service is the same. */
function score(trace: Trace, { action }: AuthorizationRequest): number {
  const rest = (trace.naming ? 2 : 0) + (trace.resource ? 2 : 0) + (trace.conditions.length === 0 ? 1 : 0);
  if (trace.action) return 4 + rest;
  return rest === 5 && sameService(trace, action) ? 1 : 0;
}

function sameService({ statement }: Trace, action: string): boolean {
  const service = `${action.split(':')[0]?.toLowerCase()}:`;
  return [statement.Action ?? []].flat().some((pattern) => pattern.toLowerCase().startsWith(service));
}

function told(trace: Trace, request: AuthorizationRequest): string {
  const fine = [
    trace.naming !== undefined && trace.layer === 'resource' && 'principal',
    trace.action && 'action',
    trace.resource && 'resource',
  ].filter((part) => part !== false);
  const wrong = faults(trace, request).join('; ');
  if (fine.length === 0) return wrong;
  return `${fine.join(' and ')} ${fine.length === 1 ? 'matches' : 'match'}, but ${wrong}`;
}

function faults(
  { naming, action, resource, conditions, statement }: Trace,
  request: AuthorizationRequest,
): string[] {
  const found: string[] = [];
  if (naming === undefined) {
    const { Principal, NotPrincipal } = statement;
    const names = Principal
      ? namesIn(Principal)
      : NotPrincipal
        ? `all but ${namesIn(NotPrincipal)}`
        : 'nobody';
    found.push(`it is for ${names}, not ${who(request.principal)}`);
  }
  if (!action) {
    const { Action, NotAction } = statement;
    found.push(
      Action
        ? `it allows ${listed(Action)}, not ${request.action}`
        : `it leaves out ${listed(NotAction ?? [])}, and so ${request.action}`,
    );
  }
  if (!resource) {
    const { Resource, NotResource } = statement;
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
