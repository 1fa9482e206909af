import { placeholdersOf } from '../validate/check-sub.ts';
import { callOf, isObject, listOf, objectOf } from '../validate/json.ts';

/** What data refers to by name: resources, parameters and, in conditions, other conditions. */
export function referencesIn(data: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: unknown): void => {
    if (Array.isArray(each)) {
      each.forEach(visit);
      return;
    }
    if (!isObject(each)) return;
    const [named, argument] = callOf(each) ?? [];
    if (named === 'Ref' && typeof argument === 'string') found.add(argument);
    else if (named === 'Fn::GetAtt') {
      const target = typeof argument === 'string' ? argument.split('.')[0] : listOf(argument)[0];
      if (typeof target === 'string') found.add(target);
    } else if (named === 'Fn::Sub') {
      const text = typeof argument === 'string' ? argument : listOf(argument)[0];
      if (typeof text === 'string')
        for (const placed of placeholdersOf(text)) found.add(placed.split('.')[0] ?? placed);
    }
    Object.values(each).forEach(visit);
  };
  visit(data);
  return found;
}

/** What a resource waits for: what it refers to, and what it says that it depends on. */
export function dependenciesOf(resource: unknown): ReadonlySet<string> {
  const { DependsOn: before, ...rest } = objectOf(resource);
  const named = [before ?? []].flat().filter((each) => typeof each === 'string');
  return new Set([...named, ...referencesIn(rest)]);
}

/** The other conditions that a condition is made of. */
export function conditionsIn(expression: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (each: unknown): void => {
    if (Array.isArray(each)) each.forEach(visit);
    else if (isObject(each))
      for (const [key, inner] of Object.entries(each))
        if (key === 'Condition' && typeof inner === 'string') found.add(inner);
        else visit(inner);
  };
  visit(expression);
  return found;
}

/**
 * The names with each after those that it needs, else as they were. In a circle, one has to come before what it needs:
 * the one that was first.
 */
export function inOrder(
  names: readonly string[],
  needs: (name: string) => ReadonlySet<string>,
): readonly string[] {
  const known = new Set(names);
  const begun = new Set<string>();
  const ordered: string[] = [];
  for (const root of names) {
    // An explicit stack: a chain of references can be as long as the template.
    const work = [{ name: root, targets: needs(root).values() }];
    if (begun.has(root)) continue;
    begun.add(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const { done: last, value: next } = frame.targets.next();
      if (last === true) {
        work.pop();
        ordered.push(frame.name);
      } else if (known.has(next) && !begun.has(next)) {
        begun.add(next);
        work.push({ name: next, targets: needs(next).values() });
      }
    }
  }
  return ordered;
}
