import { isObject } from './json.ts';

/** What the names in a part of a template become. Expressions are as they are written in templates. */
export interface Names {
  /** What `Ref` to a name becomes: an expression. */
  readonly ref: (name: string) => unknown;
  /** What an attribute becomes; undefined where it is the attribute of the same resource under its new name. */
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  /** A resource, a condition or a mapping under its new name. */
  readonly rename: (name: string) => string;
}

/** What is deeper is no template's. */
const DEEPEST = 100;

/**
 * A copy of an expression with the names in it changed, `Fn::Sub` and conditions included. Names that a loop declares
 * stay.
 */
export function rewrite(value: unknown, names: Names, local: ReadonlySet<string> = NONE, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value;
  const again = (each: unknown) => rewrite(each, names, local, depth + 1);
  if (Array.isArray(value)) return value.map(again);
  const entries: [string, unknown][] = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) {
    const [name, argument] = only;
    if (name === 'Ref' && typeof argument === 'string')
      return local.has(argument) ? value : names.ref(argument);
    if (name === 'Fn::GetAtt') return attribute(argument, names, local) ?? { [name]: again(argument) };
    if (name === 'Fn::Sub') return { [name]: substitution(argument, names, local, again) };
    if ((name === 'Fn::If' || name === 'Fn::FindInMap') && Array.isArray(argument)) {
      const [first, ...rest]: readonly unknown[] = argument;
      return { [name]: [typeof first === 'string' ? names.rename(first) : again(first), ...rest.map(again)] };
    }
  }
  return Object.fromEntries(
    entries.map(([key, each]) => [
      key,
      isLoop(key, each) ? loop(each, names, local, depth, again) : again(each),
    ]),
  );
}

const NONE: ReadonlySet<string> = new Set();

function isLoop(key: string, value: unknown): value is readonly unknown[] {
  return key.startsWith('Fn::ForEach::') && Array.isArray(value);
}

function loop(
  [variable, collection, body]: readonly unknown[],
  names: Names,
  local: ReadonlySet<string>,
  depth: number,
  again: (value: unknown) => unknown,
): unknown {
  const inner = typeof variable === 'string' ? new Set([...local, variable]) : local;
  return [variable, again(collection), rewrite(body, names, inner, depth + 1)];
}

function attribute(argument: unknown, names: Names, local: ReadonlySet<string>): unknown {
  const [logicalId, name] =
    typeof argument === 'string' ? cutAtDot(argument) : Array.isArray(argument) ? argument : [];
  if (typeof logicalId !== 'string' || typeof name !== 'string' || local.has(logicalId)) return undefined;
  return names.attribute(logicalId, name) ?? { 'Fn::GetAtt': [names.rename(logicalId), name] };
}

/** `${Topic}` becomes a variable of the function, which holds what the name becomes. */
function substitution(
  argument: unknown,
  names: Names,
  local: ReadonlySet<string>,
  again: (value: unknown) => unknown,
): unknown {
  const [pattern, given]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof pattern !== 'string') return again(argument);
  const own = isObject(given) ? given : {};
  const variables: Record<string, unknown> = Object.fromEntries(
    Object.entries(own).map(([name, each]) => [name, again(each)]),
  );
  for (const [, inner = ''] of pattern.matchAll(/\$\{([^{}!][^{}]*)\}/g)) {
    const name = inner.trim();
    if (Object.hasOwn(variables, name) || local.has(name)) continue;
    variables[name] = name.includes('.') ? attribute(name, names, local) : names.ref(name);
  }
  return [pattern, variables];
}

function cutAtDot(name: string): readonly [string, string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** The same for a condition, in which `Condition` names another. */
export function rewriteCondition(value: unknown, names: Names, depth = 0): unknown {
  if (!isObject(value) || depth > DEEPEST) return rewrite(value, names);
  const entries: [string, unknown][] = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (name === 'Condition' && typeof argument === 'string') return { Condition: names.rename(argument) };
  if (name === undefined || !/^Fn::(And|Or|Not)$/.test(name) || !Array.isArray(argument))
    return rewrite(value, names);
  return { [name]: argument.map((each) => rewriteCondition(each, names, depth + 1)) };
}
