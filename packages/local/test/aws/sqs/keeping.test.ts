import { expect, it } from 'vitest';
import { createMessages } from '../../../src/aws/sqs/messages.ts';
import { defaultSettings } from '../../../src/aws/sqs/queue-settings.ts';
import { createSqsStore, type Queue } from '../../../src/aws/sqs/store.ts';
import { createManualClock } from '../lambda/support/manual-clock.ts';

it('a queue that nobody reads from forgets what is older than its retention as it grows', () => {
  const clock = createManualClock();
  const messages = createMessages(createSqsStore(), clock);
  const queue: Queue = {
    name: 'dead',
    arn: 'arn:aws:sqs:us-east-1:111122223333:dead',
    accountId: '111122223333',
    createdAt: 0,
    modifiedAt: 0,
    settings: { ...defaultSettings, retention: 60 },
    tags: new Map(),
    messages: [],
    waiting: new Set(),
  };
  for (let n = 0; n < 5; n++) {
    messages.send(queue, { body: String(n), attributes: {}, senderId: 'x' }, 0);
    clock.advance(30_000);
  }
  expect(queue.messages.map(({ body }) => body)).toEqual(['3', '4']);
});
