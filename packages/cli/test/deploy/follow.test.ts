import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { describe, expect, it, test } from 'vitest';
import { createBackoff } from '../../src/deploy/clock.ts';
import type { CloudFormationCalls } from '../../src/deploy/cloud.ts';
import { type FollowOptions, follow } from '../../src/deploy/events/follow.ts';
import { afterEvent, NOTHING_YET, type SeenEvent } from '../../src/deploy/events/progress.ts';
import { renderProgress } from '../../src/deploy/events/render-progress.ts';
import { readableReason } from '../../src/deploy/events/statuses.ts';
import { plain } from '../../src/deploy/paint.ts';

const ROOT = 'arn:aws:cloudformation:us-east-1:111122223333:stack/app/1';
const CHILD = 'arn:aws:cloudformation:us-east-1:111122223333:stack/app-Child/2';
const START = Date.UTC(2026, 10, 23);

let ids = 0;
type Status = NonNullable<StackEvent['ResourceStatus']>;

const event = (at: number, id: string, status: Status, more: Partial<StackEvent> = {}): StackEvent => {
  ids += 1;
  return {
    StackId: ROOT,
    StackName: 'app',
    EventId: `event-${ids}`,
    LogicalResourceId: id,
    PhysicalResourceId: `${id}-1`,
    ResourceType: 'AWS::SNS::Topic',
    ResourceStatus: status,
    Timestamp: new Date(START + at),
    ...more,
  };
};
const ofStack = (at: number, status: Status, arn = ROOT) =>
  event(at, 'app', status, { PhysicalResourceId: arn, ResourceType: 'AWS::CloudFormation::Stack' });

/** Answers rounds of events, newest first as AWS does, in pages of two. */
function scripted(rounds: readonly (Error | Readonly<Record<string, readonly StackEvent[]>>)[]) {
  const waits: number[] = [];
  const seen: SeenEvent[] = [];
  let round = 0;
  const calls = {
    async eventsOf(stackId: string, token: string | undefined) {
      const now = rounds[Math.min(round, rounds.length - 1)];
      if (now instanceof Error) {
        throw now;
      }
      const all = (now?.[stackId] ?? []).toReversed();
      const at = Number(token ?? 0);
      return {
        $metadata: {},
        StackEvents: all.slice(at, at + 2),
        NextToken: at + 2 < all.length ? String(at + 2) : undefined,
      };
    },
  } as unknown as CloudFormationCalls;
  const options: FollowOptions = {
    calls,
    stackId: ROOT,
    before: new Set(),
    signal: new AbortController().signal,
    onEvents: (events) => void seen.push(...events),
    clock: {
      now: () => START,
      random: () => 0.5,
      async sleep(ms) {
        waits.push(ms);
        if (waits.length > 5_000) throw new Error('It does not end.');
        round += 1;
      },
    },
  };
  return { options, waits, seen };
}

test('all pages are read, older events are not, and the order is that of the stack', async () => {
  const old = [ofStack(0, 'CREATE_IN_PROGRESS'), ofStack(1, 'CREATE_COMPLETE')];
  const now = [
    ofStack(10, 'UPDATE_IN_PROGRESS'),
    event(10, 'A', 'UPDATE_IN_PROGRESS'),
    event(10, 'A', 'UPDATE_COMPLETE'),
    ofStack(12, 'UPDATE_COMPLETE'),
  ];
  const { options, seen } = scripted([{ [ROOT]: [...old, ...now] }]);
  const before = new Set(old.map(({ EventId = '' }) => EventId));
  const progress = await follow({ ...options, before });
  expect(seen.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
    'app UPDATE_IN_PROGRESS',
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_COMPLETE',
    'app UPDATE_COMPLETE',
  ]);
  expect(progress).toMatchObject({ status: 'UPDATE_COMPLETE', atRest: true, rolledBack: false });
});

test('throttling is waited out with growing waits; anything else ends the following', async () => {
  const throttled = Object.assign(new Error('Rate exceeded'), {
    name: 'ThrottlingException',
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
  const done = { [ROOT]: [ofStack(0, 'CREATE_IN_PROGRESS'), ofStack(1, 'CREATE_COMPLETE')] };
  const patient = scripted([throttled, throttled, throttled, done]);
  await expect(follow(patient.options)).resolves.toMatchObject({ status: 'CREATE_COMPLETE' });
  expect(patient.waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(1_000);
  await expect(follow(scripted([throttled]).options)).rejects.toThrow('Rate exceeded');
  const denied = Object.assign(new Error('not authorized'), {
    name: 'AccessDenied',
    $fault: 'client',
    $metadata: { httpStatusCode: 403 },
  });
  const refused = scripted([denied]);
  await expect(follow(refused.options)).rejects.toThrow('not authorized');
  expect(refused.waits).toEqual([]);
});

describe('a stack in a stack', () => {
  const child = { PhysicalResourceId: CHILD, ResourceType: 'AWS::CloudFormation::Stack' };
  const rounds = [
    { [ROOT]: [ofStack(0, 'CREATE_IN_PROGRESS'), event(1, 'Child', 'CREATE_IN_PROGRESS', child)] },
    {
      [ROOT]: [
        ofStack(0, 'CREATE_IN_PROGRESS'),
        event(1, 'Child', 'CREATE_IN_PROGRESS', child),
        event(9, 'Child', 'CREATE_FAILED', {
          ...child,
          ResourceStatusReason: 'Embedded stack was not created',
        }),
        event(9, 'Other', 'CREATE_FAILED', { ResourceStatusReason: 'Resource creation cancelled' }),
        ofStack(10, 'ROLLBACK_IN_PROGRESS'),
        ofStack(11, 'ROLLBACK_COMPLETE'),
      ],
      [CHILD]: [
        event(1, 'app-Child', 'CREATE_IN_PROGRESS', child),
        event(2, 'Inner', 'CREATE_IN_PROGRESS'),
        event(3, 'Inner', 'CREATE_FAILED', { ResourceStatusReason: 'Name taken' }),
        event(4, 'app-Child', 'CREATE_FAILED', {
          ...child,
          ResourceStatusReason: 'The following resource(s) failed',
        }),
      ],
    },
  ];

  it('is followed with what is in it, which stands behind it', async () => {
    const { options } = scripted(rounds);
    const progress = await follow(options);
    expect([...progress.resources.keys()]).toEqual(['Child', 'Child/Inner', 'Other']);
  });

  it('is not the reason: what failed in it first is', async () => {
    const { options } = scripted(rounds);
    expect((await follow(options)).firstFailure).toMatchObject({
      path: 'Child/Inner',
      logicalId: 'Child',
      reason: 'Name taken',
    });
  });
});

const seen = (at: number, logicalId: string, status: string, reason?: string): SeenEvent => ({
  id: `${logicalId}${at}`,
  within: [],
  ofStack: false,
  logicalId,
  type: 'AWS::SNS::Topic',
  status,
  at,
  ...(reason !== undefined && { reason }),
});

test('a failure of the stack as a whole gives way to that of a resource; a cancelled one is none', () => {
  const progress = [
    seen(1, 'A', 'CREATE_FAILED', 'Resource creation cancelled'),
    { ...seen(2, 'app', 'DELETE_FAILED', 'The following resource(s) failed to delete: [B].'), ofStack: true },
    seen(3, 'B', 'DELETE_FAILED', 'Bucket is not empty'),
    seen(4, 'C', 'DELETE_FAILED', 'later'),
  ].reduce(afterEvent, NOTHING_YET);
  expect(progress.firstFailure).toMatchObject({ path: 'B', reason: 'Bucket is not empty' });
});

test('time counts from the last beginning: a rollback begins again', () => {
  const progress = [
    seen(1_000, 'A', 'UPDATE_IN_PROGRESS'),
    seen(3_000, 'A', 'UPDATE_COMPLETE'),
    seen(9_000, 'A', 'UPDATE_IN_PROGRESS'),
    seen(9_500, 'A', 'UPDATE_COMPLETE'),
  ].reduce(afterEvent, NOTHING_YET);
  expect(progress.resources.get('A')).toMatchObject({ startedAt: 9_000, endedAt: 9_500 });
});

test('what a replacement leaves over is deleted beside the resource, which stays', () => {
  const named = (at: number, status: string, physicalId: string) => ({
    ...seen(at, 'A', status),
    physicalId,
  });
  const progress = [
    named(1, 'UPDATE_IN_PROGRESS', 'old'),
    named(2, 'UPDATE_IN_PROGRESS', 'new'),
    named(3, 'UPDATE_COMPLETE', 'new'),
    named(4, 'DELETE_IN_PROGRESS', 'old'),
    named(5, 'DELETE_COMPLETE', 'old'),
  ].reduce(afterEvent, NOTHING_YET);
  expect([...progress.resources].map(([path, { status }]) => [path, status])).toEqual([
    ['A', 'UPDATE_COMPLETE'],
    ['A (copy)', 'DELETE_COMPLETE'],
  ]);
});

test('a table of hundreds of resources fits the terminal, with what is under way and what failed', () => {
  const events = Array.from({ length: 300 }, (_, index) => seen(index, `R${index}`, 'CREATE_COMPLETE'));
  const progress = [
    seen(0, 'First', 'CREATE_IN_PROGRESS'),
    seen(0, 'Bad', 'CREATE_FAILED', 'no'),
    ...events,
  ].reduce(afterEvent, NOTHING_YET);
  const lines = renderProgress('app', progress, 1_000, { columns: 60, rows: 20 }, plain);
  expect(lines.length).toBeLessThanOrEqual(20 - 2);
  expect(lines.every((line) => line.length <= 60)).toBe(true);
  expect(lines.join('\n')).toMatch(/… First[\s\S]*✗ Bad[\s\S]*R299[\s\S]*… 287 more/);
});

test('reasons of handlers are shown without their wrapping', () => {
  const wrapped =
    'Resource handler returned message: "Function not found" (RequestToken: 1-2, HandlerErrorCode: NotFound)';
  expect(readableReason(wrapped)).toBe('Function not found [NotFound]');
  expect(readableReason('Rate exceeded')).toBe('Rate exceeded');
});

test('waits grow while nothing happens, are short again with news, and are not in step', () => {
  const middle = createBackoff(() => 0.5);
  const waits = Array.from({ length: 8 }, () => middle.next('nothing'));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.at(-1)).toBe(5_000);
  expect(middle.next('progress')).toBe(700);
  expect(createBackoff(() => 0).next('progress')).not.toBe(createBackoff(() => 0.99).next('progress'));
});
