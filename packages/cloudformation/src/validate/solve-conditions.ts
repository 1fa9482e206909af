import type { Entry } from './expand-loops.ts';
import { callOf, isObject, type JsonObject, listOf, member, objectOf } from './json.ts';

/** What is taken to hold at a place: a condition each way, or a parameter's value. */
export type Assumption =
  | { readonly condition: string; readonly holds: boolean }
  | { readonly parameter: string; readonly value: string };

/** Whether all of the assumptions can hold at once, with some values of the parameters. */
export type Solver = (assumptions: readonly Assumption[]) => 'yes' | 'no' | 'unknown';

type Values = ReadonlyMap<string, string>;

const other = '\u0000another value';
const mostCombinations = 512;

/**
 * Makes a solver that tries the parameters' values: those allowed, or the default, those that are compared with,
 * and any other. With `Rules` in the template it never says "yes", since they may forbid a combination.
 */
export function makeSolver(
  conditions: ReadonlyMap<string, Entry>,
  parameters: JsonObject,
  ruled: boolean,
): Solver {
  const known = new Map<string, 'yes' | 'no' | 'unknown'>();
  const literals = new Map<string, Set<string>>();
  for (const entry of conditions.values()) collectLiterals(entry.data, literals);

  return (assumptions) => {
    if (assumptions.length === 0) return 'yes';
    const key = JSON.stringify(assumptions);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = solve(assumptions);
    const answer = found === 'yes' && ruled ? 'unknown' : found;
    known.set(key, answer);
    return answer;
  };

  function solve(assumptions: readonly Assumption[]): 'yes' | 'no' | 'unknown' {
    const held = new Map<string, boolean>();
    const involved = new Set<string>();
    const fixed = new Map<string, string>();
    for (const each of assumptions) {
      if ('parameter' in each) {
        if (fixed.has(each.parameter) && fixed.get(each.parameter) !== each.value) return 'no';
        fixed.set(each.parameter, each.value);
        continue;
      }
      if (held.has(each.condition) && held.get(each.condition) !== each.holds) return 'no';
      held.set(each.condition, each.holds);
      collectParameters(each.condition, conditions, involved, new Set());
    }
    if (held.size === 0) return 'yes';
    const choices = [...involved].map((name) => {
      const value = fixed.get(name);
      return [name, value === undefined ? candidates(name) : [value]] as const;
    });
    if (choices.reduce((product, [, values]) => product * values.length, 1) > mostCombinations)
      return 'unknown';
    return tryAll(choices, 0, new Map(), held);
  }

  function tryAll(
    choices: readonly (readonly [string, readonly string[]])[],
    index: number,
    values: Map<string, string>,
    held: ReadonlyMap<string, boolean>,
  ): 'yes' | 'no' | 'unknown' {
    const choice = choices[index];
    if (choice === undefined) return judge(values, held);
    let answer: 'no' | 'unknown' = 'no';
    for (const value of choice[1]) {
      values.set(choice[0], value);
      const found = tryAll(choices, index + 1, values, held);
      if (found === 'yes') return found;
      if (found === 'unknown') answer = found;
    }
    return answer;
  }

  function judge(values: Values, held: ReadonlyMap<string, boolean>): 'yes' | 'no' | 'unknown' {
    let answer: 'yes' | 'unknown' = 'yes';
    for (const [name, holds] of held) {
      const found = evaluate({ Condition: name }, conditions, values, 0);
      if (found === undefined) answer = 'unknown';
      else if (found !== holds) return 'no';
    }
    return answer;
  }

  function candidates(name: string): readonly string[] {
    const compared = [...(literals.get(name) ?? [])];
    if (name.startsWith('AWS::')) return [...compared, other];
    const parameter = objectOf(member(parameters, name));
    const allowed = member(parameter, 'AllowedValues');
    const initial = scalar(member(parameter, 'Default'));
    // Of a parameter in Parameter Store the template says the key, not the value.
    if (String(parameter['Type']).startsWith('AWS::SSM::Parameter::Value')) return [...compared, other];
    if (Array.isArray(allowed)) return allowed.map(scalar).filter((each) => each !== undefined);
    const restricted = ['AllowedPattern', 'MinLength', 'MaxLength', 'MinValue', 'MaxValue'].some((rule) =>
      Object.hasOwn(parameter, rule),
    );
    const typed = parameter['Type'] !== 'String' && parameter['Type'] !== 'CommaDelimitedList';
    // What a restriction lets through is not worked out: only the default is sure to be possible.
    const free = restricted || typed ? [] : [...compared, other];
    const all = [...new Set([...(initial === undefined ? [] : [initial]), ...free])];
    return all.length === 0 ? [unknown] : all;
  }
}

/** Stands for a value of which nothing is known, so that comparing it decides nothing. */
const unknown = '\u0000unknown';

/** True, false, or undefined where the template does not say. */
function evaluate(
  expression: unknown,
  conditions: ReadonlyMap<string, Entry>,
  values: Values,
  depth: number,
): boolean | undefined {
  if (depth > 50 || !isObject(expression)) return undefined;
  const [name, argument] = Object.entries(expression)[0] ?? [];
  const again = (each: unknown) => evaluate(each, conditions, values, depth + 1);
  if (name === 'Condition' && typeof argument === 'string') return again(conditions.get(argument)?.data);
  if (name === 'Fn::Not') {
    const inner = again(listOf(argument)[0]);
    return inner === undefined ? undefined : !inner;
  }
  if (name === 'Fn::And' || name === 'Fn::Or') {
    const decisive = name === 'Fn::Or';
    const all = listOf(argument).map(again);
    if (all.includes(decisive)) return decisive;
    return all.includes(undefined) ? undefined : !decisive;
  }
  if (name !== 'Fn::Equals') return undefined;
  const [left, right] = listOf(argument).map((each) => operandOf(each, values));
  if (left === undefined || right === undefined || left === unknown || right === unknown) return undefined;
  if (left === other && right === other) return undefined;
  return left === right;
}

function operandOf(data: unknown, values: Values): string | undefined {
  const [name, argument] = callOf(data) ?? [];
  if (name === 'Ref' && typeof argument === 'string') return values.get(argument);
  return scalar(data);
}

function scalar(data: unknown): string | undefined {
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean'
    ? String(data)
    : undefined;
}

/** Which texts each parameter is compared with. */
function collectLiterals(data: unknown, found: Map<string, Set<string>>): void {
  if (typeof data !== 'object' || data === null) return;
  const operands = isObject(data) ? listOf(data['Fn::Equals']) : [];
  const names = operands.map((each) => callOf(each)).filter((call) => call?.[0] === 'Ref');
  for (const call of names)
    for (const each of operands) {
      const text = scalar(each);
      if (text === undefined || typeof call?.[1] !== 'string') continue;
      const texts = found.get(call[1]) ?? new Set();
      found.set(call[1], texts.add(text));
    }
  for (const each of Object.values(data)) collectLiterals(each, found);
}

/** The parameters that decide a condition. */
function collectParameters(
  condition: string,
  conditions: ReadonlyMap<string, Entry>,
  found: Set<string>,
  seen: Set<string>,
): void {
  if (seen.has(condition)) return;
  seen.add(condition);
  const visit = (data: unknown): void => {
    if (typeof data !== 'object' || data === null) return;
    for (const [key, value] of Object.entries(data))
      if (key === 'Ref' && typeof value === 'string') found.add(value);
      else if (key === 'Condition' && typeof value === 'string')
        collectParameters(value, conditions, found, seen);
      else visit(value);
  };
  visit(conditions.get(condition)?.data);
}
