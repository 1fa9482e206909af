import { EventSourceMapping, type EventSourceMappingProps } from '../aws/lambda/event-source-mapping.ts';
import { Subscription, type SubscriptionProps } from '../aws/sns/subscription.ts';
import { allow } from '../policy/statement.ts';
import type { Template } from '../template.ts';
import { type AlarmsOption, addAlarms } from './alarms.ts';
import { checkBatch, checkReceives, hiddenFor } from './buffer.ts';
import { addBuffer, type BufferOption, checkBuffer } from './buffer-queue.ts';
import {
  addDeadLetterQueue,
  checkDeadLetterQueue,
  type QueueOption,
  redriveTo,
} from './dead-letter-queue.ts';
import type { Right } from './execution-role.ts';
import { freeName } from './free-name.ts';
import { checkFunction, functionPieces, timeoutOf } from './function-options.ts';
import { addFunction } from './function-piece.ts';
import type { QueueHandle } from './handles.ts';
import { addKey, type EncryptionOption, readUnderKey } from './key.ts';
import { checkFilter, checkOverrides, checkPublishers, filterOf } from './option-checks.ts';
import { override } from './overrides.ts';
import type { SnsToSqsToLambda, SnsToSqsToLambdaOptions } from './sns-to-sqs-to-lambda-options.ts';
import { addTopic, checkOrder, orderOf } from './topic.ts';

/**
 * A function that takes the messages of a topic from a queue in batches: nothing is lost while it is throttled or
 * down, and a FIFO topic keeps its order.
 *
 * The function has to answer with the `batchItemFailures` that it wants again. The queue hides a message for six
 * times the function's timeout; what failed `maxReceiveCount` times goes to the dead-letter queue.
 *
 * Throws {@link PatternError}: `FilterPolicyLimit`, `FilterPolicyScope`, `BadOption`, `PolicyTaken`; and
 * {@link TemplateError} as `t.add` does.
 *
 * @example
 * const { queue } = t.use(snsToSqsToLambda({ topic: orders, code: inline, runtime: 'nodejs24.x', batchSize: 5 }));
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function snsToSqsToLambda<
  D extends QueueOption = QueueHandle,
  B extends BufferOption = QueueHandle,
  const A extends string | false = false,
  K extends EncryptionOption = false,
  M extends AlarmsOption = false,
>(options: SnsToSqsToLambdaOptions<D, B, A, K, M>): (t: Template) => SnsToSqsToLambda<D, B, A, K, M> {
  checkFunction(options, options.overrides);
  checkFilter(options);
  checkPublishers(options);
  checkReceives(options);
  checkOverrides(options.overrides, {
    ...functionPieces(options),
    topic: options.topic === undefined,
    queue: options.queue === undefined,
    deadLetterQueue: options.deadLetterQueue === undefined,
    subscription: true,
    mapping: true,
    key: options.encryption === true,
    alarms: options.alarms !== undefined && options.alarms !== false,
  });
  return (t) => {
    const { overrides = {}, maximumBatchingWindow: window } = options;
    const fifo = options.fifo ?? (options.topic !== undefined && orderOf(t, options.topic) === true);
    const least = hiddenFor(timeoutOf(options), options);
    if (options.topic !== undefined)
      checkOrder(
        t,
        options.topic,
        fifo,
        'topic',
        'The pattern keeps order from the topic on, or not at all.',
      );
    checkDeadLetterQueue(t, options.deadLetterQueue, fifo);
    checkBatch(options, fifo);
    checkBuffer(t, options.queue, { least, fifo, overrides: overrides.queue });

    const name = freeName(t, 'Function', options.name, options.topic?.logicalId ?? 'SnsToSqsToLambda');
    const key = addKey(t, name, options.encryption, options.topic, options.publishers ?? [], overrides.key);
    const topic = options.topic ?? addTopic(t, `${name}Topic`, key, fifo, overrides.topic);

    const make = { key, fifo, overrides: overrides.deadLetterQueue };
    const dead = addDeadLetterQueue(t, name, options.deadLetterQueue, topic, make);
    const deadLetters =
      dead.queue === undefined
        ? undefined
        : { queue: dead.queue, maxReceiveCount: options.maxReceiveCount ?? 5 };
    const { queue, queuePolicy } = addBuffer(t, name, options.queue, topic, {
      key,
      fifo,
      least,
      deadLetters,
      overrides: overrides.queue,
    });

    const read = allow({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [queue.Arn],
    });
    const rights: readonly Right[] = [
      { name: 'ReadQueue', statements: key === undefined ? [read] : [read, readUnderKey(key)] },
    ];
    const piece = addFunction(t, name, options, rights, overrides);
    const mapping = t.add(
      `${name}Mapping`,
      EventSourceMapping(
        override<EventSourceMappingProps>(
          {
            EventSourceArn: queue.Arn,
            FunctionName: piece.target,
            BatchSize: options.batchSize ?? 10,
            ...(window === undefined ? {} : { MaximumBatchingWindowInSeconds: window }),
            FunctionResponseTypes: ['ReportBatchItemFailures'],
          },
          overrides.mapping,
        ),
      ),
      piece.rolePolicy === undefined ? {} : { DependsOn: piece.rolePolicy },
    );

    const subscribed: SubscriptionProps = {
      TopicArn: topic.ref,
      Protocol: 'sqs',
      Endpoint: queue.Arn,
      ...(options.rawMessageDelivery === undefined ? {} : { RawMessageDelivery: options.rawMessageDelivery }),
      ...filterOf(options),
      ...redriveTo(dead.queue),
    };
    const subscription = t.add(
      `${name}Subscription`,
      Subscription(override(subscribed, overrides.subscription)),
      { DependsOn: [queuePolicy, dead.policy].filter((each) => each !== undefined) },
    );
    const queues = [options.deadLetterQueue === undefined ? dead.queue : undefined];
    const alarms = addAlarms(t, name, options.alarms, { fn: piece.fn, topic, queues }, overrides.alarms);

    const { target: _target, qualifier: _qualifier, before: _before, ...pieces } = piece;
    const deadLettersMade = { deadLetterQueue: dead.queue, deadLetterQueuePolicy: dead.policy };
    const made = {
      topic,
      queue,
      queuePolicy,
      subscription,
      mapping,
      ...pieces,
      ...deadLettersMade,
      key,
      alarms,
    };
    // Which pieces are there follows from the options above, as the type says.
    return Object.freeze(made) as SnsToSqsToLambda<D, B, A, K, M>;
  };
}
