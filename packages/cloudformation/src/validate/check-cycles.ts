import { TemplateError } from '../error.ts';
import type { TemplateJson } from '../template-json.ts';
import { findReferences } from './references.ts';

/** For each resource, the resources that must exist before it: references and `DependsOn`. */
export function dependencies(template: TemplateJson): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(template.Resources).map(([id, resource]) => {
      const named = [resource.Properties, resource.Metadata]
        .flatMap((data) => findReferences(data, id))
        .filter((reference) => reference.kind === 'Ref' || reference.kind === 'GetAtt')
        .map((reference) => reference.target);
      const all = new Set([...named, ...(resource.DependsOn ?? [])]);
      return [id, [...all].filter((target) => Object.hasOwn(template.Resources, target))];
    }),
  );
}

/** Throws `DependencyCycle` with the resources of the first cycle, in order. */
export function checkCycles(template: TemplateJson): void {
  const graph = dependencies(template);
  const done = new Set<string>();
  for (const id of graph.keys()) {
    const cycle = findCycle(graph, id, done, []);
    if (cycle === undefined) continue;
    throw new TemplateError('DependencyCycle', `${[...cycle, cycle[0]].join(' → ')} depend on each other.`, {
      fix: 'Remove one reference; a topic that holds its subscription becomes a separate Subscription.',
      path: `Resources.${cycle[0]}`,
      ...(cycle[0] === undefined ? {} : { logicalId: cycle[0] }),
      cycle,
    });
  }
}

function findCycle(
  graph: ReadonlyMap<string, readonly string[]>,
  id: string,
  done: Set<string>,
  above: readonly string[],
): readonly string[] | undefined {
  const start = above.indexOf(id);
  if (start >= 0) return above.slice(start);
  if (done.has(id)) return undefined;
  for (const next of graph.get(id) ?? []) {
    const cycle = findCycle(graph, next, done, [...above, id]);
    if (cycle !== undefined) return cycle;
  }
  done.add(id);
  return undefined;
}
