import { type Context, report } from './context.ts';
import { objectOf } from './json.ts';

/** Reports each group of resources that wait for each other, by its shortest cycle. */
export function checkCycles(context: Context): void {
  for (const group of groupsOf(context)) {
    const cycle = shortestCycle(context, group);
    const [first = ''] = cycle;
    report(context, [...(context.resources.get(first)?.at ?? ['Resources', first])], {
      id: 'DependencyCycle',
      severity: 'error',
      message: `${[...cycle, first].join(' → ')} depend on each other.`,
      cause:
        'CloudFormation cannot tell which to create first and refuses the template (Circular dependency).',
      fix: cycle.some((id) => holdsSubscription(context, id))
        ? 'Take the subscription out of the topic: a separate AWS::SNS::Subscription needs both, and neither needs it.'
        : 'Remove one of these references, or move what needs both into a resource of its own.',
      cycle,
    });
  }
}

function holdsSubscription(context: Context, id: string): boolean {
  const resource = objectOf(context.resources.get(id)?.data);
  return (
    resource['Type'] === 'AWS::SNS::Topic' && Object.hasOwn(objectOf(resource['Properties']), 'Subscription')
  );
}

/** The strongly connected groups of more than one resource, and those that refer to themselves (Tarjan). */
function groupsOf(context: Context): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const waiting: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  for (const root of context.resources.keys()) {
    if (order.has(root)) continue;
    // An explicit stack: a chain of references can be as long as the template.
    const work = [enter(root)];
    while (work.length > 0) {
      const frame = work.at(-1);
      if (frame === undefined) break;
      const { done, value: next } = frame.targets.next();
      if (done !== true) {
        if (!context.resources.has(next)) continue;
        if (!order.has(next)) work.push(enter(next));
        else if (onStack.has(next)) lower(frame.id, order.get(next));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) lower(parent.id, low.get(frame.id));
      if (low.get(frame.id) === order.get(frame.id)) close(frame.id);
    }
  }
  return groups;

  function enter(id: string) {
    order.set(id, order.size);
    low.set(id, order.size - 1);
    waiting.push(id);
    onStack.add(id);
    return { id, targets: (context.edges.get(id) ?? new Set<string>()).values() };
  }

  function lower(id: string, to = 0): void {
    if (to < (low.get(id) ?? 0)) low.set(id, to);
  }

  function close(id: string): void {
    const group: string[] = [];
    for (let last = waiting.pop(); last !== undefined; last = waiting.pop()) {
      onStack.delete(last);
      group.push(last);
      if (last === id) break;
    }
    if (group.length > 1 || context.edges.get(id)?.has(id) === true) groups.push(group);
  }
}

/** The shortest cycle through the member of the group that is declared first. */
function shortestCycle(context: Context, group: readonly string[]): readonly string[] {
  const inside = new Set(group);
  const start = [...context.resources.keys()].find((id) => inside.has(id)) ?? '';
  const from = new Map<string, string>();
  const queue = [start];
  for (const id of queue)
    for (const next of context.edges.get(id) ?? []) {
      if (next === start) return wayTo(id, start, from);
      if (!inside.has(next) || from.has(next)) continue;
      from.set(next, id);
      queue.push(next);
    }
  return group;
}

function wayTo(id: string, start: string, from: ReadonlyMap<string, string>): readonly string[] {
  const way = [id];
  for (let at = id; at !== start; ) {
    at = from.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}
