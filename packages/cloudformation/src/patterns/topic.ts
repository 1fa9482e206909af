import { Topic, type TopicProps } from '../aws/sns/topic.ts';
import type { Template } from '../template.ts';
import { isQueue, type KeyHandle, type QueueHandle, type TopicHandle } from './handles.ts';
import { type Override, override } from './overrides.ts';
import { PatternError } from './pattern-error.ts';

export function addTopic(
  t: Template,
  logicalId: string,
  key: KeyHandle | undefined,
  fifo: boolean,
  overrides: Override<TopicProps> | undefined,
): TopicHandle {
  return t.add(
    logicalId,
    Topic(
      override<TopicProps>(
        {
          ...(fifo ? { FifoTopic: true, ContentBasedDeduplication: true } : {}),
          ...(key === undefined ? {} : { KmsMasterKeyId: key.Arn }),
        },
        overrides,
      ),
    ),
  );
}

/** Whether a topic or queue of the template keeps order; `unknown` where CloudFormation works it out or it is not here. */
export function orderOf(t: Template, handle: TopicHandle | QueueHandle): boolean | 'unknown' {
  const declared = t.toJson({ validate: false }).Resources[handle.logicalId];
  if (declared === undefined) return 'unknown';
  const fifo = declared.Properties?.[isQueue(handle) ? 'FifoQueue' : 'FifoTopic'] ?? false;
  return fifo === true || fifo === 'true' ? true : typeof fifo === 'object' ? 'unknown' : false;
}

/** Throws `BadOption` for a queue or topic that keeps order where one that does not is needed, or the other way round. */
export function checkOrder(
  t: Template,
  handle: TopicHandle | QueueHandle,
  fifo: boolean,
  option: string,
  why: string,
): void {
  if (orderOf(t, handle) !== !fifo) return;
  throw new PatternError('BadOption', `${handle.logicalId} is ${fifo ? 'standard' : 'FIFO'}. ${why}`, {
    option,
    fix: `Give a ${fifo ? 'FIFO' : 'standard'} one.`,
  });
}

/** Throws `FifoTopic`: Amazon SNS delivers messages of such to queues alone. */
export function checkStandardTopic(t: Template, topic: TopicHandle): void {
  if (orderOf(t, topic) !== true) return;
  throw new PatternError('FifoTopic', 'SNS does not deliver messages of a FIFO topic to functions.', {
    option: 'topic',
    fix: 'Put a queue in between: snsToSqsToLambda.',
  });
}
