import type { Link } from './layers.ts';

/** Something that takes room in a column: a card, an arrow's label, or the place where a long arrow passes. */
export interface Item {
  readonly width: number;
  /** From the line where arrows arrive to the upper and lower edge. */
  readonly above: number;
  readonly below: number;
  /** How strongly arrows through it want to be straight. */
  readonly weight: number;
}

/** The order of items within each column that crosses few links: sweeps by the mean place of the neighbours. */
export function orderRanks(
  ranks: readonly (readonly number[])[],
  links: readonly Link[],
): readonly (readonly number[])[] {
  const [before, after] = neighbours(ranks, links);
  let order = ranks.map((rank) => [...rank]);
  let best = { order, crossings: crossings(order, after) };
  for (let sweep = 0; sweep < 12 && best.crossings > 0; sweep++) {
    const rightwards = sweep % 2 === 0;
    order = order.map((rank) => [...rank]);
    const places = new Map(order.flatMap((rank) => rank.map((item, at): [number, number] => [item, at])));
    for (const rank of rightwards ? order : order.toReversed()) {
      const wish = new Map(
        rank.map((item, at): [number, number] => {
          const near = (rightwards ? before : after).get(item) ?? [];
          return [item, near.length === 0 ? at : mean(near.map((each) => places.get(each) ?? 0))];
        }),
      );
      rank.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      for (const [at, item] of rank.entries()) places.set(item, at);
    }
    const found = crossings(order, after);
    if (found < best.crossings) best = { order, crossings: found };
  }
  return best.order;
}

/**
 * The height of each item's line: as near to its neighbours' as the items above and below allow. Each column is
 * solved exactly, as a least-squares fit that keeps the order and the distances.
 */
export function placeItems(
  ranks: readonly (readonly number[])[],
  items: readonly Item[],
  links: readonly Link[],
  gap: number,
): readonly number[] {
  const [before, after] = neighbours(ranks, links);
  const heights = items.map(() => 0);
  for (const rank of ranks) fit(rank, items, gap, heights, () => 0);
  for (let sweep = 0; sweep < 16; sweep++) {
    const rightwards = sweep % 2 === 0;
    for (const rank of rightwards ? ranks : ranks.toReversed())
      fit(rank, items, gap, heights, (item) => {
        const near =
          sweep < 14
            ? ((rightwards ? before : after).get(item) ?? [])
            : [...(before.get(item) ?? []), ...(after.get(item) ?? [])];
        return near.length === 0 ? (heights[item] ?? 0) : mean(near.map((each) => heights[each] ?? 0));
      });
  }
  return heights;
}

/**
 * Brings what belongs to one arrow to one height, as far as what stands above and below leaves room: long arrows
 * then run level. Returns the new heights.
 */
export function straighten(
  ranks: readonly (readonly number[])[],
  items: readonly Item[],
  runs: readonly (readonly number[])[],
  given: readonly number[],
  gap: number,
): readonly number[] {
  const heights = [...given];
  const [above, below] = [new Map<number, number>(), new Map<number, number>()];
  for (const rank of ranks)
    for (const [at, item] of rank.entries()) {
      const next = rank[at + 1];
      if (next === undefined) continue;
      below.set(item, next);
      above.set(next, item);
    }
  const room = (item: number): [number, number] => {
    const [up, down] = [above.get(item), below.get(item)];
    const distance = (upper: number, lower: number) =>
      (items[upper]?.below ?? 0) + gap + (items[lower]?.above ?? 0);
    return [
      up === undefined ? Number.NEGATIVE_INFINITY : (heights[up] ?? 0) + distance(up, item),
      down === undefined ? Number.POSITIVE_INFINITY : (heights[down] ?? 0) - distance(item, down),
    ];
  };
  for (let turn = 0; turn < 4; turn++)
    for (const run of runs) {
      let level: { items: number[]; least: number; most: number } | undefined;
      for (const item of run) {
        const [least, most] = room(item);
        const [low, high] = [Math.max(least, level?.least ?? least), Math.min(most, level?.most ?? most)];
        if (level !== undefined && low <= high)
          level = { items: [...level.items, item], least: low, most: high };
        else level = { items: [item], least, most };
        const wish = mean(level.items.map((each) => heights[each] ?? 0));
        const height = Math.min(Math.max(wish, level.least), level.most);
        // A rounding error can leave less than no room.
        if (level.least <= level.most) for (const each of level.items) heights[each] = height;
      }
    }
  return heights;
}

function fit(
  rank: readonly number[],
  items: readonly Item[],
  gap: number,
  heights: number[],
  wish: (item: number) => number,
): void {
  const blocks: {
    offset: number;
    sum: number;
    weight: number;
    members: { item: number; offset: number }[];
  }[] = [];
  let offset = 0;
  for (const [at, item] of rank.entries()) {
    if (at > 0) offset += (items[rank[at - 1] ?? 0]?.below ?? 0) + gap + (items[item]?.above ?? 0);
    const weight = items[item]?.weight ?? 1;
    let block = { offset, sum: (wish(item) - offset) * weight, weight, members: [{ item, offset }] };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.weight <= block.sum / block.weight) break;
      blocks.pop();
      block = {
        offset: last.offset,
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        members: [...last.members, ...block.members],
      };
    }
    blocks.push(block);
  }
  for (const { sum, weight, members } of blocks)
    for (const member of members) heights[member.item] = sum / weight + member.offset;
}

type Neighbours = ReadonlyMap<number, readonly number[]>;

/** Of each item, what its links lead to in the column before and in the one after. */
function neighbours(ranks: readonly (readonly number[])[], links: readonly Link[]): [Neighbours, Neighbours] {
  const [before, after] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (const item of ranks.flat()) {
    before.set(item, []);
    after.set(item, []);
  }
  for (const { from, to } of links) {
    after.get(from)?.push(to);
    before.get(to)?.push(from);
  }
  return [before, after];
}

function crossings(order: readonly (readonly number[])[], after: Neighbours): number {
  let found = 0;
  for (const [at, rank] of order.entries()) {
    const places = new Map((order[at + 1] ?? []).map((item, place): [number, number] => [item, place]));
    const ends = rank.flatMap((item) =>
      (after.get(item) ?? []).map((each) => places.get(each) ?? 0).sort((a, b) => a - b),
    );
    for (const [one, end] of ends.entries())
      for (let other = one + 1; other < ends.length; other++) if ((ends[other] ?? 0) < end) found++;
  }
  return found;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
}
