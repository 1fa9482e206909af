import { afterEach, describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './support/harness.ts';
import { createManualClock } from './support/manual-clock.ts';
import { ACCOUNT } from './support/memory-kernel.ts';

const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const SLOW =
  'exports.handler = async () => { await new Promise((r) => setTimeout(r, 100)); return process.pid; };';

let aws: Harness;
afterEach(() => aws.close());

it('DryRun runs nothing', async () => {
  aws = await createHarness();
  await aws.create(SLOW);
  expect((await aws.invoke({}, { InvocationType: 'DryRun' })).output).toEqual({ StatusCode: 204 });
  expect(aws.lambda.invocations()).toEqual([]);
});

it('without a payload the event is an empty object; the client context is handed on', async () => {
  aws = await createHarness();
  await aws.create('exports.handler = async (e, c) => ({ e, custom: c.clientContext?.custom });');
  const ClientContext = Buffer.from(JSON.stringify({ custom: { who: 'Zoë' } })).toString('base64');
  expect((await aws.invoke(undefined, { ClientContext })).payload).toEqual({ e: {}, custom: { who: 'Zoë' } });
});

describe('Invoke refuses', () => {
  it.each([
    [
      'what is no JSON',
      { Payload: Buffer.from('{"a":,}') },
      'InvalidRequestContentException',
      400,
      /^Could not parse request body into json: Could not parse payload into json: /,
    ],
    [
      'what is no UTF-8',
      { Payload: new Uint8Array([0xa7, 0x22]) },
      'InvalidRequestContentException',
      400,
      /^Could not parse request body/,
    ],
    [
      'an event of more than 1 MB',
      { Payload: Buffer.alloc(1_048_577, '1'), InvocationType: 'Event' },
      'RequestTooLargeException',
      413,
      /^1048577 byte payload is too large for the Event invocation type \(limit 1048576 bytes\)$/,
    ],
    ['a version', { Qualifier: '7' }, 'ResourceNotFoundException', 404, /^Function not found: .*:f:7$/],
    [
      'an unknown function',
      { FunctionName: 'g' },
      'ResourceNotFoundException',
      404,
      /^Function not found: .*:g:\$LATEST$/,
    ],
  ])('%s', async (_name, input, code, status, message) => {
    aws = await createHarness();
    await aws.create(SLOW);
    await expect(aws.invoke(undefined, input)).rejects.toMatchObject({
      code,
      status,
      message: expect.stringMatching(message),
    });
  });
});

describe('beyond the limit of environments', () => {
  it('a synchronous invocation is throttled', async () => {
    aws = await createHarness({ concurrency: 1 });
    await aws.create(SLOW);
    const first = aws.invoke();
    await expect(aws.invoke()).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      message: 'Rate Exceeded.',
      members: { Reason: 'ConcurrentInvocationLimitExceeded' },
    });
    expect((await first).output.FunctionError).toBeUndefined();
  });

  it('an asynchronous one waits for its turn', async () => {
    aws = await createHarness({ concurrency: 1 });
    await aws.create(SLOW);
    for (let n = 0; n < 3; n++) await aws.invoke({}, { InvocationType: 'Event' });
    await aws.settled();
    expect(aws.lambda.invocations().map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    expect((await aws.logs()).filter((line) => line.startsWith('INIT_START'))).toHaveLength(1);
  });
});

it('asks for lambda:InvokeFunction on the function, qualified if the request is', async () => {
  aws = await createHarness();
  await aws.create('exports.handler = async (e, c) => c.invokedFunctionArn;');
  expect((await aws.invoke({}, { FunctionName: 'f:$LATEST' })).payload).toBe(`${ARN}:$LATEST`);
  expect(aws.trail.decisions()).toContainEqual(
    expect.objectContaining({ action: 'lambda:InvokeFunction', resource: `${ARN}:$LATEST`, allowed: true }),
  );
});

it('stop ends a function that is running', async () => {
  aws = await createHarness();
  await aws.create('exports.handler = () => new Promise(() => setInterval(() => {}, 1000));', {
    Timeout: 60,
  });
  const running = aws.invoke();
  await new Promise((resolve) => setImmediate(resolve));
  await aws.lambda.stop();
  await expect(running.then(({ payload }) => payload)).resolves.toMatchObject({
    errorType: 'Runtime.ExitError',
  });
  await expect(aws.invoke()).rejects.toMatchObject({ code: 'ServiceException' });
});

it('a start that outlasts its ten seconds goes on at the cost of the invocation', async () => {
  const processClock = createManualClock();
  aws = await createHarness({ processClock });
  await aws.create({
    'index.mjs': 'await new Promise(() => setInterval(() => {}, 1000)); export const handler = 1;',
  });
  const running = aws.invoke();
  const timer = async (count: number) => {
    while (processClock.pending() < count) await new Promise((resolve) => setImmediate(resolve));
  };
  await timer(1);
  processClock.advance(10_000);
  await timer(1);
  processClock.advance(3000);
  await timer(0);
  expect((await running).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  expect((await aws.logs()).at(-1)).toMatch(/\tDuration: 3000\.00 ms\t.*\tStatus: timeout\t\n$/);
});
