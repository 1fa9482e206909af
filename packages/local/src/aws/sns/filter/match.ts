import type { Leaf } from './flatten.ts';
import { matchesPattern, type Pattern } from './pattern.ts';
import type { Condition, Rule } from './rules.ts';

/** Whether one rule holds for the leaves of an event. */
export function matchesAny(rules: readonly Rule[], leaves: readonly Leaf[]): boolean {
  const byPath = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const there = byPath.get(leaf.path);
    if (there === undefined) byPath.set(leaf.path, [leaf]);
    else there.push(leaf);
  }
  return rules.some((rule) => matchesFrom([...rule.values()], 0, byPath, new Map()));
}

/** Tries the leaves of each condition in turn; two leaves of one array must be of the same element. */
function matchesFrom(
  conditions: readonly Condition[],
  index: number,
  leaves: ReadonlyMap<string, readonly Leaf[]>,
  chosen: ReadonlyMap<number, number>,
): boolean {
  const condition = conditions[index];
  if (condition === undefined) return true;
  const candidates = leaves.get(condition.path);
  if (candidates === undefined) {
    return condition.patterns.some(acceptsAbsence) && matchesFrom(conditions, index + 1, leaves, chosen);
  }
  return candidates.some((leaf) => {
    if (!condition.patterns.some((pattern) => matchesPattern(pattern, leaf.value))) return false;
    const merged = merge(chosen, leaf.membership);
    return merged !== undefined && matchesFrom(conditions, index + 1, leaves, merged);
  });
}

function acceptsAbsence(pattern: Pattern): boolean {
  return pattern.kind === 'exists' && !pattern.expected;
}

function merge(
  chosen: ReadonlyMap<number, number>,
  membership: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> | undefined {
  if (membership.size === 0) return chosen;
  const merged = new Map(chosen);
  for (const [array, element] of membership) {
    const before = merged.get(array);
    if (before !== undefined && before !== element) return undefined;
    merged.set(array, element);
  }
  return merged;
}
