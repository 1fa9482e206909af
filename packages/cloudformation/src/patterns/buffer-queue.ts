import { Queue, type QueueProps } from '../aws/sqs/queue.ts';
import type { Template } from '../template.ts';
import { addQueuePolicy, type QueueWithPolicy, queueBase } from './dead-letter-queue.ts';
import {
  isGiven,
  type KeyHandle,
  type QueueHandle,
  type QueuePolicyHandle,
  type TopicHandle,
} from './handles.ts';
import { checkOnlyPolicy } from './only-policy.ts';
import { type Override, override } from './overrides.ts';
import { PatternError } from './pattern-error.ts';
import { checkOrder } from './topic.ts';

/** A queue of one's own, with or without its policy; by default the pattern's own queue. */
export type BufferOption = QueueHandle | QueueWithPolicy;

/** Properties for a queue between topic and function. */
export type BufferOverride = Override<Omit<QueueProps, 'FifoQueue' | 'KmsMasterKeyId' | 'RedrivePolicy'>>;

/** What SQS takes, and what it has when nothing is said; seconds. */
const LONGEST = 43_200;
const USUAL = 30;

/**
 * Throws `BadOption` for a queue that hides messages for less than `least` seconds, under which a message would be
 * taken again while a run still has it, or that keeps another order; `PolicyTaken` for one that has its policy.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function checkBuffer(
  t: Template,
  option: BufferOption | undefined,
  {
    least,
    fifo,
    overrides = {},
  }: { readonly least: number; readonly fifo: boolean; readonly overrides: BufferOverride | undefined },
): void {
  if (option === undefined) {
    checkHidden(overrides.VisibilityTimeout ?? least, least, 'overrides.queue.VisibilityTimeout');
    return;
  }
  const queue = isGiven<QueueHandle>(option) ? option : option.queue;
  checkOrder(t, queue, fifo, 'queue', 'The pattern keeps order from the topic on, or not at all.');
  const declared = t.toJson({ validate: false }).Resources[queue.logicalId];
  if (declared !== undefined)
    checkHidden(declared.Properties?.['VisibilityTimeout'] ?? USUAL, least, 'queue');
  if (queue === option)
    checkOnlyPolicy(t, 'queue', queue, {
      option: 'queue',
      fix: 'Give { queue, queuePolicy: false }, and one QueuePolicy with sendFromTopics for all topics.',
    });
}

/** What only CloudFormation works out is taken as it is. */
function checkHidden(given: unknown, least: number, option: string): void {
  const seconds = Number(given);
  if (typeof given === 'object' || (seconds >= least && seconds <= LONGEST)) return;
  throw new PatternError('BadOption', `Messages are hidden for ${seconds} seconds while a run has them.`, {
    option,
    fix: `Set VisibilityTimeout to ${least} at least: six times the function's timeout, and the batching window.`,
  });
}

/** The queue between topic and function, and the policy that lets SNS send to it. */
export function addBuffer(
  t: Template,
  name: string,
  option: BufferOption | undefined,
  topic: TopicHandle,
  make: {
    readonly key: KeyHandle | undefined;
    readonly fifo: boolean;
    readonly least: number;
    readonly deadLetters: { readonly queue: QueueHandle; readonly maxReceiveCount: number } | undefined;
    readonly overrides: BufferOverride | undefined;
  },
): { queue: QueueHandle; queuePolicy: QueuePolicyHandle | undefined } {
  if (option !== undefined && !isGiven<QueueHandle>(option))
    return { queue: option.queue, queuePolicy: undefined };
  const { key, fifo, least, deadLetters, overrides } = make;
  const properties: QueueProps = {
    ...queueBase(key, fifo),
    VisibilityTimeout: least,
    ...(deadLetters === undefined
      ? {}
      : {
          RedrivePolicy: {
            deadLetterTargetArn: deadLetters.queue.Arn,
            maxReceiveCount: deadLetters.maxReceiveCount,
          },
        }),
  };
  const queue = option ?? t.add(`${name}Queue`, Queue(override(properties, overrides)));
  return { queue, queuePolicy: addQueuePolicy(t, queue, topic) };
}
