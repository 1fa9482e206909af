import type { Clock } from '../../clock.ts';
import type { Kernel, Service } from '../service.ts';
import { messageOperations } from './message-operations.ts';
import { createMessages } from './messages.ts';
import { createQueueAddresses } from './queue-address.ts';
import { queueOperations } from './queue-operations.ts';
import { createSqsStore } from './store.ts';

export interface SqsOptions {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** Origin of queue URLs, without a slash at the end: `http://127.0.0.1:4566`. */
  readonly origin: string;
}

/**
 * SQS with standard queues: visibility, delays, retention and long polling run by the clock; redrive to
 * dead-letter queues; the queue's policy decides beside IAM.
 *
 * FIFO queues and KMS encryption are refused with `NotImplemented`. A deleted queue's name is taken for 60
 * seconds and purging is allowed once in 60 seconds, as on AWS.
 *
 * @example
 * const sqs = createSqs({ kernel, clock, origin: 'http://127.0.0.1:4566' });
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
 */
export function createSqs({ kernel, clock, origin }: SqsOptions): Service {
  const store = createSqsStore();
  const addresses = createQueueAddresses(store, kernel, origin);
  const messages = createMessages(store, clock);
  return {
    table: 'sqs',
    operations: { ...queueOperations(store, addresses, messages), ...messageOperations(addresses, messages) },
  };
}
