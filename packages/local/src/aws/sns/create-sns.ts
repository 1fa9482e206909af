import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Kernel, Service } from '../service.ts';
import { createDeliverer } from './delivery/deliverer.ts';
import type { Delivery } from './delivery/delivery.ts';
import { createSigning, type SnsSigning } from './delivery/signing.ts';
import { publishOperations } from './publish-operations.ts';
import { createSnsStore } from './store.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { tagOperations } from './tags.ts';
import { topicOperations } from './topic-operations.ts';

export interface SnsOptions {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** Absent: a key of this run, whose certificate nobody serves at the AWS address it names. */
  readonly signing?: SnsSigning;
  /** Origin of the unsubscribe links; absent: `https://sns.<region>.amazonaws.com`. */
  readonly endpoint?: string;
  /**
   * Whether dead letters carry RequestID, ErrorCode and ErrorMessage; true by default, because they say why a
   * message died. A recording of AWS shows dead letters without them: false is exactly that.
   */
  readonly deadLetterAttributes?: boolean;
}

export interface SnsService extends Service {
  /** What became of the messages so far, in order of the outcome; at most the last 10,000. */
  deliveries(): readonly Delivery[];
  /** Forgets the scheduled retries. */
  stop(): void;
}

/**
 * SNS with standard topics and subscriptions of functions and queues. Publish answers at once; deliveries run
 * as work that the kernel tracks, each asked of the other service in the name of `sns.amazonaws.com`.
 *
 * FIFO topics can be made but not published to; other protocols, encryption and delivery status logging are
 * refused with `NotImplemented`.
 *
 * @example
 * const sns = createSns({ kernel, clock });
 * sns.deliveries().filter(({ status }) => status === 'denied');
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/welcome.html
 */
export function createSns({ kernel, clock, ...options }: SnsOptions): SnsService {
  const store = createSnsStore();
  const endpoint = options.endpoint ?? `https://sns.${kernel.region}.amazonaws.com`;
  const certUrl = `${endpoint}/SimpleNotificationService-${randomUUID().replaceAll('-', '')}.pem`;
  const { deliver, deliveries, stop } = createDeliverer({
    store,
    kernel,
    clock,
    endpoint,
    signing: options.signing ?? createSigning({ certUrl, now: () => clock.now() }),
    deadLetterAttributes: options.deadLetterAttributes ?? true,
  });
  return {
    table: 'sns',
    operations: {
      ...topicOperations(store, kernel),
      ...subscriptionOperations(store),
      ...publishOperations(store, deliver),
      ...tagOperations(store),
    },
    deliveries,
    stop,
  };
}
