import type { Clock } from '../../../clock.ts';
import { createRetrySchedule } from '../../retry-schedule.ts';
import { AwsError, type Kernel } from '../../service.ts';
import { attributesForSubscribers, type Message } from '../message.ts';
import type { Deliver } from '../publish-operations.ts';
import type { SnsStore, Subscription } from '../store.ts';
import type { Delivery } from './delivery.ts';
import { type Notification, signNotification } from './envelope.ts';
import { retryDelay } from './retry.ts';
import type { SnsSigning } from './signing.ts';
import { deadLetter, handOver } from './targets.ts';

export interface DelivererOptions {
  readonly store: SnsStore;
  readonly kernel: Kernel;
  readonly clock: Clock;
  readonly signing: SnsSigning;
  /** Origin of the unsubscribe links. */
  readonly endpoint: string;
  readonly deadLetterAttributes: boolean;
}

type Outcome = Pick<Delivery, 'status' | 'error'>;
type Failure = NonNullable<Delivery['error']>;

const MAX_DELIVERIES = 10_000;
const denials = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError']);

/** Delivers messages in the background and keeps account of what became of them. */
export function createDeliverer(options: DelivererOptions): {
  deliver: Deliver;
  deliveries(): readonly Delivery[];
  stop(): void;
} {
  const { store, kernel, clock, signing, endpoint } = options;
  const deliveries: Delivery[] = [];
  const { again, stop } = createRetrySchedule(kernel, clock);

  const record = (message: Message, to: Pick<Subscription, 'arn' | 'endpoint'>, outcome: Outcome): void => {
    deliveries.push({
      messageId: message.id,
      topicArn: message.topicArn,
      subscriptionArn: to.arn,
      endpoint: to.endpoint,
      ...outcome,
      at: clock.now(),
    });
    if (deliveries.length > MAX_DELIVERIES) deliveries.shift();
  };

  const attempt = async (notification: Notification, retries: number): Promise<void> => {
    const { message, subscription } = notification;
    try {
      await handOver(kernel, notification);
      record(message, subscription, { status: 'delivered' });
    } catch (cause) {
      const delay = isClientError(cause) ? undefined : retryDelay(retries + 1);
      if (delay === undefined) {
        await giveUp(notification, failureOf(cause));
      } else if (delay === 0) {
        await attempt(notification, retries + 1);
      } else {
        again(delay, () => attempt(notification, retries + 1));
      }
    }
  };

  const giveUp = async (notification: Notification, error: Failure): Promise<void> => {
    const { message, subscription } = notification;
    const queueArn = subscription.settings.redrive?.deadLetterTargetArn;
    if (queueArn === undefined) {
      record(message, subscription, { status: statusOf(error), error });
      return;
    }
    try {
      await deadLetter(kernel, notification, queueArn, options.deadLetterAttributes ? error : undefined);
      record(message, subscription, { status: 'dead-lettered', error });
    } catch (cause) {
      const second = failureOf(cause);
      record(message, subscription, { status: statusOf(error), error });
      record(
        message,
        { arn: subscription.arn, endpoint: queueArn },
        { status: statusOf(second), error: second },
      );
    }
  };

  const deliverTo = async (message: Message, subscription: Subscription): Promise<void> => {
    const { filter } = subscription.settings;
    const attributes = attributesForSubscribers(message.attributes);
    if (
      filter !== undefined &&
      !filter.passes({ body: message.textFor(subscription.protocol), attributes })
    ) {
      record(message, subscription, { status: 'filtered' });
      return;
    }
    try {
      await attempt(await signNotification(message, subscription, signing, endpoint), 0);
    } catch (cause) {
      record(message, subscription, { status: 'failed', error: failureOf(cause) });
    }
  };

  return {
    deliver(topic, message) {
      const subscriptions = store.subscriptionsOf(topic);
      if (subscriptions.length === 0)
        record(message, { arn: '', endpoint: '' }, { status: 'no-subscribers' });
      for (const subscription of subscriptions) void kernel.track(deliverTo(message, subscription));
    },
    deliveries: () => deliveries,
    stop,
  };
}

/** A refusal or a thing that is not there: SNS does not try again. Throttling is the other side's trouble. */
function isClientError(cause: unknown): boolean {
  return cause instanceof AwsError && cause.status < 500 && cause.status !== 429;
}

function failureOf(cause: unknown): Failure {
  if (cause instanceof AwsError) return { code: cause.code, message: cause.message };
  return { code: 'InternalError', message: cause instanceof Error ? cause.message : String(cause) };
}

function statusOf({ code }: Failure): 'denied' | 'failed' {
  return denials.has(code) ? 'denied' : 'failed';
}
