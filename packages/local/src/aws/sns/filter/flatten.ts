import type { Scalar } from './pattern.ts';

/** A leaf of an event: its dotted path, its value, and in which element of which array it lies. */
export interface Leaf {
  readonly path: string;
  readonly value: Scalar;
  /** Array id → element index, for every array on the way down. */
  readonly membership: ReadonlyMap<number, number>;
}

/** As deep as the parser that AWS reads documents with goes. */
const maxDepth = 1000;

/**
 * Flattens a JSON document into leaves.
 *
 * Arrays do not lengthen the path: their elements are alternatives. The membership lets a matcher demand that
 * two keys are met by the same element. A document nested more than 1000 levels deep has no leaves.
 */
export function flatten(document: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let arrays = 0;
  let tooDeep = false;
  const visit = (
    value: unknown,
    path: string,
    membership: ReadonlyMap<number, number>,
    depth: number,
  ): void => {
    if (depth > maxDepth) {
      tooDeep = true;
    } else if (Array.isArray(value)) {
      const id = arrays;
      arrays += 1;
      value.forEach((element, index) => {
        visit(element, path, new Map(membership).set(id, index), depth + 1);
      });
    } else if (value !== null && typeof value === 'object') {
      for (const [key, member] of Object.entries(value)) {
        visit(member, path === '' ? key : `${path}.${key}`, membership, depth + 1);
      }
    } else {
      leaves.push({ path, value: scalarOf(value), membership });
    }
  };
  visit(document, '', new Map(), 0);
  return tooDeep ? [] : leaves;
}

export function scalarOf(value: unknown): Scalar {
  if (typeof value === 'string') return { type: 'string', text: value };
  if (typeof value === 'number') return { type: 'number', text: String(value) };
  return { type: 'literal', text: value === true ? 'true' : value === false ? 'false' : 'null' };
}
