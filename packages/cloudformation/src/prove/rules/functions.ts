import type { Finding } from '../../finding.ts';
import { functionTarget } from '../hops/names.ts';
import { subscriptions } from '../hops/subscriptions.ts';
import { type Draft, pathOf, type View } from '../hops/view.ts';
import { finding } from './rule.ts';

/** What a subscribed function must not be: isolated by tenant, or a publisher to its own topic. */
export function subscribedFunctions(view: View, hops: readonly Draft[]): readonly Finding[] {
  return subscriptions(view).flatMap(({ protocol, endpoint, topic, from, path, wiredBy }) => {
    const { fn } = functionTarget(view, endpoint);
    if (protocol !== 'lambda' || fn === undefined) return [];
    const found: Finding[] = [];
    if (fn.properties['TenancyConfig'] !== undefined) {
      found.push(
        finding(view, wiredBy, {
          id: 'TenantFunctionSubscribed',
          severity: 'error',
          message: `The function ${fn.logicalId} is isolated by tenant and subscribes to ${from.label}.`,
          cause:
            'A function with TenancyConfig needs a tenant with each invocation, which SNS does not give.',
          fix: 'Subscribe a function without TenancyConfig, which calls this one with the tenant.',
          path,
          documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html',
        }),
      );
    }
    const publishes = hops.some(
      ({ kind, from: publisher, to, answer }) =>
        kind === 'publish' &&
        answer !== 'denied' &&
        publisher.logicalId === fn.logicalId &&
        to.logicalId === topic?.logicalId,
    );
    if (topic !== undefined && publishes && fn.properties['RecursiveLoop'] !== 'Allow') {
      found.push(
        finding(view, fn, {
          id: 'RecursiveLoop',
          severity: 'warning',
          message: `The function ${fn.logicalId} can publish to ${topic.logicalId}, which invokes it.`,
          cause: 'Lambda ends such a loop after some turns, and the messages are lost.',
          fix: 'Publish to another topic; or set RecursiveLoop to Allow where the loop is meant and ends by itself.',
          path: pathOf(fn, 'RecursiveLoop'),
          documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
        }),
      );
    }
    return found;
  });
}
