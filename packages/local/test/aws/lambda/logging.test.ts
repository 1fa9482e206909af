import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogWriter } from '../../../src/aws/lambda/execution/log-writer.ts';
import { createHarness, type Harness } from './support/harness.ts';
import { ACCOUNT, ADMIN } from './support/memory-kernel.ts';

const GROUP = '/aws/lambda/f';
const GROUP_ARN = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${GROUP}`;
const CODE = 'exports.handler = async () => console.log("hello");';

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness();
});
afterEach(() => aws.close());

const denied = () =>
  aws.trail
    .decisions()
    .filter(({ allowed }) => !allowed)
    .map(({ principal, action, resource }) => ({ principal, action, resource }));

it('a role without any right on logs loses them silently, and the function runs', async () => {
  await aws.create(CODE, { Role: aws.role('Mute', []) });
  const { output } = await aws.invoke();
  expect(output).toMatchObject({ StatusCode: 200 });
  expect(output.FunctionError).toBeUndefined();
  expect(denied()).toEqual([
    {
      principal: `arn:aws:sts::${ACCOUNT}:assumed-role/Mute/f`,
      action: 'logs:CreateLogStream',
      resource: expect.stringMatching(
        /:log-group:\/aws\/lambda\/f:log-stream:2026\/11\/24\/\[\$LATEST\][0-9a-f]{32}$/,
      ),
    },
  ]);
});

it('a role that may not create groups writes where the group exists', async () => {
  const Role = aws.role('Least', [
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP_ARN}:*` },
  ]);
  await aws.create(CODE, { Role });
  await aws.invoke();
  expect(denied()).toMatchObject([{ action: 'logs:CreateLogGroup', resource: `${GROUP_ARN}:log-stream:` }]);

  await aws.kernel.call(ADMIN, 'cloudwatch-logs', 'CreateLogGroup', { logGroupName: GROUP });
  await aws.invoke();
  expect(await aws.logs()).toContainEqual(expect.stringMatching(/\tINFO\thello\n$/));
  expect(denied()).toHaveLength(1);
});

it('a role that may do all but PutLogEvents leaves an empty stream', async () => {
  const Role = aws.role('NoPut', [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream'], Resource: '*' },
  ]);
  await aws.create(CODE, { Role });
  await aws.invoke();
  expect(await aws.logs()).toEqual([]);
  expect(denied()).toMatchObject([{ action: 'logs:PutLogEvents' }]);
});

it('a group deleted between two invocations is made again by the later one', async () => {
  await aws.create(CODE);
  await aws.invoke();
  await aws.kernel.call(ADMIN, 'cloudwatch-logs', 'DeleteLogGroup', { logGroupName: GROUP });
  await aws.invoke();
  expect((await aws.logs())[0]).toMatch(/^START RequestId/);
});

it('another log group may be chosen', async () => {
  await aws.create(CODE, { LoggingConfig: { LogGroup: '/shared' } });
  await aws.invoke();
  expect(await aws.logs('/shared')).toHaveLength(5);
});

it('what an invocation writes is sent a megabyte at a time, not kept until its end', async () => {
  const caller = { kind: 'root', arn: 'arn', accountId: ACCOUNT, userId: ACCOUNT } as const;
  const { kernel, clock } = aws;
  const log = createLogWriter({ kernel, clock, caller, group: '/written' });
  const writes = () => aws.trail.decisions().filter(({ action }) => action === 'logs:PutLogEvents').length;
  for (let n = 0; n < 10; n++) log.add('x'.repeat(100_000));
  await aws.settled();
  expect(writes()).toBe(0);
  log.add('x'.repeat(100_000));
  await aws.settled();
  expect(writes()).toBeGreaterThan(0);
});
