import { EventInvokeConfig, type EventInvokeConfigProps } from '../aws/lambda/event-invoke-config.ts';
import { allow } from '../policy/statement.ts';
import type { Template } from '../template.ts';
import type { Right } from './execution-role.ts';
import type { FunctionPiece } from './function-piece.ts';
import { isQueue, type KeyHandle, type PlainHandle, type QueueHandle, type TopicHandle } from './handles.ts';
import { sendUnderKey } from './key.ts';
import { type Override, override } from './overrides.ts';
import { PatternError } from './pattern-error.ts';
import { checkOrder } from './topic.ts';

/** How often and how long Lambda tries to run the function on one message. */
export interface RetryOptions {
  /** Runs after the first that failed: 0 to 2, Lambda's 2 by default. */
  readonly retryAttempts?: 0 | 1 | 2;
  /** Seconds for which Lambda keeps a message that it has not run: 60 to 21,600, its 21,600 by default. */
  readonly maximumEventAge?: number;
}

/** Where Lambda sends what the function failed at: a standard queue or a standard topic. */
export type FailureDestination = QueueHandle | TopicHandle;

export function checkRetries({ maximumEventAge: age }: RetryOptions): void {
  if (age === undefined || (Number.isInteger(age) && age >= 60 && age <= 21_600)) return;
  throw new PatternError('BadOption', `${age} is no age of an event.`, {
    option: 'maximumEventAge',
    fix: 'Give whole seconds, 60 to 21600.',
  });
}

/** Throws `BadOption` for a destination that Lambda does not send to, or that would run the function again. */
export function checkDestination(
  t: Template,
  destination: false | FailureDestination | undefined,
  topic: TopicHandle | undefined,
): void {
  if (destination === undefined || destination === false) return;
  checkOrder(t, destination, false, 'onFailure', 'Lambda sends to standard queues and topics alone.');
  if (destination.logicalId === topic?.logicalId)
    throw new PatternError('BadOption', 'What the function failed at would be sent to it again.', {
      option: 'onFailure',
      fix: 'Give another topic, or a queue.',
    });
}

/** The execution role's right to send there: Lambda uses the function's own role for it. */
export function failureRights(
  destination: FailureDestination | undefined,
  key: KeyHandle | undefined,
): readonly Right[] {
  if (destination === undefined) return [];
  const send = isQueue(destination)
    ? allow({ actions: ['sqs:SendMessage'], resources: [destination.Arn] })
    : allow({ actions: ['sns:Publish'], resources: [destination.ref] });
  return [{ name: 'SendFailures', statements: key === undefined ? [send] : [send, sendUnderKey(key)] }];
}

/** The settings of asynchronous invocation, where any differs from Lambda's own. */
export function addEventInvokeConfig(
  t: Template,
  name: string,
  invoked: Pick<FunctionPiece, 'before' | 'fn' | 'qualifier'>,
  destination: FailureDestination | undefined,
  { retryAttempts, maximumEventAge }: RetryOptions,
  overrides: Override<Omit<EventInvokeConfigProps, 'FunctionName' | 'Qualifier'>> | undefined,
): PlainHandle | undefined {
  const settings = override<Omit<EventInvokeConfigProps, 'FunctionName' | 'Qualifier'>>(
    {
      ...(retryAttempts === undefined ? {} : { MaximumRetryAttempts: retryAttempts }),
      ...(maximumEventAge === undefined ? {} : { MaximumEventAgeInSeconds: maximumEventAge }),
      ...(destination === undefined
        ? {}
        : {
            DestinationConfig: {
              OnFailure: { Destination: isQueue(destination) ? destination.Arn : destination.ref },
            },
          }),
    },
    overrides,
  );
  if (Object.values(settings).every((each) => each === undefined)) return undefined;
  return t.add(
    `${name}Invocations`,
    EventInvokeConfig({ FunctionName: invoked.fn.ref, Qualifier: invoked.qualifier, ...settings }),
    { DependsOn: invoked.before },
  );
}
