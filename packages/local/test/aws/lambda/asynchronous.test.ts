import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHarness, type Harness, LOGS_ANYWHERE } from './support/harness.ts';
import { ACCOUNT } from './support/memory-kernel.ts';
import { recorded } from './support/recorded.ts';

const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:results`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:failures`;
const FAILS = 'exports.handler = async () => { throw new Error("intentional failure"); };';

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness();
});
afterEach(() => aws.close());

const roleThatSends = () =>
  aws.role('Sender', [
    LOGS_ANYWHERE,
    { Effect: 'Allow', Action: ['sqs:SendMessage', 'sns:Publish'], Resource: '*' },
  ]);
const send = async (event: object = { n: 1 }) => {
  const { output } = await aws.invoke(event, { InvocationType: 'Event' });
  expect(output).toEqual({ StatusCode: 202 });
  await aws.settled();
};
const later = async (ms: number) => {
  aws.clock.advance(ms);
  await aws.settled();
};
const configure = (input: object) =>
  aws.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', ...input });
const attempts = () => aws.lambda.invocations().map(({ attempt }) => attempt);

describe('an asynchronous invocation that fails', () => {
  it('is tried again after one and then two minutes, with the same request id', async () => {
    await aws.create(FAILS);
    await send();
    expect(attempts()).toEqual([1]);
    await later(59_999);
    expect(attempts()).toEqual([1]);
    await later(1);
    expect(attempts()).toEqual([1, 2]);
    await later(119_999);
    expect(attempts()).toEqual([1, 2]);
    await later(1);
    expect(attempts()).toEqual([1, 2, 3]);
    await later(6 * 3_600_000);
    expect(attempts()).toEqual([1, 2, 3]);
    expect(new Set(aws.lambda.invocations().map(({ requestId }) => requestId)).size).toBe(1);
    expect(aws.lambda.invocations()[0]).toMatchObject({
      status: 'error',
      errorType: 'Error',
      errorMessage: 'intentional failure',
    });
  });

  it('goes to the dead-letter queue as the execution role, with the reason as attributes', async () => {
    await aws.create(FAILS, { Role: roleThatSends(), DeadLetterConfig: { TargetArn: QUEUE } });
    await configure({ MaximumRetryAttempts: 0 });
    await send({ raise_error: 1 });
    expect(aws.foreign).toEqual([
      {
        caller: expect.objectContaining({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Sender/f` }),
        service: 'sqs',
        operation: 'SendMessage',
        input: {
          QueueUrl: `http://127.0.0.1:4566/${ACCOUNT}/results`,
          MessageBody: '{"raise_error":1}',
          MessageAttributes: {
            RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
            ErrorCode: { DataType: 'Number', StringValue: '200' },
            ErrorMessage: { DataType: 'String', StringValue: 'intentional failure' },
          },
        },
      },
    ]);
  });

  it('is recorded at the failure destination in the recorded form', async () => {
    await aws.create(FAILS, { Role: roleThatSends() });
    await configure({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: TOPIC } } });
    await send({ message: 'm' });
    await later(60_000);
    expect(aws.foreign).toMatchObject([{ service: 'sns', operation: 'Publish', input: { TopicArn: TOPIC } }]);
    const body = JSON.parse(String(aws.foreign[0]?.input['Message']));
    expect(body).toMatchObject({
      version: '1.0',
      timestamp: '2026-11-24T12:01:00.000Z',
      requestContext: {
        functionArn: `${ARN}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { message: 'm' },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'intentional failure' },
    });
    const sample = recorded('test_lambda_destinations', 'TestLambdaDestinationSqs::test_retries');
    if (sample === undefined) return;
    const { Messages } = sample['queue_destination_payload'] as { Messages: { Body: typeof body }[] };
    const shape = (value: object) => Object.keys(value);
    expect(shape(body)).toEqual(shape(Messages[0]?.Body));
    expect(shape(body.requestContext)).toEqual(shape(Messages[0]?.Body.requestContext));
    expect(shape(body.responseContext)).toEqual(shape(Messages[0]?.Body.responseContext));
  });

  it.each([
    [60, 1],
    [90, 2],
  ])('is given up when it would be older than %i s', async (MaximumEventAgeInSeconds, count) => {
    await aws.create(FAILS, { Role: roleThatSends() });
    await configure({ MaximumEventAgeInSeconds, DestinationConfig: { OnFailure: { Destination: QUEUE } } });
    await send();
    await later(60_000);
    const body = JSON.parse(String(aws.foreign[0]?.input['MessageBody']));
    expect(body.requestContext).toMatchObject({
      condition: 'EventAgeExceeded',
      approximateInvokeCount: count,
    });
    expect(attempts()).toHaveLength(count);
  });

  it('is not tried again once the function is deleted', async () => {
    await aws.create(FAILS);
    await send();
    await aws.call('DeleteFunction', { FunctionName: 'f' });
    await later(10 * 60_000);
    expect(attempts()).toEqual([1]);
  });

  it('does not count as in flight between two tries, and stop forgets it', async () => {
    await aws.create(FAILS);
    await send();
    expect(aws.clock.pending()).toBeGreaterThan(0);
    await aws.lambda.stop();
    expect(aws.clock.pending()).toBe(0);
  });
});

it('success goes to its destination', async () => {
  await aws.create('exports.handler = async (e) => ({ hello: e.name });', { Role: roleThatSends() });
  await configure({ DestinationConfig: { OnSuccess: { Destination: QUEUE } } });
  await send({ name: 'world' });
  const body = JSON.parse(String(aws.foreign[0]?.input['MessageBody']));
  expect(body).toMatchObject({
    requestContext: { condition: 'Success', approximateInvokeCount: 1 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { hello: 'world' },
  });
  expect(body.responseContext).not.toHaveProperty('functionError');
});

it('a role that cannot be assumed any more is tried with growing pauses, and found again', async () => {
  await aws.create('exports.handler = async () => 1;');
  aws.role('F', [LOGS_ANYWHERE], 'ec2.amazonaws.com');
  await send();
  await later(1000);
  expect(attempts()).toEqual([]);
  aws.role('F', [LOGS_ANYWHERE]);
  await later(2000);
  expect(aws.lambda.invocations()).toMatchObject([{ status: 'success', attempt: 1 }]);
  aws.role('F', [LOGS_ANYWHERE], 'ec2.amazonaws.com');
  await later(10 * 60_000);
  await expect(aws.invoke()).rejects.toMatchObject({
    code: 'AccessDeniedException',
    message: 'The role defined for the function cannot be assumed by Lambda.',
  });
});

describe('the event invoke configuration', () => {
  beforeEach(() => aws.create('exports.handler = async () => 1;', { Role: roleThatSends() }));

  it('is put, changed, shown and deleted', async () => {
    await expect(configure({ MaximumRetryAttempts: 0 })).resolves.toEqual({
      DestinationConfig: { OnFailure: {}, OnSuccess: {} },
      FunctionArn: `${ARN}:$LATEST`,
      LastModified: new Date(aws.clock.now()),
      MaximumRetryAttempts: 0,
    });
    await aws.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'f', MaximumEventAgeInSeconds: 60 });
    const shown = await aws.call('GetFunctionEventInvokeConfig', { FunctionName: 'f', Qualifier: '$LATEST' });
    expect(shown).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    await configure({ MaximumRetryAttempts: 2 });
    const list = await aws.call('ListFunctionEventInvokeConfigs', { FunctionName: 'f' });
    expect(list).toMatchObject({ FunctionEventInvokeConfigs: [{ MaximumRetryAttempts: 2 }] });
    expect(JSON.stringify(list)).not.toContain('MaximumEventAge');
    await aws.call('DeleteFunctionEventInvokeConfig', { FunctionName: 'f' });
    await expect(aws.call('GetFunctionEventInvokeConfig', { FunctionName: 'f' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
    });
  });

  const onSuccess = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } });
  const INVALID = 'InvalidParameterValueException';
  it.each([
    [{}, INVALID, 'You must specify at least one of error handling or destination setting.'],
    [
      { FunctionName: 'nope', MaximumRetryAttempts: 1 },
      'ResourceNotFoundException',
      "The function doesn't exist.",
    ],
    [onSuccess(ARN), INVALID, "You can't specify the function as a destination for itself."],
    [onSuccess(`${ARN}x`), INVALID, `The destination ARN ${ARN}x is invalid.`],
    [
      onSuccess('arn:aws:iam:us-east-1:1:x'),
      INVALID,
      'The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=arn:aws:iam:us-east-1:1:x), onFailure=null) is invalid.',
    ],
    [
      onSuccess('arn:aws:events:us-east-1:1:event-bus/b'),
      INVALID,
      'A destination of the service events is not built in local AWS.',
    ],
  ])('refuses %j', async (input, code, message) => {
    await expect(configure(input)).rejects.toMatchObject({ code, message });
  });

  it('refuses a destination that the role may not send to', async () => {
    await aws.call('UpdateFunctionConfiguration', { FunctionName: 'f', Role: aws.role('F', []) });
    await expect(configure(onSuccess(QUEUE))).rejects.toMatchObject({
      message: `The function's execution role does not have permissions to call SendMessage on ${QUEUE}`,
    });
  });
});
