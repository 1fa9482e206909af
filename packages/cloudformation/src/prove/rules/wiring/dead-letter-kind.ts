import type { Finding, TemplatePath } from '../../../finding.ts';
import { pathOf } from '../../hops/view.ts';
import { at, parsed } from '../../model/json.ts';
import { hasToken } from '../../model/tokens.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding, isOn } from '../rule.ts';

const QUEUE = 'AWS::SQS::Queue';

/** Dead-letter queues that SNS and SQS do not take: no queue, or of the other kind. */
export function deadLetterKind(audit: Audit): readonly Finding[] {
  const { world } = audit;
  const ofQueues = world.ofType(QUEUE).flatMap((queue) => {
    const target = world.resourceOf(at(parsed(queue.properties['RedrivePolicy']), 'deadLetterTargetArn'));
    return judged(audit, queue, queue, target, pathOf(queue, 'RedrivePolicy'));
  });
  const ofSubscriptions = audit.subscriptions().flatMap(({ wiredBy, topic, deadLetterArn }) => {
    if (deadLetterArn === undefined) return [];
    if (isElsewhere(audit, deadLetterArn)) return [elsewhere(audit, wiredBy, deadLetterArn)];
    return judged(audit, wiredBy, topic, world.resourceOf(deadLetterArn), pathOf(wiredBy, 'RedrivePolicy'));
  });
  return [...ofQueues, ...ofSubscriptions];
}

function judged(
  audit: Audit,
  holder: WorldResource,
  source: WorldResource | undefined,
  target: WorldResource | undefined,
  path: TemplatePath,
): readonly Finding[] {
  if (target === undefined) return [];
  const told = { id: 'DeadLetterQueueKind', severity: 'error', path } as const;
  if (target.type !== QUEUE) {
    return [
      finding(audit, holder, {
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
    finding(audit, holder, {
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

/** Whether an ARN is of another region or account than the stack, as far as both are known. */
function isElsewhere({ world }: Audit, arn: string): boolean {
  const [, , service, region = '', account = ''] = arn.split(':');
  return service === 'sqs' && (differs(region, world.region) || differs(account, world.account));
}

function differs(one: string, other: string): boolean {
  return one !== '' && one !== other && !hasToken(one) && !hasToken(other);
}

function elsewhere(audit: Audit, subscription: WorldResource, arn: string): Finding {
  return finding(audit, subscription, {
    id: 'DeadLetterQueueElsewhere',
    severity: 'error',
    message: `The dead-letter queue of ${subscription.logicalId}, ${arn}, is in another region or account.`,
    cause: 'The queue has to be in the account and region of the subscription.',
    fix: 'Name a queue of this stack’s account and region.',
    path: pathOf(subscription, 'RedrivePolicy'),
    documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
  });
}

function kindOf(fifo: boolean): string {
  return fifo ? 'FIFO' : 'standard';
}
