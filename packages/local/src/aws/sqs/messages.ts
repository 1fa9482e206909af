import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Queue, SqsStore, StoredMessage } from './store.ts';

export type NewMessage = Pick<StoredMessage, 'body' | 'attributes' | 'senderId' | 'traceHeader' | 'groupId'>;

/** What a receive may ask for; times in milliseconds. */
export interface ReceiveWish {
  readonly count: number;
  readonly visibility: number;
  readonly wait: number;
}

/** The life of messages in queues: sent, hidden, seen again, moved to a dead-letter queue, gone. */
export interface Messages {
  send(queue: Queue, message: NewMessage, delay: number): StoredMessage;
  /** Takes messages that are visible, or waits for one. Answers nothing when the time is over. */
  receive(queue: Queue, wish: ReceiveWish): Promise<readonly StoredMessage[]>;
  /** Forgets messages older than the retention period. */
  expire(queue: Queue): void;
  /** Forgets all messages, and lets waiting receives look at that. */
  purge(queue: Queue): void;
  /** Tells waiting receives that a message may have become visible. */
  wake(queue: Queue): void;
}

export function createMessages(store: SqsStore, clock: Clock): Messages {
  const expire = (queue: Queue): void => {
    const oldest = clock.now() - queue.settings.retention * 1000;
    queue.messages = queue.messages.filter(({ sentAt }) => sentAt > oldest);
  };
  const wake = (queue: Queue): void => {
    for (const tell of [...queue.waiting]) tell();
  };

  const take = (queue: Queue, { count, visibility }: ReceiveWish): readonly StoredMessage[] => {
    expire(queue);
    const now = clock.now();
    const taken: StoredMessage[] = [];
    for (const message of [...queue.messages]) {
      if (taken.length === count) break;
      if (message.visibleAt > now || movedToDeadLetters(store, queue, message, wake)) continue;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.visibleAt = now + visibility;
      message.receipt = receiptOf(queue, message);
      taken.push(message);
    }
    return taken;
  };

  /** Resolves at the deadline, when a hidden message comes back, or when somebody wakes the queue. */
  const change = (queue: Queue, deadline: number): Promise<void> =>
    new Promise((resolve) => {
      const now = clock.now();
      const next = queue.messages.reduce(
        (soonest, { visibleAt }) => (visibleAt > now ? Math.min(soonest, visibleAt) : soonest),
        deadline,
      );
      const done = (): void => {
        queue.waiting.delete(done);
        cancel();
        resolve();
      };
      const cancel = clock.after(Math.max(0, next - now), done);
      queue.waiting.add(done);
    });

  return {
    send(queue, message, delay) {
      const now = clock.now();
      const sent: StoredMessage = {
        ...message,
        id: randomUUID(),
        sentAt: now,
        visibleAt: now + delay,
        receiveCount: 0,
      };
      // A queue that nobody reads from would otherwise never forget.
      expire(queue);
      queue.messages.push(sent);
      wake(queue);
      return sent;
    },
    async receive(queue, wish) {
      const deadline = clock.now() + wish.wait;
      for (;;) {
        const taken = take(queue, wish);
        if (taken.length > 0 || clock.now() >= deadline || store.queues.get(queue.arn) !== queue)
          return taken;
        await change(queue, deadline);
      }
    },
    expire,
    purge(queue) {
      queue.messages = [];
      wake(queue);
    },
    wake,
  };
}

/** Moves a message that was received often enough, if its dead-letter queue is there. */
function movedToDeadLetters(
  store: SqsStore,
  queue: Queue,
  message: StoredMessage,
  wake: (queue: Queue) => void,
): boolean {
  const { redrive } = queue.settings;
  if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) return false;
  const target = store.queues.get(redrive.deadLetterTargetArn);
  if (target === undefined) return false;
  queue.messages = queue.messages.filter((other) => other !== message);
  const { receipt: _, ...rest } = message;
  target.messages.push({ ...rest, deadLetterSource: queue.arn });
  wake(target);
  return true;
}

function receiptOf(queue: Queue, message: StoredMessage): string {
  return Buffer.from(`${queue.arn} ${message.id} ${randomUUID()}`).toString('base64');
}
