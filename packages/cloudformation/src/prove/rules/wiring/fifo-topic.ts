import type { Finding } from '../../../finding.ts';
import type { Subscription } from '../../hops/subscriptions.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import { finding, isOn } from '../rule.ts';

/** A FIFO topic delivers to queues alone. */
export function fifoTopic(audit: Audit): readonly Finding[] {
  return audit
    .subscriptions()
    .filter(
      (each) => isFifo(each) && each.protocol !== 'sqs' && each.protocol !== '' && !hasToken(each.protocol),
    )
    .map(({ from, protocol, wiredBy, path }) =>
      finding(audit, wiredBy, {
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
