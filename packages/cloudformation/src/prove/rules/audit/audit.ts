import { once } from '../../../once.ts';
import { type Running, runningFunctions } from '../../hops/execution-role.ts';
import { type Subscription, subscriptions } from '../../hops/subscriptions.ts';
import type { Draft, View } from '../../hops/view.ts';
import type { PolicyBook } from '../../model/policies/policy-book.ts';
import type { World, WorldResource } from '../../model/world.ts';
import { type AskedIndex, createAskedIndex } from './asked.ts';
import { findGrants, type Grant } from './grants.ts';
import { createReaches } from './order-of-making.ts';

/** What rules look at: one scenario with its hops, and what several of them need, worked out once and when asked for. */
export interface Audit {
  readonly view: View;
  readonly world: World;
  readonly book: PolicyBook;
  readonly hops: readonly Draft[];
  readonly subscriptions: () => readonly Subscription[];
  /** The functions whose execution role is named. */
  readonly running: () => readonly Running[];
  /** The functions that run as a role. */
  readonly runAs: (role: WorldResource) => readonly Running[];
  /** Every statement of the template that allows something. */
  readonly grants: () => readonly Grant[];
  /** What the hops ask, by who asks and by what is asked for. */
  readonly asked: () => AskedIndex;
  /** Whether CloudFormation makes the second before the first. */
  readonly reaches: (from: WorldResource, to: WorldResource) => boolean;
}

/** Makes the audit of a scenario. */
export function createAudit(view: View, hops: readonly Draft[]): Audit {
  const { world, book } = view;
  const running = once(() => runningFunctions(view));
  const byRole = once(() => groupedByRole(running()));
  return {
    view,
    world,
    book,
    hops,
    subscriptions: once(() => subscriptions(view)),
    running,
    runAs: (role) => byRole().get(role) ?? [],
    grants: once(() => findGrants(view)),
    asked: once(() => createAskedIndex(hops)),
    reaches: createReaches(world),
  };
}

function groupedByRole(running: readonly Running[]): ReadonlyMap<WorldResource, readonly Running[]> {
  const found = new Map<WorldResource, Running[]>();
  for (const each of running) {
    if (each.role === undefined) continue;
    const same = found.get(each.role);
    if (same === undefined) found.set(each.role, [each]);
    else same.push(each);
  }
  return found;
}
