import type { Finding } from '../../finding.ts';
import { type Subscription, subscriptions } from '../hops/subscriptions.ts';
import type { View } from '../hops/view.ts';
import { hasToken } from '../model/tokens.ts';
import { finding, isOn } from './rule.ts';

/** A FIFO topic delivers to queues alone. */
export function fifoTopic(view: View): readonly Finding[] {
  return subscriptions(view)
    .filter(
      (each) => isFifo(each) && each.protocol !== 'sqs' && each.protocol !== '' && !hasToken(each.protocol),
    )
    .map(({ from, protocol, wiredBy, path }) =>
      finding(view, wiredBy, {
        id: 'FifoTopicProtocol',
        severity: 'error',
        message: `The FIFO topic ${from.label} has a subscriber by ${protocol}.`,
        cause: `SNS refuses the subscription (Invalid protocol type: ${protocol}): a FIFO topic delivers to queues only.`,
        fix: 'Make the topic a standard one, or subscribe a queue that the function polls.',
        path,
        documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html',
      }),
    );
}

function isFifo({ topic, topicArn }: Subscription): boolean {
  return topic === undefined ? topicArn.endsWith('.fifo') : isOn(topic.properties['FifoTopic']);
}
