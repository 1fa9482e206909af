import { Queue, type QueueProps } from '../aws/sqs/queue.ts';
import { QueuePolicy } from '../aws/sqs/queue-policy.ts';
import { type PolicyStatement, policyDocument } from '../policy/document.ts';
import { allow } from '../policy/statement.ts';
import type { Template } from '../template.ts';
import type { ArnOf, Text } from '../types.ts';
import type { KeyHandle, QueueHandle, QueuePolicyHandle, TopicHandle } from './handles.ts';
import { isGiven } from './handles.ts';
import { checkOnlyPolicy } from './only-policy.ts';
import { type Override, override } from './overrides.ts';
import { checkOrder } from './topic.ts';

/** A queue of one's own, whose queue policy is one's own, too. */
export interface QueueWithPolicy {
  readonly queue: QueueHandle;
  /** The pattern adds none: the queue's policy has {@link sendFromTopics} already. */
  readonly queuePolicy: false;
}

/** `false` for none; a queue of one's own, with or without its policy; by default the pattern's own queue. */
export type QueueOption = false | QueueHandle | QueueWithPolicy;

/** The queue policy of a piece: none where there is no queue, or where the policy is one's own. */
export type PolicyPiece<O> = O extends false | QueueWithPolicy ? undefined : QueuePolicyHandle;

/**
 * The statement of a queue's policy that lets Amazon SNS send messages of `topics` to it.
 *
 * @example QueuePolicy({ Queues: [queue.ref], PolicyDocument: policyDocument(sendFromTopics(queue, a.ref, b.ref)) })
 * @see https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export function sendFromTopics(
  queue: QueueHandle,
  ...topics: readonly ArnOf<'sns:topic'>[]
): PolicyStatement {
  return allow({
    sid: 'SendFromTopics',
    principals: { Service: 'sns.amazonaws.com' },
    actions: ['sqs:SendMessage'],
    resources: [queue.Arn],
    conditions: { ArnLike: { 'aws:SourceArn': topics } },
  });
}

/** Properties for a queue that keeps what failed. */
export type QueueOverride = Override<Omit<QueueProps, 'FifoQueue' | 'KmsMasterKeyId'>>;

/** A queue to keep what failed in, for as long as SQS keeps it. */
export function keepingQueue(
  t: Template,
  logicalId: string,
  {
    key,
    fifo,
    overrides,
  }: {
    readonly key: KeyHandle | undefined;
    readonly fifo: boolean;
    readonly overrides: QueueOverride | undefined;
  },
): QueueHandle {
  return t.add(
    logicalId,
    Queue(override<QueueProps>({ MessageRetentionPeriod: 1_209_600, ...queueBase(key, fifo) }, overrides)),
  );
}

export function queueBase(key: KeyHandle | undefined, fifo: boolean): QueueProps {
  return {
    ...(fifo ? { FifoQueue: true } : {}),
    ...(key === undefined ? {} : { KmsMasterKeyId: key.Arn }),
  };
}

/** Throws `BadOption` or `PolicyTaken` for a dead-letter queue of one's own that cannot be used. */
export function checkDeadLetterQueue(t: Template, option: QueueOption | undefined, fifo: boolean): void {
  if (option === undefined || option === false) return;
  const given = isGiven<QueueHandle>(option) ? option : option.queue;
  checkOrder(t, given, fifo, 'deadLetterQueue', 'A dead-letter queue is of the kind of what it is for.');
  if (given === option)
    checkOnlyPolicy(t, 'queue', given, {
      option: 'deadLetterQueue',
      fix: 'Give { queue, queuePolicy: false }, and one QueuePolicy with sendFromTopics for all topics.',
    });
}

/** The dead-letter queue of a topic's subscription, and the policy that lets SNS write to it. */
export function addDeadLetterQueue(
  t: Template,
  name: string,
  option: QueueOption | undefined,
  topic: TopicHandle,
  make: {
    readonly key: KeyHandle | undefined;
    readonly fifo: boolean;
    readonly overrides: QueueOverride | undefined;
  },
): { queue: QueueHandle | undefined; policy: QueuePolicyHandle | undefined } {
  if (option === false) return { queue: undefined, policy: undefined };
  if (option !== undefined && !isGiven<QueueHandle>(option))
    return { queue: option.queue, policy: undefined };
  const queue = option ?? keepingQueue(t, `${name}DeadLetterQueue`, make);
  return { queue, policy: addQueuePolicy(t, queue, topic) };
}

export function addQueuePolicy(t: Template, queue: QueueHandle, topic: TopicHandle): QueuePolicyHandle {
  return t.add(
    `${queue.logicalId}Policy`,
    QueuePolicy({ Queues: [queue.ref], PolicyDocument: policyDocument(sendFromTopics(queue, topic.ref)) }),
  );
}

/** The subscription's redrive policy. */
export function redriveTo(queue: QueueHandle | undefined): { RedrivePolicy?: { deadLetterTargetArn: Text } } {
  return queue === undefined ? {} : { RedrivePolicy: { deadLetterTargetArn: queue.Arn } };
}
