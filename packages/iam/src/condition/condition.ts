import type { Context } from '../context.ts';
import type { Lookup } from '../match/variables.ts';
import { type ConditionBlock, type ConditionValue, listOf, type OneOrMany } from '../policy.ts';
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

/** Whether all conditions of a block hold. Throws PolicyError for an operator that AWS does not have. */
export function holds(
  block: ConditionBlock | undefined,
  context: Context,
  lookup: Lookup | undefined,
): boolean {
  for (const name in block) {
    const written = operatorNamed(name);
    const keys = block[name];
    for (const key in keys) {
      if (!conditionHolds(written, texts(keys[key]), context.values(key), lookup)) return false;
    }
  }
  return true;
}

/** The conditions of a block that do not hold. Throws PolicyError for an operator that AWS does not have. */
export function failures(
  block: ConditionBlock | undefined,
  context: Context,
  lookup: Lookup | undefined,
): readonly ConditionFailure[] {
  const failed: ConditionFailure[] = [];
  for (const [name, keys] of Object.entries(block ?? {})) {
    const written = operatorNamed(name);
    for (const [key, values] of Object.entries(keys)) {
      const wanted = texts(values);
      const actual = context.values(key);
      if (!conditionHolds(written, wanted, actual, lookup))
        failed.push({ operator: name, key, wanted, actual });
    }
  }
  return failed;
}

function texts(values: OneOrMany<ConditionValue> | undefined): readonly string[] {
  return typeof values === 'string' ? [values] : listOf(values).map(String);
}

function operatorNamed(name: string): WrittenOperator {
  const written = parseOperator(name);
  if (written !== undefined) return written;
  throw new PolicyError('Syntax errors in policy.', `Condition.${name}`, UNKNOWN);
}

export const UNKNOWN = 'AWS has no condition operator of this name';

function conditionHolds(
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
