/** What is left of functions, roles and local AWS itself when they end. */
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, until } from './support/alive.ts';
import { createHarness, type Harness, LOGS_ANYWHERE, zipOf } from './support/harness.ts';
import { ACCOUNT } from './support/memory-kernel.ts';

const OWNER = fileURLToPath(new URL('support/owner.mjs', import.meta.url));
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:dead`;
const FAILS = 'exports.handler = async () => { throw new Error("no"); };';
const PID = 'exports.handler = async () => process.pid;';

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness({ concurrency: 1 });
});
afterEach(() => aws.close());

const directories = async (kind: 'code' | 'tmp') =>
  (await readdir(`${aws.workDirectory}/${kind}`)).filter((name) => name.startsWith('f-'));

describe('an execution role that is gone', () => {
  const failing = async () => {
    const Role = aws.role('Sender', [
      LOGS_ANYWHERE,
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
    ]);
    await aws.create(FAILS, { Role, DeadLetterConfig: { TargetArn: QUEUE } });
    await aws.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', MaximumRetryAttempts: 0 });
    await aws.invoke(undefined, {});
    return Role;
  };

  it.each([
    ['deleted', () => aws.removeRole('Sender')],
    [
      'trusting somebody else',
      () => aws.role('Sender', [{ Effect: 'Allow', Action: '*', Resource: '*' }], 'ec2.amazonaws.com'),
    ],
  ])('(%s) sends nothing to the dead-letter queue, though the environment is warm', async (_, change) => {
    const role = await failing();
    change();
    await aws.invoke({}, { InvocationType: 'Event' });
    await aws.settled();
    expect(aws.lambda.invocations()).toHaveLength(2);
    expect(aws.foreign).toEqual([]);
    expect(aws.trail.decisions().at(-1)).toMatchObject({
      principal: 'lambda.amazonaws.com',
      action: 'sts:AssumeRole',
      resource: role,
      allowed: false,
    });
  });

  it('cannot be given a dead-letter queue', async () => {
    await aws.create(PID);
    aws.removeRole('F');
    const change = aws.call('UpdateFunctionConfiguration', {
      FunctionName: 'f',
      DeadLetterConfig: { TargetArn: QUEUE },
    });
    await expect(change).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  });
});

it('the right to write logs counts as it is now, also in a warm environment', async () => {
  await aws.create('exports.handler = async (e) => { console.log(e); };');
  await aws.invoke('first');
  aws.role('F', []);
  await aws.invoke('second');
  aws.role('F', [LOGS_ANYWHERE]);
  await aws.invoke('third');
  const logged = (await aws.logs()).filter((line) => line.includes('INFO'));
  expect(logged.map((line) => line.trim().split('\t').at(-1))).toEqual(['first', 'third']);
});

describe('a deleted function', () => {
  it('finishes what runs and starts nothing that waits', async () => {
    await aws.create('exports.handler = async () => { await new Promise((r) => setTimeout(r, 300)); };');
    await aws.invoke();
    const running = aws.invoke({}, {});
    await aws.invoke({}, { InvocationType: 'Event' });
    await aws.call('DeleteFunction', { FunctionName: 'f' });
    expect((await running).output.FunctionError).toBeUndefined();
    await aws.settled();
    aws.clock.advance(600_000);
    await aws.settled();
    expect(aws.lambda.invocations()).toHaveLength(2);
    expect(await directories('tmp')).toEqual([]);
  });

  it('leaves its retries to no other function of its name', async () => {
    await aws.create(FAILS);
    await aws.invoke({}, { InvocationType: 'Event' });
    await aws.settled();
    await aws.call('DeleteFunction', { FunctionName: 'f' });
    await aws.create(PID);
    aws.clock.advance(600_000);
    await aws.settled();
    expect(aws.lambda.invocations()).toHaveLength(1);
  });

  it('takes its code and temporary files with it, as an update takes the old ones', async () => {
    await aws.create(PID);
    await aws.invoke();
    expect([(await directories('code')).length, (await directories('tmp')).length]).toEqual([1, 1]);
    await aws.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: zipOf(FAILS) });
    await aws.invoke();
    await aws.settled();
    expect([(await directories('code')).length, (await directories('tmp')).length]).toEqual([1, 1]);
    await aws.call('DeleteFunction', { FunctionName: 'f' });
    await aws.settled();
    expect([await directories('code'), await directories('tmp')]).toEqual([[], []]);
  });
});

it('stopping while an environment starts leaves no process behind', async () => {
  await aws.create(
    'require("fs").writeFileSync(process.env.HOME + "/../pid", String(process.pid)); exports.handler = async () => { for (;;) await new Promise((r) => setTimeout(r, 1000)); };',
  );
  const invocation = aws.invoke().catch(() => undefined);
  await aws.lambda.stop();
  await invocation;
  const left = await directories('tmp');
  expect(left).toEqual([]);
});

it('a process whose local AWS is killed ends by itself, and takes what it started along', async () => {
  const owner = spawn(process.execPath, [OWNER, aws.workDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  owner.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  await until(() => said.includes('\n'));
  const pids = said.trim().split(' ').map(Number);
  expect(pids).toHaveLength(2);
  expect(pids.map(isRunning)).toEqual([true, true]);
  owner.kill('SIGKILL');
  await until(() => !pids.some(isRunning));
});
