import type { JoinCounts } from './counts.ts';
import type { SchemaNode } from './provider-schema.ts';

/** Which sets of members have to be there, as `ObjectSchema` has them. */
export interface Alternatives {
  readonly oneOfRequired?: readonly (readonly string[])[];
  readonly anyOfRequired?: readonly (readonly string[])[];
}

/**
 * The required alternatives of an object.
 *
 * Left alone where the specification has members that the provider does not know: an alternative may be new.
 */
export function alternativesOf(
  node: SchemaNode,
  members: ReadonlySet<string>,
  current: boolean,
  counts: JoinCounts,
): Alternatives {
  const oneOf = requiredSets(node.oneOf);
  const anyOf = requiredSets(node.anyOf);
  if (oneOf === undefined && anyOf === undefined) {
    if (node.oneOf !== undefined || node.anyOf !== undefined) counts.alternativesLeft++;
    return {};
  }
  const speaks = [...(oneOf ?? []), ...(anyOf ?? [])].every((set) => set.every((name) => members.has(name)));
  if (!current || !speaks || (oneOf !== undefined && nested(oneOf))) {
    counts.alternativesLeft++;
    return {};
  }
  counts.alternatives++;
  return {
    ...(oneOf === undefined ? {} : { oneOfRequired: oneOf }),
    ...(anyOf === undefined ? {} : { anyOfRequired: anyOf }),
  };
}

const plain: ReadonlySet<string> = new Set([
  'additionalProperties',
  'description',
  'properties',
  'required',
  'title',
  'type',
]);

function requiredSets(
  branches: readonly SchemaNode[] | undefined,
): readonly (readonly string[])[] | undefined {
  if (branches === undefined || branches.length < 2) return undefined;
  const sets = branches.map((branch) =>
    Object.keys(branch).every((word) => plain.has(word)) ? (branch.required ?? []) : [],
  );
  return sets.some((set) => set.length === 0) ? undefined : sets.map((set) => [...set].sort());
}

/** Whether one set is within another, so that both would be there at once. */
function nested(sets: readonly (readonly string[])[]): boolean {
  return sets.some((a, i) => sets.some((b, j) => i !== j && a.every((name) => b.includes(name))));
}
