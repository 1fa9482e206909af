import { PatternError } from './pattern-error.ts';

/** How the function takes messages from the queue. */
export interface BatchOptions {
  /** Messages a run: 1 to 10, above 10 and up to 10,000 only with a window and a standard queue; 10 by default. */
  readonly batchSize?: number;
  /** Seconds to wait for a batch to fill, 0 to 300; not for FIFO queues. */
  readonly maximumBatchingWindow?: number;
  /** Runs that fail at a message before it goes to the dead-letter queue: 1 to 1,000; 5 by default. */
  readonly maxReceiveCount?: number;
}

/** Throws `BadOption` for what Lambda or SQS would refuse. */
export function checkBatch(options: BatchOptions, fifo: boolean): void {
  const { batchSize = 10, maximumBatchingWindow: window = 0, maxReceiveCount = 5 } = options;
  within('batchSize', batchSize, 1, fifo ? 10 : 10_000, fifo ? ' for a FIFO queue' : '');
  within('maximumBatchingWindow', window, 0, fifo ? 0 : 300, fifo ? ' for a FIFO queue' : ' seconds');
  within('maxReceiveCount', maxReceiveCount, 1, 1_000, '');
  if (batchSize > 10 && window < 1)
    throw new PatternError(
      'BadOption',
      'Lambda takes more than 10 messages only when it may wait for them.',
      {
        option: 'batchSize',
        fix: 'Set maximumBatchingWindow to at least 1 second.',
      },
    );
}

/** Seconds for which a message that a run has taken is to be hidden: six times the function's timeout and the window. */
export function hiddenFor(timeout: number, { maximumBatchingWindow: window = 0 }: BatchOptions): number {
  return 6 * timeout + window;
}

/** Throws `BadOption` for a number of receives that no queue of the pattern would have. */
export function checkReceives(options: {
  readonly maxReceiveCount?: number;
  readonly queue?: object;
  readonly deadLetterQueue?: object | false;
}): void {
  if (options.maxReceiveCount === undefined) return;
  if (options.queue === undefined && options.deadLetterQueue !== false) return;
  throw new PatternError('BadOption', 'The pattern makes no queue with a redrive policy here.', {
    option: 'maxReceiveCount',
    fix: 'Leave it out, or set RedrivePolicy where the queue is added.',
  });
}

function within(option: string, value: number, from: number, to: number, what: string): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw new PatternError('BadOption', `${value} is out of bounds.`, {
    option,
    fix: from === to ? `Leave it out${what}.` : `Give ${from} to ${to}${what}.`,
  });
}
