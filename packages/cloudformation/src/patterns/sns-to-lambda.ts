import type { Template } from '../template.ts';
import { type AlarmsOption, addAlarms } from './alarms.ts';
import { checkDeadLetterQueue, keepingQueue, type QueueOption } from './dead-letter-queue.ts';
import { freeName } from './free-name.ts';
import { checkFunction, functionPieces } from './function-options.ts';
import { addFunction } from './function-piece.ts';
import type { QueueHandle } from './handles.ts';
import { addKey, type EncryptionOption } from './key.ts';
import {
  addEventInvokeConfig,
  checkDestination,
  checkRetries,
  type FailureDestination,
  failureRights,
} from './on-failure.ts';
import { checkFilter, checkOverrides, checkPublishers } from './option-checks.ts';
import type { SnsToLambda, SnsToLambdaOptions } from './sns-to-lambda-options.ts';
import { addSubscription } from './subscribe-function.ts';
import { addTopic, checkStandardTopic } from './topic.ts';

/**
 * A function that runs on each message of a standard topic, with all that has to be authorised: execution role,
 * log group, permission, subscription, dead-letter queue, on-failure destination.
 *
 * The permission names the topic's ARN, which has the account in it; it does not depend on `aws:SourceAccount`.
 * The subscription waits for the permission: SNS does not try again what a policy refused.
 *
 * Throws {@link PatternError}: `FifoTopic` (SNS delivers from such to queues alone: {@link snsToSqsToLambda}),
 * `FilterPolicyLimit`, `FilterPolicyScope`, `BadOption`, `PolicyTaken`; and {@link TemplateError} as `t.add` does.
 *
 * @example
 * const { fn } = t.use(snsToLambda({ topic: uploads, code: inline, runtime: 'nodejs24.x' }));
 * t.output('FunctionArn', fn.Arn);
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function snsToLambda<
  D extends QueueOption = QueueHandle,
  F extends false | FailureDestination = QueueHandle,
  const A extends string | false = false,
  K extends EncryptionOption = false,
  M extends AlarmsOption = false,
>(options: SnsToLambdaOptions<D, F, A, K, M>): (t: Template) => SnsToLambda<D, F, A, K, M> {
  checkFunction(options, options.overrides);
  checkRetries(options);
  checkFilter(options);
  checkPublishers(options);
  checkOverrides(options.overrides, {
    ...functionPieces(options),
    topic: options.topic === undefined,
    permission: true,
    subscription: true,
    deadLetterQueue: options.deadLetterQueue === undefined,
    failureQueue: options.onFailure === undefined,
    eventInvokeConfig: true,
    key: options.encryption === true,
    alarms: options.alarms !== undefined && options.alarms !== false,
  });
  return (t) => {
    const { overrides = {} } = options;
    const given: false | FailureDestination | undefined = options.onFailure;
    if (options.topic !== undefined) checkStandardTopic(t, options.topic);
    checkDeadLetterQueue(t, options.deadLetterQueue, false);
    checkDestination(t, given, options.topic);

    const name = freeName(t, 'Function', options.name, options.topic?.logicalId ?? 'SnsToLambda');
    const key = addKey(t, name, options.encryption, options.topic, options.publishers ?? [], overrides.key);
    const topic = options.topic ?? addTopic(t, `${name}Topic`, key, false, overrides.topic);

    const failureQueue =
      given === undefined
        ? keepingQueue(t, `${name}FailureQueue`, { key, fifo: false, overrides: overrides.failureQueue })
        : undefined;
    const onFailure = given === false ? undefined : (given ?? failureQueue);
    const rights = failureRights(onFailure, failureQueue === undefined ? undefined : key);
    const { target, qualifier, before, ...piece } = addFunction(t, name, options, rights, overrides);
    const invoked = { fn: piece.fn, qualifier, before };
    const eventInvokeConfig = addEventInvokeConfig(
      t,
      name,
      invoked,
      onFailure,
      options,
      overrides.eventInvokeConfig,
    );

    const ready = [piece.rolePolicy, eventInvokeConfig].filter((each) => each !== undefined);
    const wired = addSubscription(t, name, { ...options, topic, target, key, before: ready });
    const queues = [options.deadLetterQueue === undefined ? wired.deadLetterQueue : undefined, failureQueue];
    const alarms = addAlarms(t, name, options.alarms, { fn: piece.fn, topic, queues }, overrides.alarms);

    const made = { topic, ...piece, ...wired, onFailure, eventInvokeConfig, key, alarms };
    // Which pieces are there follows from the options above, as the type says.
    return Object.freeze(made) as SnsToLambda<D, F, A, K, M>;
  };
}
