import type { Finding } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const ORDINARY = 262_144;
const MOST_SUBSCRIPTIONS = 100;
const TAKES_LARGE = new Set(['lambda', 'sqs', 'firehose']);

/** What a topic with messages above 256 KiB can have for subscribers. */
export function messageSize(audit: Audit): readonly Finding[] {
  const large = audit.world
    .ofType('AWS::SNS::Topic')
    .filter(({ properties }) => Number(properties['MaximumMessageSize'] ?? 0) > ORDINARY);
  if (large.length === 0) return [];
  const all = audit.subscriptions();
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
        finding(audit, wiredBy, {
          ...told,
          message: `The topic ${topic.logicalId} takes messages above 256 KiB and has a subscriber by ${protocol}.`,
          cause: 'Messages above 256 KiB go to functions, queues and delivery streams only.',
          path,
        }),
      );
    if (own.length <= MOST_SUBSCRIPTIONS) return others;
    const many = finding(audit, topic, {
      ...told,
      message: `The topic ${topic.logicalId} takes messages above 256 KiB and has ${own.length} subscriptions.`,
      cause: `A topic with such messages has ${MOST_SUBSCRIPTIONS} subscriptions at most.`,
      path: pathOf(topic, 'MaximumMessageSize'),
    });
    return [...others, many];
  });
}
