import type { AuthorizationRequest, ConditionBlock, NamedPolicy, Statement } from '@wayleave/iam';
import type { ReadPolicy } from '../policies/read-policy.ts';

/**
 * How what is not settled falls: `worst` against the request, `best` for it. More allows never take a right away, and
 * fewer denies never do, so what the two agree on holds for all that lies between. `settled` is the best that the
 * conditions leave, with policies that cannot be read left out.
 */
export type Side = 'worst' | 'best' | 'settled';

/** Keys that every request to AWS has, or that follow from its principal and its resource. */
const IMPLIED: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:resourceaccount',
  'aws:securetransport',
]);

const ALL: Statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const NONE: Statement = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
const NOTHING: Statement = { Effect: 'Allow', Action: [], Resource: [] };

/** The condition keys of statements that nothing says the request has or does not have, as they are spelled. */
export function unsettledKeys(
  statements: readonly Statement[],
  request: AuthorizationRequest,
  absent: readonly string[],
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { Condition } of statements) {
    for (const keys of Object.values(Condition ?? {})) {
      for (const key of Object.keys(keys)) {
        const lower = key.toLowerCase();
        if (IMPLIED.has(lower) || absent.some((each) => each.toLowerCase() === lower)) continue;
        const known = Object.keys(request.context ?? {}).some((each) => each.toLowerCase() === lower);
        if (!known) found.add(key);
      }
    }
  }
  return found;
}

/** Most policies are asked about more than once, and have nothing open. */
const asTheyAre = new WeakMap<ReadPolicy, NamedPolicy>();

/** A policy as it is when everything open falls to one side. Statements keep their places. */
export function sideOf(
  policy: ReadPolicy,
  side: Side,
  unsettled: ReadonlySet<string>,
  kind: 'grant' | 'ceiling',
  open: string | undefined,
): NamedPolicy {
  const denies = side === 'worst' && policy.mayDeny === true && kind === 'grant';
  const plain = side !== 'best' && unsettled.size === 0 && policy.mayDeny !== true;
  const known = plain ? asTheyAre.get(policy) : undefined;
  if (known !== undefined) return known;
  const counted =
    policy.isDoubtful === true && side !== 'best'
      ? policy.statements.map((each) => (each.Effect === 'Allow' ? NOTHING : each))
      : policy.statements;
  const statements = unsettled.size === 0 ? counted : counted.map((each) => fallen(each, side, unsettled));
  const more = side === 'best' && (policy.opaque !== undefined || (open !== undefined && kind === 'grant'));
  const layer = more ? [...statements, ALL] : denies ? [...statements, NONE] : statements;
  const made: NamedPolicy = {
    name: policy.name,
    document: { ...(policy.version !== undefined && { Version: policy.version }), Statement: layer },
  };
  if (plain) asTheyAre.set(policy, made);
  return made;
}

function fallen(statement: Statement, side: Side, unsettled: ReadonlySet<string>): Statement {
  const { Condition, ...rest } = statement;
  const settled = settledPart(Condition, unsettled);
  if (settled === Condition) return statement;
  const holds = (statement.Effect === 'Deny') === (side === 'worst');
  return holds ? { ...rest, Condition: settled ?? {} } : NOTHING;
}

/** The block without its unsettled keys; the block itself where it has none. */
function settledPart(
  block: ConditionBlock | undefined,
  unsettled: ReadonlySet<string>,
): ConditionBlock | undefined {
  const entries = Object.entries(block ?? {});
  if (!entries.some(([, keys]) => Object.keys(keys).some((key) => unsettled.has(key)))) return block;
  return Object.fromEntries(
    entries.map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).filter(([key]) => !unsettled.has(key))),
    ]),
  );
}
