import type { Hop, Place } from '../proof.ts';

/**
 * Orders hops as a traveller meets them: from each place where nothing arrives, along what leaves it, to what lies
 * behind. What is only reached in a circle comes last.
 */
export function orderHops(
  hops: readonly Hop[],
  placeBehind: (place: Place) => string = nameOf,
): readonly Hop[] {
  const leaving = new Map<string, Hop[]>();
  const arrived = new Set<string>();
  for (const hop of hops) {
    const from = placeBehind(hop.from);
    const same = leaving.get(from);
    if (same === undefined) leaving.set(from, [hop]);
    else same.push(hop);
    if (placeBehind(hop.to) !== from) arrived.add(placeBehind(hop.to));
  }
  const ordered: Hop[] = [];
  const visited = new Set<string>();
  const visit = (start: string) => {
    const stack = [start];
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (visited.has(place)) continue;
      visited.add(place);
      const out = leaving.get(place) ?? [];
      ordered.push(...out);
      stack.push(...out.map(({ to }) => placeBehind(to)).toReversed());
    }
  };
  for (const place of leaving.keys()) if (!arrived.has(place)) visit(place);
  for (const place of leaving.keys()) visit(place);
  return ordered;
}

function nameOf({ logicalId, label }: Place): string {
  return logicalId ?? label;
}
