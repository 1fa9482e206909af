import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { account, type Cloud, refusal, startCloud } from './support.ts';

let cloud: Cloud;
let QueueUrl: string;
beforeEach(async () => {
  cloud = await startCloud();
  QueueUrl = await create('queue');
});
afterEach(() => cloud.close());

const create = async (QueueName: string, Attributes: Record<string, string> = {}) =>
  (await cloud.sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
const send = (MessageBody: string, rest: Partial<SendMessageCommandInput> = {}) =>
  cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...rest }));
const receive = async (rest: Partial<ReceiveMessageCommandInput> = {}): Promise<readonly Message[]> =>
  (await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...rest })))
    .Messages ?? [];
const receiveOne = async (rest: Partial<ReceiveMessageCommandInput> = {}): Promise<Message> => {
  const [message] = await receive(rest);
  if (message === undefined) throw new Error('No message.');
  return message;
};

const attributes: Record<string, MessageAttributeValue> = {
  Hello: { DataType: 'String', StringValue: 'There' },
  General: { DataType: 'String', StringValue: 'Kenobi' },
  'Help.Me': { DataType: 'String', StringValue: 'Me' },
};

describe('messages', () => {
  it('come out as they went in, and the client finds the digests right', async () => {
    const sent = await send('msg', { MessageAttributes: attributes });
    expect(sent).toMatchObject({
      MD5OfMessageBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
      MD5OfMessageAttributes: '4c360f3fdafd970e05fae2f149d997f5',
    });
    const all = await receiveOne({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(all).toMatchObject({
      Body: 'msg',
      MD5OfMessageAttributes: '4c360f3fdafd970e05fae2f149d997f5',
      MessageAttributes: attributes,
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(cloud.clock.now()) },
    });
  });

  it.each([
    [['General', 'Hello'], 'fca026605781cb4126a1e9044df24232'],
    [['Hello', 'NotThere'], 'a311262e065454b75da111d535b8dacd'],
    [['Hel.*'], '83fee93c1bcd8b9a5a923ffacdc636c7'],
    [['.*'], '4c360f3fdafd970e05fae2f149d997f5'],
    [['NotThere'], undefined],
  ])('show the attributes %j with the recorded digest', async (names, digest) => {
    await send('msg', { MessageAttributes: attributes });
    expect((await receiveOne({ MessageAttributeNames: names })).MD5OfMessageAttributes).toBe(digest);
  });

  it('carry binary attributes with the recorded digest', async () => {
    const BinaryValue = Buffer.from(
      'traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01',
      'latin1',
    );
    await send('test', { MessageAttributes: { attr1: { DataType: 'Binary', BinaryValue } } });
    expect(await receiveOne({ MessageAttributeNames: ['All'] })).toMatchObject({
      MD5OfMessageAttributes: '8cbe4db156db8a94db8b801b7addb984',
    });
  });

  it('hide while they are in flight and come back with a higher count', async () => {
    await send('msg');
    const first = await receiveOne();
    expect(await receive()).toEqual([]);
    cloud.clock.advance(30_000);
    const second = await receiveOne({ MessageSystemAttributeNames: ['All'] });
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
  });

  it('are deleted by any handle they had, more than once', async () => {
    await send('msg');
    const { ReceiptHandle } = await receiveOne({ VisibilityTimeout: 0 });
    await receiveOne({ VisibilityTimeout: 0 });
    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect(await receive()).toEqual([]);
    expect(
      await refusal(cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' }))),
    ).toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      message: 'The input receipt handle "garbage" is not a valid receipt handle.',
    });
  });

  it('change their visibility only in flight', async () => {
    await send('msg');
    const { ReceiptHandle } = await receiveOne();
    const change = (VisibilityTimeout: number) =>
      cloud.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    await change(60);
    cloud.clock.advance(30_000);
    expect(await receive()).toEqual([]);
    await change(0);
    expect((await refusal(change(10))).message).toBe(
      `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
    );
    expect(await receive()).toHaveLength(1);
  });

  it('are delayed by the message, or by the queue', async () => {
    await send('late', { DelaySeconds: 5 });
    expect(await receive()).toEqual([]);
    const counts = await cloud.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessagesDelayed'] }),
    );
    expect(counts.Attributes).toEqual({ ApproximateNumberOfMessagesDelayed: '1' });
    cloud.clock.advance(5000);
    expect(await receive()).toHaveLength(1);
  });

  it('are forgotten after the retention period', async () => {
    await send('old');
    cloud.clock.advance(345_600_000);
    expect(await receive()).toEqual([]);
  });

  it('are waited for', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send('msg', { DelaySeconds: 10 });
    cloud.clock.advance(10_000);
    expect(await waiting).toMatchObject([{ Body: 'msg' }]);
  });

  it('are waited for no longer than asked', async () => {
    const arrived = { done: false };
    const waiting = cloud.aws.kernel
      .call(cloud.aws.administrator.caller, 'sqs', 'ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 })
      .then((answer) => {
        arrived.done = true;
        return answer;
      });
    cloud.clock.advance(19_999);
    await Promise.resolve();
    expect(arrived.done).toBe(false);
    cloud.clock.advance(1);
    expect(await waiting).toEqual({});
  });

  it('go to the dead-letter queue after as many receives as allowed', async () => {
    const dead = await create('dead');
    const source = QueueUrl;
    const arn = (name: string) => `arn:aws:sqs:us-east-1:${account}:${name}`;
    QueueUrl = await create('redriven', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('dead'), maxReceiveCount: 2 }),
    });
    const { MessageId } = await send('poison');
    for (const _ of [1, 2]) expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive()).toEqual([]);
    QueueUrl = dead;
    expect(await receiveOne({ MessageSystemAttributeNames: ['All'] })).toMatchObject({
      MessageId,
      Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: arn('redriven') },
    });
    QueueUrl = source;
  });

  it.each<[string, string, Partial<SendMessageCommandInput>]>([
    [
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
      { MessageBody: 'a'.repeat(1025) },
    ],
    ['MissingParameter', 'The request must contain the parameter MessageBody.', { MessageBody: '' }],
    ['InvalidMessageContents', 'Invalid characters found.', { MessageBody: 'a\u0001' }],
    ['InvalidParameterValue', 'Value 901 for parameter DelaySeconds is invalid.', { DelaySeconds: 901 }],
    [
      'InvalidParameterValue',
      'Number of message attributes [11] exceeds the allowed maximum [10].',
      {
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, n) => [`a${n}`, { DataType: 'String', StringValue: 'x' }]),
        ),
      },
    ],
    [
      'InvalidParameterValue',
      'The request include parameter that is not valid for this queue type.',
      { MessageDeduplicationId: 'd' },
    ],
  ])('are refused: %s %s', async (name, message, input) => {
    QueueUrl = await create('small', { MaximumMessageSize: '1024' });
    const answer = await refusal(send('msg', input));
    expect(answer.name).toBe(name);
    expect(answer.message).toContain(message);
  });

  it('cannot be received eleven at a time', async () => {
    expect((await refusal(receive({ MaxNumberOfMessages: 11 }))).message).toBe(
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    );
  });
});

describe('batches', () => {
  it('tell the failure of one entry beside the success of others', async () => {
    QueueUrl = await create('mixed', { MaximumMessageSize: '1024' });
    const Entries = [
      { Id: '1', MessageBody: 'short' },
      { Id: '2', MessageBody: 'a'.repeat(1025) },
    ];
    const { Successful, Failed } = await cloud.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).toMatchObject([{ Id: '1' }]);
    expect(Failed).toMatchObject([{ Id: '2', SenderFault: true, Code: 'InvalidParameterValue' }]);
    const { ReceiptHandle } = await receiveOne();
    const deletes = [
      { Id: 'a', ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'garbage' },
    ];
    const answer = await cloud.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: deletes }));
    expect(answer).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
    });
  });

  it.each([
    [
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10. You have sent 20.',
      20,
      '',
    ],
    ['BatchEntryIdsNotDistinct', 'Id same repeated.', 2, 'same'],
    ['EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.', 0, ''],
    [
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      1,
      'invalid:id',
    ],
  ])('are refused as a whole: %s', async (name, message, count, id) => {
    const Entries = Array.from({ length: count }, (_, n) => ({
      Id: id === '' ? `${n}` : id,
      MessageBody: 'x',
    }));
    const call = cloud.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(await refusal(call)).toMatchObject({ name, message });
  });
});

describe('who may send', () => {
  it('is no service without a word of the queue policy', async () => {
    const sns = {
      kind: 'service',
      arn: 'sns.amazonaws.com',
      accountId: account,
      userId: 'sns.amazonaws.com',
    } as const;
    const call = cloud.aws.kernel.call(sns, 'sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });
    await expect(call).rejects.toMatchObject({
      code: 'AccessDenied',
      message: `User: sns.amazonaws.com is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:${account}:queue because no resource-based policy allows the sqs:sendmessage action`,
    });
  });
});
