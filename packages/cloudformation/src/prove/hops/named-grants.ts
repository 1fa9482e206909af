import type { Statement } from '@wayleave/iam';
import type { Origin } from '../model/policies/read-policy.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { View } from './view.ts';

/** A statement of a role or user that names a resource of the template. */
export interface NamedGrant {
  readonly holder: WorldResource;
  readonly resource: WorldResource;
  readonly actions: readonly string[];
  /** The Resource element as it is: `arn:…:uploads/*`. */
  readonly pattern: string;
  readonly statement: Statement;
  readonly origin: Origin | undefined;
}

/** What the policies of roles and users name, statement by statement. */
export function namedGrants(view: View): readonly NamedGrant[] {
  const { world, book } = view;
  const holders = [...world.ofType('AWS::IAM::Role'), ...world.ofType('AWS::IAM::User')];
  return holders.flatMap((holder) =>
    book.ofIdentity(holder).identity.flatMap(({ statements, origins }) =>
      statements.flatMap((statement, index) => {
        if (statement.Effect !== 'Allow' || statement.Action === undefined) return [];
        const actions = [statement.Action].flat();
        return [statement.Resource ?? []].flat().flatMap((pattern): readonly NamedGrant[] => {
          const resource = resourceIn(pattern, world);
          return resource === undefined
            ? []
            : [{ holder, resource, actions, pattern, statement, origin: origins[index] }];
        });
      }),
    ),
  );
}

/** The resource whose ARN a pattern begins with: `arn:…:uploads`, `arn:…:uploads/*`. */
export function resourceIn(pattern: string, world: World): WorldResource | undefined {
  const wild = wildcardIn(pattern);
  const head = wild < 0 ? pattern : pattern.slice(0, wild);
  if (!head.startsWith('arn:')) return undefined;
  // What a wildcard goes on with is another name, unless it begins a part.
  const last = head[head.length - 1];
  let end = wild < 0 || last === '/' || last === ':' ? head.length : cutBefore(head, head.length);
  for (; end > 0; end = cutBefore(head, end)) {
    const found = world.resourceOf(head.slice(0, end));
    if (found !== undefined) return head.startsWith(found.arn) ? found : undefined;
  }
  return undefined;
}

function wildcardIn(pattern: string): number {
  const [star, one] = [pattern.indexOf('*'), pattern.indexOf('?')];
  return star < 0 || (one >= 0 && one < star) ? one : star;
}

/** Where the part before a place ends, 0 where there is none. */
function cutBefore(head: string, end: number): number {
  return Math.max(head.lastIndexOf('/', end - 1), head.lastIndexOf(':', end - 1), 0);
}

/** A context in which the statement's own conditions on the request hold, other than those about who asks. */
export function fittingContext({ Condition }: Statement): Readonly<Record<string, string>> {
  const context: Record<string, string> = {};
  for (const [operator, keys] of Object.entries(Condition ?? {})) {
    if (operator.includes('Not') || operator === 'Null') continue;
    for (const [key, values] of Object.entries(keys)) {
      const [first] = [values].flat();
      if (first !== undefined && !key.toLowerCase().startsWith('aws:')) context[key] = String(first);
    }
  }
  return context;
}
