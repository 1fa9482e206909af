import { createRetrySchedule } from '../../retry-schedule.ts';
import { AwsError } from '../../service.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import type { InvocationResult, Invoker } from '../execution/invoker.ts';
import type { FunctionRecord } from '../store.ts';
import type { AcceptedEvent, Destinations } from './destinations.ts';

/** The events that wait to be run, or to be run again. */
export interface EventQueue {
  /** Takes the event; it is run in the background, and the kernel is told of that. */
  accept(record: FunctionRecord, event: AcceptedEvent): void;
  /** Forgets the retries that have been scheduled. */
  stop(): void;
}

const MINUTE = 60_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_AGE_SECONDS = 21_600;

/**
 * Lambda's queue of asynchronous invocations. A function's error is tried again one and then two minutes
 * later, with the same request id; what Lambda itself cannot do (no environment to be had) after one second
 * and then ever longer up to five minutes, until the event is too old.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function createEventQueue(
  invoker: Invoker,
  destinations: Destinations,
  { kernel, clock }: Pick<LambdaDependencies, 'kernel' | 'clock'>,
): EventQueue {
  const { again, stop, isStopped } = createRetrySchedule(kernel, clock);

  const attempt = async (
    record: FunctionRecord,
    event: AcceptedEvent,
    errors: number,
    refusals: number,
  ): Promise<void> => {
    // A function that was deleted takes its events with it; another of its name does not get them.
    if (record.deleted || isStopped()) return;
    const result = await tryInvoke(invoker, record, event, errors + 1);
    if (result?.outcome.status === 'success') {
      return destinations.settle(record, event, 'Success', errors + 1, result);
    }
    const config = record.eventInvokeConfig;
    const age = (config?.maximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS) * 1000;
    const tooOldAfter = (delay: number) => clock.now() + delay - event.acceptedAt >= age;
    if (result === undefined) {
      const delay = Math.min(1000 * 2 ** refusals, 5 * MINUTE);
      if (tooOldAfter(delay)) return destinations.settle(record, event, 'EventAgeExceeded', errors, result);
      return again(delay, () => attempt(record, event, errors, refusals + 1));
    }
    const attempts = errors + 1;
    if (attempts > (config?.maximumRetryAttempts ?? DEFAULT_RETRIES)) {
      return destinations.settle(record, event, 'RetriesExhausted', attempts, result);
    }
    const delay = attempts * MINUTE;
    if (tooOldAfter(delay)) {
      return destinations.settle(record, event, 'EventAgeExceeded', attempts, result);
    }
    return again(delay, () => attempt(record, event, attempts, 0));
  };

  return {
    accept(record, event) {
      void kernel.track(attempt(record, event, 0, 0));
    },
    stop,
  };
}

/** The result, or undefined where Lambda had no environment for it. */
async function tryInvoke(
  invoker: Invoker,
  record: FunctionRecord,
  event: AcceptedEvent,
  attempt: number,
): Promise<InvocationResult | undefined> {
  try {
    return await invoker.invoke(record, {
      requestId: event.requestId,
      payload: event.payload,
      invokedFunctionArn: record.arn,
      attempt,
      beyondLimit: 'wait',
      ...(event.clientContext === undefined ? {} : { clientContext: event.clientContext }),
    });
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
