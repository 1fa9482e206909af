import { parseOperator } from '../condition/operators.ts';
import { accountOf } from '../match/arn.ts';
import { hasWildcard } from '../match/wildcard.ts';
import { type ConditionBlock, listOf, type Statement } from '../policy.ts';
import type { AuthorizationRequest } from '../request.ts';
import { askedFor, type Covered, type GrantBeyond, unique } from './beyond.ts';
import { isNarrowing } from './condition-keys.ts';

/** The values that conditions hold a key to, by the key in lower case. */
function limits(block: ConditionBlock | undefined): Values {
  const found = new Map<string, readonly string[]>();
  for (const [name, keys] of Object.entries(block ?? {})) {
    const written = parseOperator(name);
    if (written === undefined || written.operator === 'Null') continue;
    // These hold for requests without the key, or for all values but some.
    if (written.operator.negated || written.ifExists || written.set === 'ForAllValues') continue;
    for (const [key, values] of Object.entries(keys))
      found.set(key.toLowerCase(), listOf(values).map(String));
  }
  return found;
}

/** The keys by which a statement limits who or what it is for, as it spells them. */
export function limitingKeys(block: ConditionBlock | undefined): readonly string[] {
  const limited = limits(block);
  const spelled = Object.values(block ?? {}).flatMap((keys) => Object.keys(keys));
  return unique(spelled.filter((key) => limited.has(key.toLowerCase())));
}

/** Conditions that would narrow a statement to what is asked for, and are wide or not there. */
export function conditionsBeyond(
  { Principal, NotPrincipal, Condition }: Statement,
  covered: readonly Covered[],
): readonly GrantBeyond[] {
  if (Principal === undefined && NotPrincipal === undefined) return [];
  const limited = limits(Condition);
  const keys = narrowingKeys(covered);
  const asked = new Map(
    keys.map((key) => [
      key.toLowerCase(),
      unique(covered.flatMap(({ question }) => valuesOf(question, key))),
    ]),
  );
  return keys.flatMap((key): readonly GrantBeyond[] => {
    const values = asked.get(key.toLowerCase()) ?? [];
    const wide = widthOf(key, values, limited, asked);
    return wide
      ? [{ ...wide, element: 'Condition', value: key, text: `${wide.text}; ${askedFor(values)}` }]
      : [];
  });
}

/**
 * The keys that a condition could be about: those that come whenever the same principal asks for the same thing. If
 * it once asks without, a condition would shut it out.
 */
function narrowingKeys(covered: readonly Covered[]): readonly string[] {
  const always = new Map<string, readonly string[]>();
  for (const { question } of covered) {
    const { principal, action, resource, context = {} } = question;
    const same = JSON.stringify([principal.arn, action, resource]);
    const keys = Object.keys(context).filter((key) => isNarrowing(key, 'resource'));
    always.set(same, always.get(same)?.filter((key) => keys.includes(key)) ?? keys);
  }
  return unique([...always.values()].flat());
}

type Values = ReadonlyMap<string, readonly string[]>;

/** How much wider than asked for a key may be; undefined if no wider. */
function widthOf(
  key: string,
  values: readonly string[],
  limited: Values,
  asked: Values,
): Pick<GrantBeyond, 'kind' | 'text'> | undefined {
  const lower = key.toLowerCase();
  const pattern = limited.get(lower)?.find((value) => hasWildcard(value) && !values.includes(value));
  if (pattern !== undefined) return { kind: 'wide', text: `${key} may be all that fits ${pattern}` };
  if (limited.has(lower)) return undefined;
  const source = limited.get('aws:sourcearn') ?? asked.get('aws:sourcearn');
  // An ARN with an account in it holds to the account and its organization, too; others hold to neither.
  if (lower !== 'aws:sourcearn' && lower.startsWith('aws:source') && source?.every(hasAccount))
    return undefined;
  if (lower === 'aws:sourceorgid' && limited.has('aws:sourceaccount')) return undefined;
  const broader = BROADER[lower]?.find((other) => limited.has(other.toLowerCase()));
  if (broader !== undefined)
    return { kind: 'wide', text: `${key} may be anything that ${broader} lets through` };
  return { kind: 'missing', text: `${key} may be anything, of any account` };
}

/** Keys that hold to less, and yet to something. */
const BROADER: Readonly<Record<string, readonly string[]>> = {
  'aws:sourcearn': ['aws:SourceAccount', 'aws:SourceOrgID'],
  'aws:sourceaccount': ['aws:SourceOrgID'],
};

function valuesOf({ context = {} }: AuthorizationRequest, key: string): readonly string[] {
  const value = context[key];
  return value === undefined ? [] : typeof value === 'object' ? value : [String(value)];
}

function hasAccount(arn: string): boolean {
  const account = accountOf(arn);
  return account !== undefined && !hasWildcard(account);
}
