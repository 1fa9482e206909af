import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import { snsToLambda, snsToSqsToLambda } from '@wayleave/cloudformation/patterns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, properties, withTopic } from './support.ts';

const shared = {
  alias: fc.constantFrom('live' as const, false as const),
  ownDeadLetters: fc.constantFrom('own', 'pattern', 'none'),
  ownTopic: fc.boolean(),
  encryption: fc.boolean(),
  alarms: fc.boolean(),
  filterPolicy: fc.option(fc.constant({ kind: ['video'] }), { nil: undefined }),
  uses: fc.integer({ min: 1, max: 3 }),
};

function without<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Nothing that is undefined is left.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

describe('whatever the options', () => {
  it('snsToLambda makes a valid template whose subscriptions wait for the permission of the same function', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...shared,
          failures: fc.constantFrom('queue', 'topic', 'pattern', 'none'),
          retryAttempts: fc.constantFrom(0 as const, 2 as const, undefined),
        }),
        ({ ownDeadLetters, ownTopic, failures, uses, filterPolicy, retryAttempts, ...options }) => {
          const { t, uploads } = withTopic();
          for (let use = 0; use < uses; use += 1) {
            const queue = (what: string) => t.add(`${what}${use}`, Queue());
            const made = t.use(
              snsToLambda({
                ...code,
                ...options,
                name: `Use${use}`,
                ...without({ filterPolicy, retryAttempts }),
                ...(ownTopic ? {} : { topic: uploads }),
                ...(ownDeadLetters === 'pattern'
                  ? {}
                  : { deadLetterQueue: ownDeadLetters === 'own' ? queue('Dead') : (false as const) }),
                ...(failures === 'pattern'
                  ? {}
                  : {
                      onFailure:
                        failures === 'queue'
                          ? queue('Failed')
                          : failures === 'topic'
                            ? t.add(`Failures${use}`, Topic())
                            : (false as const),
                    }),
              }),
            );
            const json = t.toJson();
            const { Endpoint } = properties(json, made.subscription.logicalId);
            expect(properties(json, made.permission.logicalId)['FunctionName']).toEqual(Endpoint);
            expect(json.Resources[made.subscription.logicalId]?.DependsOn).toContain(
              made.permission.logicalId,
            );
          }
          expect(t.validate()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('snsToSqsToLambda makes a valid template whose queue hides messages for six runs', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...shared,
          fifo: fc.boolean(),
          rawMessageDelivery: fc.boolean(),
          timeout: fc.integer({ min: 1, max: 900 }),
          batchSize: fc.integer({ min: 1, max: 10 }),
        }),
        ({ ownDeadLetters, ownTopic: _always, uses, filterPolicy, fifo, ...options }) => {
          const { t } = withTopic();
          for (let use = 0; use < uses; use += 1) {
            const dead = () => t.add(`Dead${use}`, Queue(fifo ? { FifoQueue: true } : {}));
            const made = t.use(
              snsToSqsToLambda({
                ...code,
                ...options,
                fifo,
                name: `Use${use}`,
                ...without({ filterPolicy }),
                ...(ownDeadLetters === 'pattern'
                  ? {}
                  : { deadLetterQueue: ownDeadLetters === 'own' ? dead() : (false as const) }),
              }),
            );
            const queue = properties(t.toJson(), made.queue.logicalId);
            expect(queue['VisibilityTimeout']).toBe(6 * options.timeout);
            expect(queue['FifoQueue'] ?? false).toBe(fifo);
          }
          expect(t.validate()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
