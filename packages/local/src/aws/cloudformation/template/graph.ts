import { formatError, validationError } from './errors.ts';
import { referencesOf } from './references.ts';
import type { Template } from './template.ts';

/** Logical ids and what each of them has to wait for, in an order in which they can be made. */
export type DependencyGraph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The resources whose condition holds, in order of dependency. Fails with ValidationError for a cycle and
 * for references to resources whose condition does not hold.
 */
export function dependencyGraph(template: Template, holds: (condition: string) => boolean): DependencyGraph {
  const active = new Set(
    [...template.resources]
      .filter(([, { condition }]) => condition === undefined || holds(condition))
      .map(([id]) => id),
  );
  const edges = new Map<string, ReadonlySet<string>>();
  for (const id of active) {
    const declaration = template.resources.get(id);
    if (declaration === undefined) continue;
    const { refs, attributes } = referencesOf([declaration.properties, declaration.metadata ?? ''], holds);
    const named = [...refs, ...attributes.map((one) => one.id)].filter((name) =>
      template.resources.has(name),
    );
    const absent = named.filter((name) => !active.has(name));
    if (absent.length > 0) {
      throw unresolved(absent, 'Resources');
    }
    edges.set(id, new Set([...named, ...declaration.dependsOn.filter((name) => active.has(name))]));
  }
  checkOutputs(template, active, holds);
  return sorted(edges);
}

/** Outputs that are given must not refer to resources that are not made. */
function checkOutputs(
  template: Template,
  active: ReadonlySet<string>,
  holds: (condition: string) => boolean,
): void {
  for (const { value, condition } of template.outputs.values()) {
    if (condition !== undefined && !holds(condition)) continue;
    const { refs, attributes } = referencesOf([value], holds);
    const named = [...refs, ...attributes.map((one) => one.id)];
    const absent = named.filter((name) => template.resources.has(name) && !active.has(name));
    if (absent.length > 0) throw unresolved(absent, 'Outputs');
  }
}

function unresolved(names: readonly string[], block: string): Error {
  const list = [...new Set(names)].join(', ');
  return formatError(`Unresolved resource dependencies [${list}] in the ${block} block of the template`);
}

function sorted(edges: ReadonlyMap<string, ReadonlySet<string>>): DependencyGraph {
  const waiting = new Map(edges);
  const result = new Map<string, ReadonlySet<string>>();
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, needs]) => [...needs].every((id) => result.has(id)));
    if (ready.length === 0) {
      throw validationError(`Circular dependency between resources: [${cycle(waiting).join(', ')}]`);
    }
    for (const [id, needs] of ready) {
      result.set(id, needs);
      waiting.delete(id);
    }
  }
  return result;
}

/** Of what is left, only what lies on a circle: without those that merely wait for one. */
function cycle(waiting: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const left = new Set(waiting.keys());
  for (let shrunk = true; shrunk; ) {
    const needed = new Set([...left].flatMap((id) => [...(waiting.get(id) ?? [])]));
    const idle = [...left].filter((id) => !needed.has(id));
    for (const id of idle) left.delete(id);
    shrunk = idle.length > 0;
  }
  return [...left].sort();
}
