import { type Context, refused, refusedFor, report } from './context.ts';
import { isObject } from './json.ts';

/** Checks that conditions are functions, and that none is decided by itself. */
export function checkConditions(context: Context): void {
  if (context.macro !== undefined) return;
  for (const { name, data, at } of context.conditions.values())
    if (!mayDecide(data))
      report(context, [...at], {
        id: data === null ? 'NullValue' : 'WrongType',
        severity: 'error',
        message: `The condition ${name} is no function.`,
        cause: refusedFor('Conditions can only be boolean operations on parameters and other conditions'),
        fix: 'Write Fn::Equals, Fn::And, Fn::Or, Fn::Not, or {"Condition": "<name>"}.',
      });
  for (const cycle of cyclesOf(context)) {
    const [first = ''] = cycle;
    report(context, [...(context.conditions.get(first)?.at ?? ['Conditions', first])], {
      id: 'DependencyCycle',
      severity: 'error',
      message: `The conditions ${[...cycle, first].join(' → ')} are decided by each other.`,
      cause: refused,
      fix: 'Decide one of them by parameters.',
      cycle,
    });
  }
}

/** Whether it can be a condition; which functions are legal is checked with all references. */
function mayDecide(data: unknown): boolean {
  if (!isObject(data)) return false;
  const keys = Object.keys(data);
  if (keys.some((key) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach::'))) return true;
  return keys.length === 1 && keys.every((key) => /^(?:Condition|Ref|Fn::.*)$/.test(key));
}

/** Each circle once, from the member that is declared first. */
function cyclesOf(context: Context): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const root of context.conditions.keys()) {
    // An explicit stack: a chain can be as long as the template.
    const way: { readonly name: string; readonly left: string[] }[] = [];
    const enter = (name: string) => {
      done.add(name);
      way.push({ name, left: [...namesIn(context.conditions.get(name)?.data)].toReversed() });
    };
    if (!done.has(root)) enter(root);
    while (way.length > 0) {
      const next = way.at(-1)?.left.pop();
      if (next === undefined) {
        way.pop();
        continue;
      }
      const from = way.findIndex(({ name }) => name === next);
      if (from >= 0) cycles.push(way.slice(from).map(({ name }) => name));
      else if (!done.has(next) && context.conditions.has(next)) enter(next);
    }
  }
  return cycles;
}

/** The conditions that a condition names. */
function namesIn(data: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(data)) for (const each of data) namesIn(each, found);
  else if (isObject(data))
    for (const [key, value] of Object.entries(data)) {
      if (key === 'Condition' && typeof value === 'string') found.add(value);
      else namesIn(value, found);
    }
  return found;
}
