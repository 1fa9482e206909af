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
  const wild = pattern.search(/[*?]/);
  const head = wild < 0 ? pattern : pattern.slice(0, wild);
  for (let end = head.length; end > 0; end--) {
    const next = head[end];
    if (end < head.length && next !== '/' && next !== ':') continue;
    // What a wildcard goes on with is another name.
    if (end === head.length && wild >= 0 && !/[/:]$/.test(head)) continue;
    const found = world.resourceOf(head.slice(0, end));
    if (found !== undefined)
      return found.arn.startsWith('arn:') && head.startsWith(found.arn) ? found : undefined;
  }
  return undefined;
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
