import type { Finding, TemplatePath } from '../../finding.ts';
import { subscriptions } from '../hops/subscriptions.ts';
import { pathOf, type View } from '../hops/view.ts';
import { at, parsed } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import { finding, isOn } from './rule.ts';

const QUEUE = 'AWS::SQS::Queue';

/** Dead-letter queues that SNS and SQS do not take: no queue, or of the other kind. */
export function deadLetterKind(view: View): readonly Finding[] {
  const { world } = view;
  const ofQueues = world.ofType(QUEUE).flatMap((queue) => {
    const target = world.resourceOf(at(parsed(queue.properties['RedrivePolicy']), 'deadLetterTargetArn'));
    return judged(view, queue, queue, target, pathOf(queue, 'RedrivePolicy'));
  });
  const ofSubscriptions = subscriptions(view).flatMap(({ wiredBy, topic, deadLetterArn }) => {
    if (deadLetterArn === undefined) return [];
    return judged(view, wiredBy, topic, world.resourceOf(deadLetterArn), pathOf(wiredBy, 'RedrivePolicy'));
  });
  return [...ofQueues, ...ofSubscriptions];
}

function judged(
  view: View,
  holder: WorldResource,
  source: WorldResource | undefined,
  target: WorldResource | undefined,
  path: TemplatePath,
): readonly Finding[] {
  if (target === undefined) return [];
  const told = { id: 'DeadLetterQueueKind', severity: 'error', path } as const;
  if (target.type !== QUEUE) {
    return [
      finding(view, holder, {
        ...told,
        message: `The dead-letter queue of ${holder.logicalId} is ${target.logicalId}, an ${target.type}.`,
        cause: 'A dead-letter queue is a queue of SQS; anything else is refused.',
        fix: 'Name the ARN of a queue.',
      }),
    ];
  }
  const isQueue = source?.type === QUEUE;
  const wanted =
    source !== undefined && isOn(source.properties['FifoQueue'] ?? source.properties['FifoTopic']);
  const fifo = isOn(target.properties['FifoQueue']);
  // A FIFO topic delivers to both kinds; what it takes for dead letters is not settled.
  if (source === undefined || fifo === wanted || (!isQueue && wanted)) return [];
  return [
    finding(view, holder, {
      ...told,
      message: `${source.logicalId} is ${kindOf(wanted)} and its dead-letter queue ${target.logicalId} is ${kindOf(fifo)}.`,
      cause: `What is ${kindOf(wanted)} redrives to a queue of the same kind only.`,
      fix: `Make ${target.logicalId} ${kindOf(wanted)}.`,
      documentation: isQueue
        ? 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html'
        : 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
    }),
  ];
}

function kindOf(fifo: boolean): string {
  return fifo ? 'FIFO' : 'standard';
}
