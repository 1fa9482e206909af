import { isObject } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';

const IN_SUB = /\$\{([A-Za-z0-9]+)[.}]/g;

/** Whether CloudFormation makes the second resource before the first: by a reference or by DependsOn, over any number of steps. */
export function reaches(world: World, from: WorldResource, to: WorldResource): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === to) return true;
    if (seen.has(next.logicalId)) continue;
    seen.add(next.logicalId);
    for (const name of [...next.dependsOn, ...references(next.written)]) {
      const found = world.resources.get(name);
      if (found !== undefined) open.push(found);
    }
  }
  return false;
}

/** The names that a written value refers to; too many rather than too few. */
function references(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]: readonly [string, unknown]) => {
    if (key === 'Ref' && typeof each === 'string') return [each];
    if (key === 'Fn::GetAtt') return [firstOf(each)].filter((name) => name !== undefined);
    if (key !== 'Fn::Sub') return references(each);
    const pattern: unknown = Array.isArray(each) ? each[0] : each;
    const named =
      typeof pattern === 'string' ? [...pattern.matchAll(IN_SUB)].flatMap(([, name]) => name ?? []) : [];
    return [...named, ...references(each)];
  });
}

function firstOf(argument: unknown): string | undefined {
  const first: unknown = Array.isArray(argument) ? argument[0] : argument;
  return typeof first === 'string' ? first.split('.')[0] : undefined;
}
