import type { Finding } from '../../../finding.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding, isOn } from '../rule.ts';

const OF_LAMBDA = new Set(['on-failure', 'on-success']);

/** FIFO queues and topics where a service sends to standard ones alone. */
export function fifoTargets(audit: Audit): readonly Finding[] {
  const { world } = audit;
  const isAny = ['AWS::SQS::Queue', 'AWS::SNS::Topic'].some((type) => world.ofType(type).some(isFifo));
  return isAny ? [...subscribed(audit), ...sentTo(audit)] : [];
}

function subscribed(audit: Audit): readonly Finding[] {
  return audit.subscriptions().flatMap(({ protocol, topic, endpoint, wiredBy, path, from }) => {
    const queue = audit.world.resourceOf(endpoint);
    if (protocol !== 'sqs' || queue === undefined || !isFifo(queue)) return [];
    if (topic === undefined || isOn(topic.properties['FifoTopic'])) return [];
    return [
      finding(audit, wiredBy, {
        id: 'FifoQueueSubscribed',
        severity: 'error',
        message: `The FIFO queue ${queue.logicalId} subscribes to ${from.label}, which is a standard topic.`,
        cause: 'SNS refuses it: FIFO SQS Queues can not be subscribed to standard SNS topics.',
        fix: 'Make both FIFO, or the queue a standard one.',
        path,
        documentation: 'https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-delivery.html',
      }),
    ];
  });
}

function sentTo(audit: Audit): readonly Finding[] {
  return audit.hops.flatMap(({ kind, from, to, path, wiredBy }) => {
    const target = audit.world.resources.get(to.logicalId ?? '');
    const bySource = OF_LAMBDA.has(kind) ? 'Lambda' : from.type === 'AWS::S3::Bucket' ? 'S3' : undefined;
    if (bySource === undefined || target === undefined || !isFifo(target)) return [];
    const isTopic = target.type === 'AWS::SNS::Topic';
    // A function's failures are refused a FIFO queue; of the rest AWS's pages name standard ones, or any.
    // https://github.com/aws/aws-cdk/issues/13793
    const isRefused =
      bySource === 'S3' ||
      (kind === 'on-failure' && wiredBy.type !== 'AWS::Lambda::EventSourceMapping' && !isTopic);
    return [
      finding(audit, wiredBy, {
        id: 'FifoTargetNotSupported',
        severity: isRefused ? 'error' : 'warning',
        message: `${bySource} is to send to ${target.logicalId}, which is a FIFO ${isTopic ? 'topic' : 'queue'}.`,
        cause: `${bySource} sends ${bySource === 'S3' ? 'notifications' : 'failures and results'} to standard queues and topics only.`,
        fix: `Make ${target.logicalId} a standard one${bySource === 'S3' ? ', or send through EventBridge' : ''}.`,
        path,
        documentation:
          bySource === 'S3'
            ? 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html'
            : 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
      }),
    ];
  });
}

function isFifo({ properties }: WorldResource): boolean {
  return isOn(properties['FifoQueue'] ?? properties['FifoTopic']);
}
