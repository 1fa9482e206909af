import type { Template } from '../template.ts';

/**
 * The prefix of a use's logical ids: the name given, or the default with the first number behind it that is free,
 * so that two uses in one template do not collide. `key` is a resource that each use makes.
 */
export function freeName(t: Template, key: string, given: string | undefined, standard: string): string {
  if (given !== undefined) return given;
  const taken = new Set(t.logicalIds);
  let name = standard;
  for (let count = 2; taken.has(`${name}${key}`); count += 1) name = `${standard}${count}`;
  return name;
}
