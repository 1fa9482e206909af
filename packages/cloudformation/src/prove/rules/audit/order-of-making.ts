import { isObject } from '../../model/json.ts';
import type { World, WorldResource } from '../../model/world.ts';

const IN_SUB = /\$\{([A-Za-z0-9/]+)[.}]/g;

/**
 * Makes the function that tells whether CloudFormation makes the second resource before the first: by a reference or
 * by DependsOn, over any number of steps. What a resource waits for is read once.
 */
export function createReaches(world: World): (from: WorldResource, to: WorldResource) => boolean {
  const known = new Map<string, readonly WorldResource[]>();
  const waitsFor = (resource: WorldResource) => {
    const found = known.get(resource.logicalId);
    if (found !== undefined) return found;
    const names = new Set(resource.dependsOn);
    collect(resource.written, names);
    const made = [...names].flatMap((name) => world.resources.get(name) ?? []);
    known.set(resource.logicalId, made);
    return made;
  };
  return (from, to) => {
    const seen = new Set<WorldResource>();
    const open = [from];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...waitsFor(next));
    }
    return false;
  };
}

/** The names that a written value refers to; too many rather than too few. */
function collect(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, names);
    return;
  }
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const each: unknown = value[key];
    if (key === 'Ref') {
      if (typeof each === 'string') names.add(each);
    } else if (key === 'Fn::GetAtt') {
      const first: unknown = Array.isArray(each) ? each[0] : each;
      if (typeof first === 'string') names.add(first.split('.', 1)[0] ?? first);
    } else {
      if (key === 'Fn::Sub') {
        const pattern: unknown = Array.isArray(each) ? each[0] : each;
        if (typeof pattern === 'string')
          for (const [, name] of pattern.matchAll(IN_SUB)) names.add(name ?? '');
      }
      collect(each, names);
    }
  }
}
