import { beforeEach, describe, expect, it } from 'vitest';
import { createLogs } from '../../../src/aws/logs/create-logs.ts';
import { createManualClock, type ManualClock } from '../lambda/support/manual-clock.ts';
import { ACCOUNT, ADMIN, createMemoryKernel, type MemoryKernel } from '../lambda/support/memory-kernel.ts';

const ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/app`;
const DAY = 86_400_000;

let clock: ManualClock;
let aws: MemoryKernel;
const logs = (operation: string, input: object) =>
  aws.kernel.call(ADMIN, 'cloudwatch-logs', operation, input);
const put = (stream: string, ...messages: string[]) =>
  logs('PutLogEvents', {
    logGroupName: '/app',
    logStreamName: stream,
    logEvents: messages.map((message, n) => ({ timestamp: clock.now() + n, message })),
  });
const messages = (output: Record<string, unknown>) =>
  (output['events'] as { message: string }[]).map(({ message }) => message);
const filter = async (input: object) =>
  messages(await logs('FilterLogEvents', { logGroupName: '/app', ...input }));

beforeEach(async () => {
  clock = createManualClock();
  aws = createMemoryKernel(clock);
  aws.add(createLogs({ kernel: aws.kernel, clock }));
  await logs('CreateLogGroup', { logGroupName: '/app' });
  await logs('CreateLogStream', { logGroupName: '/app', logStreamName: 's' });
});

describe('log groups', () => {
  it('are described with both forms of their ARN', async () => {
    await put('s', 'four', 'more');
    await logs('PutRetentionPolicy', { logGroupName: '/app', retentionInDays: 7 });
    await expect(logs('DescribeLogGroups', { logGroupNamePrefix: '/a' })).resolves.toEqual({
      logGroups: [
        {
          logGroupName: '/app',
          creationTime: clock.now(),
          retentionInDays: 7,
          metricFilterCount: 0,
          arn: `${ARN}:*`,
          logGroupArn: ARN,
          storedBytes: 8,
          logGroupClass: 'STANDARD',
          deletionProtectionEnabled: false,
        },
      ],
    });
  });

  it('are listed by pages, by name', async () => {
    for (const logGroupName of ['c', 'a', 'b']) await logs('CreateLogGroup', { logGroupName });
    const names = (page: Record<string, unknown>) =>
      (page['logGroups'] as { logGroupName: string }[]).map(({ logGroupName }) => logGroupName);
    const first = await logs('DescribeLogGroups', { limit: 3 });
    expect(names(first)).toEqual(['/app', 'a', 'b']);
    const second = await logs('DescribeLogGroups', { limit: 3, nextToken: first['nextToken'] });
    expect(names(second)).toEqual(['c']);
    expect(second).not.toHaveProperty('nextToken');
    expect(names(await logs('DescribeLogGroups', { logGroupNamePattern: 'pp' }))).toEqual(['/app']);
  });

  it('carry tags', async () => {
    await logs('TagResource', { resourceArn: ARN, tags: { a: '1', b: '2' } });
    await logs('UntagResource', { resourceArn: ARN, tagKeys: ['a'] });
    await expect(logs('ListTagsForResource', { resourceArn: ARN })).resolves.toEqual({ tags: { b: '2' } });
  });

  it('forget events that are older than their retention', async () => {
    await put('s', 'old');
    clock.advance(2 * DAY);
    await put('s', 'new');
    await logs('PutRetentionPolicy', { logGroupName: '/app', retentionInDays: 1 });
    expect(await filter({})).toEqual(['new']);
    await logs('DeleteRetentionPolicy', { logGroupName: '/app' });
    expect(await filter({})).toEqual(['old', 'new']);
  });
});

describe('refusals', () => {
  const NO_GROUP = 'The specified log group does not exist.';
  const app = { logGroupName: '/app' };
  it.each([
    ['CreateLogGroup', app, 'ResourceAlreadyExistsException', 'The specified log group already exists'],
    [
      'CreateLogStream',
      { ...app, logStreamName: 's' },
      'ResourceAlreadyExistsException',
      'The specified log stream already exists',
    ],
    ['CreateLogStream', { logGroupName: 'no', logStreamName: 's' }, 'ResourceNotFoundException', NO_GROUP],
    ['DeleteLogGroup', { logGroupName: 'no' }, 'ResourceNotFoundException', NO_GROUP],
    [
      'DeleteLogStream',
      { ...app, logStreamName: 'no' },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    [
      'PutLogEvents',
      { ...app, logStreamName: 'no', logEvents: [] },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    [
      'GetLogEvents',
      { ...app, logStreamName: 'no' },
      'ResourceNotFoundException',
      'The specified log stream does not exist.',
    ],
    ['FilterLogEvents', { logGroupName: 'no' }, 'ResourceNotFoundException', NO_GROUP],
    [
      'PutRetentionPolicy',
      { ...app, retentionInDays: 2 },
      'InvalidParameterException',
      expect.stringContaining('[1, 3, 5, 7, 14, 30,'),
    ],
    [
      'CreateLogGroup',
      { logGroupName: 'k', kmsKeyId: 'x' },
      'InvalidParameterException',
      expect.stringMatching(/not built in local AWS\.$/),
    ],
    [
      'DescribeLogStreams',
      { ...app, orderBy: 'LastEventTime', logStreamNamePrefix: 'x' },
      'InvalidParameterException',
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    ],
    [
      'FilterLogEvents',
      { ...app, nextToken: '!' },
      'InvalidParameterException',
      'The specified nextToken is invalid.',
    ],
    [
      'FilterLogEvents',
      { ...app, filterPattern: '{ $.x = 1 }' },
      'InvalidParameterException',
      expect.stringContaining('not built'),
    ],
    [
      'FilterLogEvents',
      { ...app, filterPattern: 'a-b' },
      'InvalidParameterException',
      "Invalid character(s) in term 'a-b'",
    ],
  ])('%s %j', async (operation, input, code, message) => {
    await expect(logs(operation, input)).rejects.toMatchObject({ code, message });
  });

  it('of a batch: order, span and size', async () => {
    const batch = (...events: [number, string][]) =>
      logs('PutLogEvents', {
        ...app,
        logStreamName: 's',
        logEvents: events.map(([offset, message]) => ({ timestamp: clock.now() + offset, message })),
      });
    const refused = (message: RegExp) => ({
      code: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
    await expect(batch([1, 'b'], [0, 'a'])).rejects.toMatchObject(refused(/chronological order\.$/));
    await expect(batch([-DAY - 1, 'a'], [0, 'b'])).rejects.toMatchObject(
      refused(/cannot span more than 24 hours\.$/),
    );
    await expect(batch([0, 'x'.repeat(1_048_551)])).rejects.toMatchObject(
      refused(/^Upload too large: 1048577 bytes exceeds limit of 1048576$/),
    );
    await expect(batch([0, 'now'], [3 * 3_600_000, 'too new'])).resolves.toEqual({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
    });
    await expect(batch([-15 * DAY, 'too old'])).resolves.toEqual({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    expect(await filter({})).toEqual(['now']);
  });
});

describe('IAM is asked', () => {
  it.each([
    ['CreateLogStream', { logStreamName: 'x' }, `${ARN}:log-stream:x`],
    ['PutLogEvents', { logStreamName: 's', logEvents: [] }, `${ARN}:log-stream:s`],
    ['GetLogEvents', { logStreamName: 's' }, `${ARN}:log-stream:s`],
    ['FilterLogEvents', {}, `${ARN}:log-stream:`],
    ['DescribeLogStreams', {}, `${ARN}:log-stream:`],
    ['PutRetentionPolicy', { retentionInDays: 7 }, `${ARN}:log-stream:`],
  ])('for %s', async (operation, input, resource) => {
    await logs(operation, { logGroupName: '/app', ...input });
    expect(aws.trail.decisions().at(-1)).toMatchObject({ action: `logs:${operation}`, resource });
  });

  it('so that a policy must name a group with :*', async () => {
    const may = async (resource: string) => {
      const role = aws.role('Reader', [{ Effect: 'Allow', Action: 'logs:*', Resource: resource }]);
      const { caller } = aws.identity.issueSession(role, 'me', 900);
      return aws.kernel.call(caller, 'cloudwatch-logs', 'FilterLogEvents', { logGroupName: '/app' }).then(
        () => true,
        () => false,
      );
    };
    expect(await may(ARN)).toBe(false);
    expect(await may(`${ARN}:*`)).toBe(true);
    expect(await may('arn:aws:logs:*:*:*')).toBe(true);
  });
});

describe('reading', () => {
  beforeEach(async () => {
    await logs('CreateLogStream', { logGroupName: '/app', logStreamName: 't' });
    await put('s', 'one', 'two', 'three');
    await put('t', 'ERROR first', 'WARN [second] x');
  });

  it('FilterLogEvents merges streams by time and pages', async () => {
    expect(await filter({})).toEqual(['one', 'ERROR first', 'two', 'WARN [second] x', 'three']);
    const first = await logs('FilterLogEvents', { logGroupIdentifier: `${ARN}:*`, limit: 3 });
    expect(messages(first)).toHaveLength(3);
    expect((first['events'] as { eventId: string }[])[0]?.eventId).toMatch(/^\d{56}$/);
    expect(await filter({ limit: 3, nextToken: first['nextToken'] })).toEqual(['WARN [second] x', 'three']);
  });

  it('FilterLogEvents chooses streams and times, both ends included', async () => {
    expect(await filter({ logStreamNames: ['t'] })).toEqual(['ERROR first', 'WARN [second] x']);
    expect(await filter({ logStreamNamePrefix: 's' })).toEqual(['one', 'two', 'three']);
    const at = clock.now() + 1;
    expect(await filter({ startTime: at, endTime: at, logStreamNames: ['s'] })).toEqual(['two']);
  });

  it.each([
    ['ERROR', ['ERROR first']],
    ['error', []],
    ['?ERROR ?WARN', ['ERROR first', 'WARN [second] x']],
    ['"[second] x"', ['WARN [second] x']],
    ['WARN x', ['WARN [second] x']],
    ['WARN -x', []],
    ['-ERROR -WARN', ['one', 'two', 'three']],
    ['', ['one', 'ERROR first', 'two', 'WARN [second] x', 'three']],
  ])('FilterLogEvents with the pattern %s', async (filterPattern, expected) => {
    expect(await filter({ filterPattern })).toEqual(expected);
  });

  it('GetLogEvents goes forth and back, and its tokens stay at the ends', async () => {
    const get = (input: object) =>
      logs('GetLogEvents', { logGroupName: '/app', logStreamName: 's', ...input });
    const last = await get({ limit: 2 });
    expect(messages(last)).toEqual(['two', 'three']);
    const before = await get({ limit: 2, nextToken: last['nextBackwardToken'] });
    expect(messages(before)).toEqual(['one']);
    const end = await get({ nextToken: last['nextForwardToken'] });
    expect(messages(end)).toEqual([]);
    expect(end['nextForwardToken']).toBe(last['nextForwardToken']);
    expect(messages(await get({ startFromHead: true, limit: 1 }))).toEqual(['one']);
    expect(messages(await get({ endTime: clock.now() + 1 }))).toEqual(['one']);
  });

  it('DescribeLogStreams orders by name or by the last event', async () => {
    const names = async (input: object) =>
      ((await logs('DescribeLogStreams', { logGroupName: '/app', ...input }))['logStreams'] as object[]).map(
        (stream) => (stream as { logStreamName: string }).logStreamName,
      );
    expect(await names({})).toEqual(['s', 't']);
    expect(await names({ orderBy: 'LastEventTime' })).toEqual(['t', 's']);
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['s', 't']);
    await expect(logs('DescribeLogStreams', { logGroupName: '/app', limit: 1 })).resolves.toMatchObject({
      logStreams: [
        {
          firstEventTimestamp: clock.now(),
          lastEventTimestamp: clock.now() + 2,
          lastIngestionTime: clock.now(),
          arn: `${ARN}:log-stream:s`,
          storedBytes: 0,
        },
      ],
    });
  });
});

describe('what is kept', () => {
  it('of a stream is its last 20,000 events', async () => {
    for (let batch = 0; batch < 3; batch++) {
      clock.advance(1);
      const logEvents = Array.from({ length: 10_000 }, () => ({
        timestamp: clock.now(),
        message: `${batch}`,
      }));
      await logs('PutLogEvents', { logGroupName: '/app', logStreamName: 's', logEvents });
    }
    const { logStreams } = await logs('DescribeLogStreams', { logGroupName: '/app' });
    const [stream] = logStreams as { firstEventTimestamp: number; lastEventTimestamp: number }[];
    expect(stream).toMatchObject({ firstEventTimestamp: clock.now() - 1, lastEventTimestamp: clock.now() });
  });

  it('stays in the order of time when a late batch is older', async () => {
    await logs('PutLogEvents', {
      logGroupName: '/app',
      logStreamName: 's',
      logEvents: [{ timestamp: clock.now(), message: 'new' }],
    });
    await logs('PutLogEvents', {
      logGroupName: '/app',
      logStreamName: 's',
      logEvents: [{ timestamp: clock.now() - 5, message: 'old' }],
    });
    expect(messages(await logs('GetLogEvents', { logGroupName: '/app', logStreamName: 's' }))).toEqual([
      'old',
      'new',
    ]);
  });

  it('of a group are the 1,000 streams that were written to last', async () => {
    await put('s', 'kept');
    for (let n = 0; n < 1000; n++) {
      clock.advance(1);
      if (n === 998) await put('s', 'kept again');
      await logs('CreateLogStream', { logGroupName: '/app', logStreamName: `stream-${n}` });
    }
    await expect(put('stream-0', 'gone')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await put('stream-1', 'there');
    expect(await filter({ logStreamNames: ['s'] })).toEqual(['kept', 'kept again']);
  });
});
