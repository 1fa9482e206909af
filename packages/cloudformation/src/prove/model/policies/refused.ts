import { type PolicyDocument, PolicyError, parsePolicyDocument, type Statement } from '@wayleave/iam';
import { hasToken } from '../tokens.ts';

/** What a policy is attached to, where the rules of that are known. */
export type AttachedTo = 'identity' | 'managed' | 'resource' | 'trust';

/** The largest policies, of keys, take 32 KB; a statement has some 60 characters at least. */
const MOST = 1_000;

/**
 * Why AWS would not take a policy that is well formed, or why nobody knows what it would make of it; undefined for one
 * that it takes. What stands in for something unknown is taken to be right.
 */
export function refusedFor(document: PolicyDocument, to: AttachedTo | undefined): string | undefined {
  const statements = [document.Statement].flat() as readonly Statement[];
  if (statements.length > MOST) return 'it has more statements than fit into the policy of any service';
  for (const { Condition } of statements)
    for (const [operator, keys] of Object.entries(Condition ?? {}))
      for (const [key, values] of Object.entries(keys))
        if (Array.isArray(values) && values.length === 0) return `${operator} compares ${key} with nothing`;
  if (to === undefined) return undefined;
  const { Version: version } = document;
  if (to === 'managed' && version !== '2012-10-17' && !hasToken(version ?? ''))
    return 'a managed policy must be of Version 2012-10-17';
  if (to === 'resource') {
    const isBare = statements.some(({ Resource, NotResource }) => (Resource ?? NotResource) === undefined);
    return isBare ? 'a statement has neither Resource nor NotResource' : undefined;
  }
  try {
    parsePolicyDocument(
      { Version: '2012-10-17', Statement: statements.map((each) => known(each, to)) },
      { kind: to === 'managed' ? 'identity' : to },
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.message;
  }
}

/** The statement with what is not known replaced by what AWS takes there. */
function known(statement: Statement, to: AttachedTo): Statement {
  const action = to === 'trust' ? 'sts:AssumeRole' : '*';
  const texts: Readonly<Record<string, string>> = {
    Action: action,
    NotAction: action,
    Resource: '*',
    NotResource: '*',
  };
  // Only texts change.
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]: [string, unknown]) => {
      const instead = texts[key];
      if (instead === undefined) return [key, value];
      const settled = (each: unknown) => (typeof each === 'string' && hasToken(each) ? instead : each);
      return [key, Array.isArray(value) ? value.map(settled) : settled(value)];
    }),
  ) as unknown as Statement;
}
