import { components, type Layering, type Link, layerNodes } from './layers.ts';
import { type Item, orderRanks, placeItems, straighten } from './ranks.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node's size. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** An arrow with what is written on it: a pill on the line, and text below the line. */
export interface Arrow extends Link {
  readonly label: Box & { readonly textHeight: number };
}

/**
 * Where everything stands. Nodes by their upper left corner, and as wide as the widest of their column; labels by
 * the middle of their pill.
 */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (Point & { readonly width: number })[];
  readonly arrows: readonly { readonly label: Point; readonly points: readonly Point[] }[];
}

const between = 40;
const gap = 18;
const apart = 34;

/**
 * Layers nodes from left to right. Arrows' labels have columns of their own between the nodes', and take room
 * there as nodes do: so nothing that is written overlaps. Groups without a link between them stand side by side
 * where that fits, else below each other. Arrows from a node to itself are not for here.
 */
export function layOut(nodes: readonly Box[], arrows: readonly Arrow[]): Layout {
  const drawn = components(nodes.length, arrows).map((members) => {
    const own = new Map(members.map((node, at): [number, number] => [node, at]));
    const links = arrows.flatMap((arrow, index) => (own.has(arrow.from) ? [index] : []));
    const boxes = members.map((node) => nodes[node] ?? { width: 0, height: 0 });
    const local = links.flatMap((index) => {
      const arrow = arrows[index];
      return arrow ? [{ ...arrow, from: own.get(arrow.from) ?? 0, to: own.get(arrow.to) ?? 0 }] : [];
    });
    return { members, links, part: layOutPart(boxes, local) };
  });
  const widest = Math.max(1100, ...drawn.map(({ part }) => part.width));
  const corners: Layout['nodes'][number][] = nodes.map(({ width }) => ({ x: 0, y: 0, width }));
  const lines: Layout['arrows'][number][] = arrows.map(() => ({ label: { x: 0, y: 0 }, points: [] }));
  let [x, y, shelf, width] = [0, 0, 0, 0];
  for (const { members, links, part } of drawn) {
    if (x > 0 && x + part.width > widest) {
      y += shelf + apart;
      [x, shelf] = [0, 0];
    }
    const shift = <P extends Point>(point: P) => ({ ...point, x: point.x + x, y: point.y + y });
    for (const [at, node] of members.entries()) {
      const corner = part.nodes[at];
      if (corner) corners[node] = shift(corner);
    }
    for (const [at, index] of links.entries()) {
      const line = part.arrows[at];
      if (line) lines[index] = { label: shift(line.label), points: line.points.map(shift) };
    }
    width = Math.max(width, x + part.width);
    x += part.width + apart * 2;
    shelf = Math.max(shelf, part.height);
  }
  return { width, height: y + shelf, nodes: corners, arrows: lines };
}

interface Chain {
  /** The items from the left end to the right end, both included. */
  readonly items: readonly number[];
  readonly label: number;
  readonly turned: boolean;
}

function layOutPart(nodes: readonly Box[], arrows: readonly Arrow[]): Layout {
  const layering = layerNodes(nodes.length, arrows);
  const { items, rankOf, chains } = itemise(nodes, arrows, layering);
  const ranks = Array.from({ length: Math.max(0, ...rankOf) + 1 }, (): number[] => []);
  for (const [item, rank] of rankOf.entries()) ranks[rank]?.push(item);
  const links = chains.flatMap(({ items: chain }) =>
    chain.slice(1).map((to, at) => ({ from: chain[at] ?? to, to })),
  );
  const order = orderRanks(ranks, links);
  const heights = straighten(
    order,
    items,
    chains.map(({ items: chain }) => chain.slice(1, -1)),
    placeItems(order, items, links, gap),
    gap,
  );
  const widths = order.map((rank) => Math.max(0, ...rank.map((item) => items[item]?.width ?? 0)));
  const lefts = widths.map((_, rank) => widths.slice(0, rank).reduce((sum, each) => sum + each + between, 0));
  const top = Math.min(...items.map((item, index) => (heights[index] ?? 0) - item.above));
  const lowest = Math.max(...items.map((item, index) => (heights[index] ?? 0) + item.below));
  const box = (item: number) => {
    const rank = rankOf[item] ?? 0;
    const [left, width] = [lefts[rank] ?? 0, widths[rank] ?? 0];
    return { left, width, right: left + width, y: (heights[item] ?? 0) - top };
  };
  const port = portsOf(chains, nodes, (item) => box(item).y);
  return {
    width: (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0),
    height: lowest - top,
    nodes: nodes.map((node, index) => {
      const { left, width, y } = box(index);
      return { x: left, y: y - node.height / 2, width };
    }),
    arrows: chains.map((chain, index) => {
      const { left, right, y } = box(chain.label);
      const points = chain.items.flatMap((item, at): Point[] => {
        const { left: x, right: end, y: height } = box(item);
        if (at === 0) return [{ x: end, y: height + port(index, 'out') }];
        if (at === chain.items.length - 1) return [{ x, y: height + port(index, 'in') }];
        return [
          { x, y: height },
          { x: end, y: height },
        ];
      });
      return { label: { x: (left + right) / 2, y }, points: chain.turned ? points.toReversed() : points };
    }),
  };
}

/** Cards in the even columns; each arrow a label in the odd one after its left end, and passes further on. */
function itemise(nodes: readonly Box[], arrows: readonly Arrow[], { layers, turned }: Layering) {
  const items: Item[] = nodes.map(({ width, height }) => ({
    width,
    above: height / 2,
    below: height / 2,
    weight: 1,
  }));
  const rankOf = nodes.map((_, node) => (layers[node] ?? 0) * 2);
  const chains = arrows.map((arrow, index): Chain => {
    const [left, right] = turned[index] ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
    const chain = [left];
    for (let rank = (rankOf[left] ?? 0) + 1; rank < (rankOf[right] ?? 0); rank++) {
      const labelled = chain.length === 1;
      const { width, height, textHeight } = arrow.label;
      chain.push(items.length);
      rankOf.push(rank);
      items.push(
        labelled
          ? { width, above: height / 2, below: height / 2 + textHeight, weight: 2 }
          : { width: 0, above: 4, below: 4, weight: 6 },
      );
    }
    chain.push(right);
    return { items: chain, label: chain[1] ?? left, turned: turned[index] === true };
  });
  return { items, rankOf, chains };
}

/** Arrows at one side of a card part from each other in the order in which they go on. */
function portsOf(chains: readonly Chain[], nodes: readonly Box[], height: (item: number) => number) {
  const offsets = new Map<string, number>();
  for (const side of ['out', 'in'] as const) {
    const ends = chains.map(({ items }, index) => ({
      index,
      node: (side === 'out' ? items[0] : items.at(-1)) ?? 0,
      next: height((side === 'out' ? items[1] : items.at(-2)) ?? 0),
    }));
    for (const [node, box] of nodes.entries()) {
      const own = ends.filter((end) => end.node === node).sort((a, b) => a.next - b.next);
      const step = Math.min(13, (box.height - 20) / Math.max(1, own.length - 1));
      for (const [at, { index }] of own.entries())
        offsets.set(`${side} ${index}`, (at - (own.length - 1) / 2) * step);
    }
  }
  return (index: number, side: 'out' | 'in') => offsets.get(`${side} ${index}`) ?? 0;
}
