import { arnFits } from '../match/arn.ts';
import { type Lookup, textFits } from '../match/variables.ts';
import { inRange } from './ip.ts';
import { parseBinary, parseBoolean, parseDate, parseNumber } from './values.ts';

/** Compares a value of the policy with one of the request; undefined if a variable has no value. */
type Test = (wanted: string, actual: string, lookup: Lookup | undefined) => boolean | undefined;

/** A condition operator without set prefix and IfExists. */
export interface Operator {
  readonly test: Test;
  /** True for `…Not…`: holds when no value passes the test. */
  readonly negated: boolean;
}

/** An operator as it is written: `ForAnyValue:StringLikeIfExists`. */
export interface WrittenOperator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  readonly isDate: boolean;
  /** `Null` asks whether the key is there instead of comparing values. */
  readonly operator: Operator | 'Null';
}

/**
 * Reads the name of an operator; undefined for one that AWS does not have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function parseOperator(written: string): WrittenOperator | undefined {
  const known = READ.get(written);
  if (known !== undefined) return known;
  const read = readOperator(written);
  // There are finitely many that AWS has; names that it does not have are not kept.
  if (read !== undefined) READ.set(written, read);
  return read;
}

const READ = new Map<string, WrittenOperator>();

function readOperator(written: string): WrittenOperator | undefined {
  if (written === 'Null') return { set: undefined, ifExists: false, isDate: false, operator: 'Null' };
  const set = (['ForAllValues', 'ForAnyValue'] as const).find((prefix) => written.startsWith(`${prefix}:`));
  const unprefixed = set === undefined ? written : written.slice(set.length + 1);
  const ifExists = unprefixed.endsWith('IfExists');
  const operator = OPERATORS.get(ifExists ? unprefixed.slice(0, -'IfExists'.length) : unprefixed);
  return operator && { set, ifExists, isDate: unprefixed.startsWith('Date'), operator };
}

const equal: Test = (wanted, actual, lookup) => textFits(wanted, actual, { wildcards: false, lookup });
const like: Test = (wanted, actual, lookup) => textFits(wanted, actual, { wildcards: true, lookup });

function folded(wanted: string, actual: string, lookup: Lookup | undefined): boolean | undefined {
  const lower: Lookup | undefined = lookup && ((key) => lookup(key)?.toLowerCase());
  return textFits(wanted.toLowerCase(), actual.toLowerCase(), { wildcards: false, lookup: lower });
}

const boolean: Test = (wanted, actual, lookup) =>
  parseBoolean(actual) !== undefined && folded(wanted, actual, lookup);

/** Compares what both texts stand for; text that stands for nothing compares with nothing. */
function compare<T>(parse: (text: string) => T | undefined, holds: (actual: T, wanted: T) => boolean): Test {
  return (wanted, actual) => {
    const [left, right] = [parse(actual), parse(wanted)];
    return left !== undefined && right !== undefined && holds(left, right);
  };
}

function family(prefix: string, parse: (text: string) => number | undefined): Array<[string, Operator]> {
  const make = (
    suffix: string,
    holds: (actual: number, wanted: number) => boolean,
    negated = false,
  ): [string, Operator] => [`${prefix}${suffix}`, { test: compare(parse, holds), negated }];
  return [
    make('Equals', (actual, wanted) => actual === wanted),
    make('NotEquals', (actual, wanted) => actual === wanted, true),
    make('LessThan', (actual, wanted) => actual < wanted),
    make('LessThanEquals', (actual, wanted) => actual <= wanted),
    make('GreaterThan', (actual, wanted) => actual > wanted),
    make('GreaterThanEquals', (actual, wanted) => actual >= wanted),
  ];
}

function pair(yes: string, no: string, test: Test): Array<[string, Operator]> {
  return [
    [yes, { test, negated: false }],
    [no, { test, negated: true }],
  ];
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...pair('StringEquals', 'StringNotEquals', equal),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', folded),
  ...pair('StringLike', 'StringNotLike', like),
  ...pair('ArnEquals', 'ArnNotEquals', arnFits),
  ...pair('ArnLike', 'ArnNotLike', arnFits),
  ...pair('IpAddress', 'NotIpAddress', inRange),
  ...family('Numeric', parseNumber),
  ...family('Date', parseDate),
  ['Bool', { test: boolean, negated: false }],
  ['BinaryEquals', { test: compare(parseBinary, (actual, wanted) => actual === wanted), negated: false }],
]);
