import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessages } from '../../../src/aws/sqs/messages.ts';
import { defaultSettings } from '../../../src/aws/sqs/queue-settings.ts';
import { deleteMessage } from '../../../src/aws/sqs/receipts.ts';
import { createSqsStore, type Queue } from '../../../src/aws/sqs/store.ts';
import { createTestClock } from '../../support/aws.ts';

type Step =
  | { readonly do: 'send'; readonly delay: number }
  | { readonly do: 'receive'; readonly count: number; readonly visibility: number }
  | { readonly do: 'delete' }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('send' as const), delay: fc.constantFrom(0, 5000) }),
  fc.record({
    do: fc.constant('receive' as const),
    count: fc.integer({ min: 1, max: 10 }),
    visibility: fc.constantFrom(0, 3000, 30_000),
  }),
  fc.record({ do: fc.constant('delete' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1000, 10_000) }),
);

function queueNamed(name: string, redrive?: Queue['settings']['redrive']): Queue {
  return {
    name,
    arn: `arn:aws:sqs:us-east-1:111122223333:${name}`,
    accountId: '111122223333',
    createdAt: 0,
    modifiedAt: 0,
    settings: { ...defaultSettings, ...(redrive !== undefined && { redrive }) },
    tags: new Map(),
    messages: [],
    waiting: new Set(),
  };
}

describe('a queue with a dead-letter queue', () => {
  it('loses no message, has none twice, and shows none that is in flight', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = createTestClock();
        const store = createSqsStore();
        const messages = createMessages(store, clock);
        const dead = queueNamed('dead');
        const queue = queueNamed('queue', { text: '', deadLetterTargetArn: dead.arn, maxReceiveCount: 3 });
        for (const one of [queue, dead]) store.queues.set(one.arn, one);
        const alive = new Set<string>();
        const hiddenUntil = new Map<string, number>();
        let receipt: { readonly id: string; readonly handle: string } | undefined;

        for (const action of steps) {
          if (action.do === 'send') {
            const { id } = messages.send(queue, { body: 'x', attributes: {}, senderId: 'me' }, action.delay);
            alive.add(id);
            hiddenUntil.set(id, clock.now() + action.delay);
          } else if (action.do === 'receive') {
            const taken = await messages.receive(queue, { ...action, wait: 0 });
            expect(taken.length).toBeLessThanOrEqual(action.count);
            for (const { id, receiveCount, receipt: handle = '' } of taken) {
              expect(hiddenUntil.get(id) ?? 0).toBeLessThanOrEqual(clock.now());
              expect(receiveCount).toBeLessThanOrEqual(3);
              hiddenUntil.set(id, clock.now() + action.visibility);
              receipt = { id, handle };
            }
          } else if (action.do === 'delete' && receipt !== undefined) {
            const inQueue = queue.messages.some(({ id }) => id === receipt?.id);
            deleteMessage(queue, receipt.handle);
            if (inQueue) alive.delete(receipt.id);
          } else if (action.do === 'wait') {
            clock.advance(action.ms);
          }
          const there = [...queue.messages, ...dead.messages].map(({ id }) => id);
          expect(new Set(there).size).toBe(there.length);
          expect(new Set(there)).toEqual(alive);
        }
      }),
      { numRuns: 200 },
    );
  });
});
