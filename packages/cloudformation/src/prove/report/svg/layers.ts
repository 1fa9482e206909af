/** An arrow between two nodes, by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** The layer of each node, and which links had to be turned so that all lead to the right. */
export interface Layering {
  readonly layers: readonly number[];
  readonly turned: readonly boolean[];
}

/** Longest-path layering: a node stands right of all that lead to it; cycles are opened where a walk closes them. */
export function layerNodes(count: number, links: readonly Link[]): Layering {
  const turned = turnCycles(count, links);
  const forward = links.map(({ from, to }, index) => (turned[index] ? { from: to, to: from } : { from, to }));
  const order = sortTopologically(count, forward);
  const after = groupBy(count, forward, (link) => link.from);
  const layers = Array.from({ length: count }, () => 0);
  for (const node of order)
    for (const { to } of after[node] ?? []) layers[to] = Math.max(layers[to] ?? 0, (layers[node] ?? 0) + 1);
  // What nothing leads to stands directly before the first thing it leads to.
  const targets = new Set(forward.map(({ to }) => to));
  for (let node = 0; node < count; node++) {
    const next = (after[node] ?? []).map(({ to }) => layers[to] ?? 0);
    if (!targets.has(node) && next.length > 0) layers[node] = Math.min(...next) - 1;
  }
  return { layers, turned };
}

/** A depth-first walk without recursion; a link back to a node that is being walked closes a cycle. */
function turnCycles(count: number, links: readonly Link[]): readonly boolean[] {
  const turned = links.map(() => false);
  const out = groupBy(
    count,
    links.map((link, index) => ({ ...link, index })),
    (link) => link.from,
  );
  const state = Array.from({ length: count }, () => 'new');
  for (let start = 0; start < count; start++) {
    if (state[start] !== 'new') continue;
    state[start] = 'open';
    const stack = [{ node: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = out[top.node]?.[top.next++];
      if (link === undefined) {
        state[top.node] = 'done';
        stack.pop();
      } else if (state[link.to] === 'open') turned[link.index] = true;
      else if (state[link.to] === 'new') {
        state[link.to] = 'open';
        stack.push({ node: link.to, next: 0 });
      }
    }
  }
  return turned;
}

function sortTopologically(count: number, links: readonly Link[]): readonly number[] {
  const after = groupBy(count, links, (link) => link.from);
  const waiting = Array.from({ length: count }, () => 0);
  for (const { to } of links) waiting[to] = (waiting[to] ?? 0) + 1;
  const order = waiting.flatMap((number, node) => (number === 0 ? [node] : []));
  for (let at = 0; at < order.length; at++)
    for (const { to } of after[order[at] ?? 0] ?? []) {
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  return order;
}

/** Splits nodes into the groups that links hold together, each in the nodes' order. */
export function components(count: number, links: readonly Link[]): readonly (readonly number[])[] {
  const group = Array.from({ length: count }, (_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (group[at] !== at) {
      group[at] = group[group[at] ?? at] ?? at;
      at = group[at] ?? at;
    }
    return at;
  };
  for (const { from, to } of links) group[Math.max(root(from), root(to))] = Math.min(root(from), root(to));
  const members = new Map<number, number[]>();
  for (let node = 0; node < count; node++) {
    const found = members.get(root(node));
    if (found === undefined) members.set(root(node), [node]);
    else found.push(node);
  }
  return [...members.values()];
}

function groupBy<T>(count: number, items: readonly T[], key: (item: T) => number): readonly (readonly T[])[] {
  const groups = Array.from({ length: count }, (): T[] => []);
  for (const item of items) groups[key(item)]?.push(item);
  return groups;
}
