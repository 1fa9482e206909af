/** What SNS keeps while it runs for long, and what is left when it is stopped. */
import { expect, it } from 'vitest';
import { AwsError, type Kernel } from '../../../src/aws/service.ts';
import { createDeliverer } from '../../../src/aws/sns/delivery/deliverer.ts';
import { createSnsStore, type Subscription, type Topic } from '../../../src/aws/sns/store.ts';
import { createManualClock } from '../lambda/support/manual-clock.ts';
import { createMemoryKernel } from '../lambda/support/memory-kernel.ts';

const topic = { arn: 'arn:aws:sns:us-east-1:111122223333:t', owner: '111122223333', attributes: new Map() };

function start(call: Kernel['call']) {
  const clock = createManualClock();
  const memory = createMemoryKernel(clock);
  const store = createSnsStore();
  const endpoint = 'http://127.0.0.1';
  const deliverer = createDeliverer({
    store,
    kernel: { ...memory.kernel, call },
    clock,
    endpoint,
    signing: { certUrl: endpoint, sign: () => '' },
    deadLetterAttributes: true,
  });
  const subscribe = () => {
    const endpointArn = 'arn:aws:lambda:us-east-1:111122223333:function:f';
    const settings = { raw: false, scope: 'MessageAttributes' };
    const subscription = {
      arn: `${topic.arn}:1`,
      topic,
      protocol: 'lambda',
      endpoint: endpointArn,
      settings,
    };
    // Only these members are looked at.
    store.subscriptions.set(subscription.arn, subscription as unknown as Subscription);
  };
  const publish = (id: string) =>
    deliverer.deliver(topic as unknown as Topic, {
      id,
      topicArn: topic.arn,
      textFor: () => 'text',
      attributes: {},
      timestamp: '2026-11-23T00:00:00.000Z',
    });
  return { clock, memory, deliverer, subscribe, publish };
}

it('keeps the last 10,000 outcomes', () => {
  const { deliverer, publish } = start(async () => ({}) as never);
  for (let n = 0; n < 10_500; n++) publish(String(n));
  expect(deliverer.deliveries()).toHaveLength(10_000);
  expect(deliverer.deliveries()[0]?.messageId).toBe('500');
});

it('tries no message again after it was stopped', async () => {
  let calls = 0;
  const { clock, memory, deliverer, subscribe, publish } = start(async () => {
    calls++;
    throw new AwsError('ServiceException', 'not now', 500);
  });
  subscribe();
  publish('one');
  await memory.settled();
  clock.advance(1000);
  await memory.settled();
  expect(calls).toBe(5);
  expect(clock.pending()).toBe(1);
  deliverer.stop();
  expect(clock.pending()).toBe(0);
  clock.advance(86_400_000);
  await memory.settled();
  expect(calls).toBe(5);
});
