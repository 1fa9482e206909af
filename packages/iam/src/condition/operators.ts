import { arnFits } from '../match/arn.ts';
import { type Lookup, read } from '../match/variables.ts';
import { fits } from '../match/wildcard.ts';
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
  if (written === 'Null') return { set: undefined, ifExists: false, isDate: false, operator: 'Null' };
  const set = (['ForAllValues', 'ForAnyValue'] as const).find((prefix) => written.startsWith(`${prefix}:`));
  const unprefixed = set === undefined ? written : written.slice(set.length + 1);
  const ifExists = unprefixed.endsWith('IfExists');
  const operator = OPERATORS.get(ifExists ? unprefixed.slice(0, -'IfExists'.length) : unprefixed);
  return operator && { set, ifExists, isDate: unprefixed.startsWith('Date'), operator };
}

const equal: Test = (wanted, actual, lookup) => text(wanted, actual, lookup, false);
const like: Test = (wanted, actual, lookup) => text(wanted, actual, lookup, true);

function text(
  wanted: string,
  actual: string,
  lookup: Lookup | undefined,
  wildcards: boolean,
): boolean | undefined {
  const pattern = read(wanted, { wildcards, lookup });
  return pattern && fits(pattern, actual);
}

function folded(wanted: string, actual: string, lookup: Lookup | undefined): boolean | undefined {
  const lower: Lookup | undefined = lookup && ((key) => lookup(key)?.toLowerCase());
  return text(wanted.toLowerCase(), actual.toLowerCase(), lower, false);
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
