import type { Finding } from '../../finding.ts';
import { subscriptions } from '../hops/subscriptions.ts';
import { pathOf, type View } from '../hops/view.ts';
import { hasToken } from '../model/tokens.ts';
import { finding } from './rule.ts';

const ORDINARY = 262_144;
const MOST_SUBSCRIPTIONS = 100;
const TAKES_LARGE = new Set(['lambda', 'sqs', 'firehose']);

/** What a topic with messages above 256 KiB can have for subscribers. */
export function messageSize(view: View): readonly Finding[] {
  const large = view.world
    .ofType('AWS::SNS::Topic')
    .filter(({ properties }) => Number(properties['MaximumMessageSize'] ?? 0) > ORDINARY);
  if (large.length === 0) return [];
  const all = subscriptions(view);
  return large.flatMap((topic) => {
    const own = all.filter((each) => each.topic === topic);
    const told = {
      id: 'LargeMessagesNotSupported',
      severity: 'error',
      fix: `Lower MaximumMessageSize to ${ORDINARY}, or put a queue in between.`,
      documentation: 'https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html',
    } as const;
    const others = own
      .filter(({ protocol }) => protocol !== '' && !hasToken(protocol) && !TAKES_LARGE.has(protocol))
      .map(({ protocol, path, wiredBy }) =>
        finding(view, wiredBy, {
          ...told,
          message: `The topic ${topic.logicalId} takes messages above 256 KiB and has a subscriber by ${protocol}.`,
          cause: 'Messages above 256 KiB go to functions, queues and delivery streams only.',
          path,
        }),
      );
    if (own.length <= MOST_SUBSCRIPTIONS) return others;
    const many = finding(view, topic, {
      ...told,
      message: `The topic ${topic.logicalId} takes messages above 256 KiB and has ${own.length} subscriptions.`,
      cause: `A topic with such messages has ${MOST_SUBSCRIPTIONS} subscriptions at most.`,
      path: pathOf(topic, 'MaximumMessageSize'),
    });
    return [...others, many];
  });
}
