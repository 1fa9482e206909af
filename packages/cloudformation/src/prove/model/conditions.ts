import type { Json } from './json.ts';
import { isObject } from './json.ts';
import { resolveValue, type Scope } from './resolve.ts';
import { hasToken } from './tokens.ts';

/** A comparison that the template alone cannot decide. */
export interface Atom {
  readonly key: string;
  readonly left: Json;
  readonly right: Json;
}

/** How many conditions are followed from one to the next; only those of a cycle are. */
const DEEPEST = 100;

/** Decides a comparison of unknowns. */
export type Decide = (atom: Atom) => boolean;

/**
 * Evaluates the conditions of a template, each once. `decide` is asked for what depends on unknowns; every operand
 * is looked at, so that a `decide` that takes notes hears of all of them.
 */
export function createConditions(
  conditions: ReadonlyMap<string, unknown>,
  scope: Omit<Scope, 'condition'>,
  decide: Decide,
): (name: string) => boolean | undefined {
  const values = new Map<string, boolean>();
  const under = new Set<string>();
  const inner: Scope = { ...scope, condition: named };
  return named;

  function named(name: string): boolean | undefined {
    const known = values.get(name);
    if (known !== undefined) return known;
    if (!conditions.has(name) || under.has(name) || under.size > DEEPEST) return undefined;
    // What it is made of comes first, so that a chain of any length is followed without a stack as long.
    if (under.size === 0) for (const each of madeOf(name, conditions)) settle(each);
    return settle(name);
  }

  function settle(name: string): boolean {
    const known = values.get(name);
    if (known !== undefined) return known;
    under.add(name);
    const value = evaluate(conditions.get(name), 0);
    under.delete(name);
    values.set(name, value);
    return value;
  }

  function evaluate(expression: unknown, depth: number): boolean {
    if (!isObject(expression) || depth > 50) return undecided(expression);
    const entries = Object.entries(expression);
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1) return undecided(expression);
    const [name, argument]: [string, unknown] = entry;
    const operands = (Array.isArray(argument) ? argument : [argument]) as readonly unknown[];
    const all = () => operands.map((operand) => evaluate(operand, depth + 1));
    if (name === 'Condition' && typeof argument === 'string') return named(argument) ?? undecided(expression);
    if (name === 'Fn::And') return all().every(Boolean);
    if (name === 'Fn::Or') return all().some(Boolean);
    if (name === 'Fn::Not') return !all().every(Boolean);
    if (name === 'Fn::Equals' && operands.length === 2) return equals(operands[0], operands[1]);
    return undecided(expression);
  }

  function equals(one: unknown, other: unknown): boolean {
    const [left, right] = [resolveValue(one, inner), resolveValue(other, inner)];
    const [a, b] = [canonical(left), canonical(right)];
    if (a === b) return true;
    if (!hasToken(a) && !hasToken(b)) return false;
    return decide({ key: a < b ? `${a}=${b}` : `${b}=${a}`, left, right });
  }

  function undecided(expression: unknown): boolean {
    const key = JSON.stringify(expression) ?? '';
    return decide({ key, left: key, right: null });
  }
}

/** The conditions that one names, and those that they name, each after what it is made of. */
function madeOf(name: string, conditions: ReadonlyMap<string, unknown>): readonly string[] {
  const seen = new Set([name]);
  const order: string[] = [];
  const stack = [{ name, next: namedIn(conditions.get(name)) }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const inner = top.next.pop();
    if (inner === undefined) {
      order.push(top.name);
      stack.pop();
    } else if (conditions.has(inner) && !seen.has(inner)) {
      seen.add(inner);
      stack.push({ name: inner, next: namedIn(conditions.get(inner)) });
    }
  }
  return order;
}

function namedIn(expression: unknown, depth = 0): string[] {
  if (typeof expression !== 'object' || expression === null || depth > 100) return [];
  return Object.entries(expression).flatMap(([key, each]: [string, unknown]) =>
    key === 'Condition' && typeof each === 'string' ? [each] : namedIn(each, depth + 1),
  );
}

/** Numbers and booleans compare as their text. */
function canonical(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The names of the conditions that resources depend on, as far as they are used. */
export function usedConditions(resources: Iterable<unknown>): ReadonlySet<string> {
  const used = new Set<string>();
  for (const resource of resources) collect(resource, used, 0);
  return used;
}

function collect(value: unknown, used: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 100) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, used, depth + 1);
    return;
  }
  for (const [key, each] of Object.entries(value)) {
    if (key === 'Fn::If' && Array.isArray(each) && typeof each[0] === 'string') used.add(each[0]);
    collect(each, used, depth + 1);
  }
}
