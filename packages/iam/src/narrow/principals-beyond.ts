import { listOf, type OneOrMany, type Statement } from '../policy.ts';
import { namingOf, roleArnOf } from '../principal.ts';
import { askedFor, type Covered, type GrantBeyond, unique, unneeded } from './beyond.ts';

/** The principals of a statement that are more than who asks. */
export function principalsBeyond(
  { Principal, NotPrincipal }: Statement,
  covered: readonly Covered[],
  limitedBy: readonly string[],
): readonly GrantBeyond[] {
  const asking = unique(covered.map(({ question: { principal } }) => roleArnOf(principal) ?? principal.arn));
  const limit = limitedBy.length === 0 ? {} : { limitedBy };
  if (NotPrincipal !== undefined) {
    const text = `it is for all but those that it lists, callers without credentials among them; ${askedFor(asking)}`;
    return [{ kind: 'all-but', element: 'Principal', ...limit, text }];
  }
  if (Principal === undefined) return [];
  return namesOf(Principal).flatMap(([kind, name]): readonly GrantBeyond[] => {
    const namings = covered.flatMap(({ question: { principal } }) => {
      const naming = namingOf(kind === '*' ? '*' : { [kind]: name }, principal);
      return naming === undefined ? [] : [{ naming, principal }];
    });
    if (namings.length === 0) return [unneeded('Principal', name)];
    if (name === '*') {
      if (namings.every(({ principal }) => principal.type === 'anonymous')) return [];
      const whom =
        limitedBy.length === 0
          ? 'everyone, of every account and without credentials'
          : `everyone whom ${limitedBy.join(' and ')} lets through`;
      return [
        {
          kind: 'wide',
          element: 'Principal',
          value: name,
          ...limit,
          text: `* is ${whom}; ${askedFor(asking)}`,
        },
      ];
    }
    if (namings.some(({ naming }) => naming !== 'account')) return [];
    const text = `${name} is every principal of the account that its own policies let; ${askedFor(asking)}`;
    return [{ kind: 'wide', element: 'Principal', value: name, ...limit, text }];
  });
}

function namesOf(
  element: NonNullable<Statement['Principal']>,
): ReadonlyArray<readonly [kind: string, name: string]> {
  if (element === '*') return [['*', '*']];
  return Object.entries(element).flatMap(([kind, names]: [string, OneOrMany<string>]) =>
    listOf(names).map((name) => [kind, name] as const),
  );
}
