import type { Context } from '../context.ts';
import type { Lookup } from '../match/variables.ts';
import { type ConditionBlock, listOf } from '../policy.ts';
import { PolicyError } from '../policy-error.ts';
import { type Operator, parseOperator, type WrittenOperator } from './operators.ts';
import { parseBoolean } from './values.ts';

/** A condition that does not hold: what the policy wanted and what the request has. */
export interface ConditionFailure {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  /** Undefined when the request does not have the key. */
  readonly actual: readonly string[] | undefined;
}

/**
 * The conditions of a block that do not hold; none means that the block holds. Throws PolicyError for an
 * operator that AWS does not have.
 */
export function failures(
  block: ConditionBlock | undefined,
  context: Context,
  lookup: Lookup | undefined,
): readonly ConditionFailure[] {
  const failed: ConditionFailure[] = [];
  for (const [name, keys] of Object.entries(block ?? {})) {
    const written = parseOperator(name);
    if (written === undefined)
      throw new PolicyError('Syntax errors in policy.', `Condition.${name}`, UNKNOWN);
    for (const [key, values] of Object.entries(keys)) {
      const wanted = listOf(values).map(String);
      const actual = context.values(key);
      if (!holds(written, wanted, actual, lookup)) failed.push({ operator: name, key, wanted, actual });
    }
  }
  return failed;
}

export const UNKNOWN = 'AWS has no condition operator of this name';

function holds(
  { set, ifExists, operator }: WrittenOperator,
  wanted: readonly string[],
  actual: readonly string[] | undefined,
  lookup: Lookup | undefined,
): boolean {
  // AWS counts an empty string as no value wherever it asks whether there is one.
  const empty = actual === undefined || actual.every((value) => value === '');
  if (operator === 'Null') return wanted.some((value) => parseBoolean(value) === empty);
  if (ifExists && (actual === undefined || actual.length === 0)) return true;
  const one = (value: string) => passes(operator, wanted, value, ifExists, lookup);
  if (set === 'ForAllValues') return empty || actual.every(one);
  if (set === 'ForAnyValue') return !empty && actual.some(one);
  if (actual === undefined || actual.length === 0) return operator.negated;
  return operator.negated ? actual.every(one) : actual.some(one);
}

/** One value of the request against all values of the policy: any of them, or for a negated operator none. */
function passes(
  { test, negated }: Operator,
  wanted: readonly string[],
  actual: string,
  ifExists: boolean,
  lookup: Lookup | undefined,
): boolean {
  const results = wanted.map((value) => test(value, actual, lookup));
  if (!negated) return results.includes(true);
  // A variable without a value makes the statement invalid, unless IfExists tolerates it.
  return !results.includes(true) && (ifExists || !results.includes(undefined));
}
