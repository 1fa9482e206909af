import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, type Cloud, refusal, startCloud } from './support/cloud.ts';
import { recordedAnswers } from './support/corpora.ts';

let cloud: Cloud;
let TopicArn: string;
beforeAll(async () => {
  cloud = await startCloud();
  TopicArn = (await cloud.sns.send(new CreateTopicCommand({ Name: 'topic' }))).TopicArn ?? '';
});
afterAll(() => cloud.close());

type Input = ConstructorParameters<typeof PublishCommand>[0];
const publish = (input: Partial<Input>) =>
  cloud.sns.send(new PublishCommand({ TopicArn, Message: 'text', ...input }));
const batch = (entries: { Id: string; Message: string; MessageStructure?: string }[]) =>
  cloud.sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));

describe('publishing', () => {
  it.each<[string, Partial<Input>]>([
    ['Invalid parameter: Empty message', { Message: '' }],
    ['Invalid parameter: Subject', { Subject: '' }],
    ['Invalid parameter: Subject', { Subject: 'two\nlines' }],
    ['Invalid parameter: Message too long', { Message: 'a'.repeat(262_145) }],
    [
      'Invalid parameter: Message too long',
      {
        Message: 'a'.repeat(262_140),
        MessageAttributes: { attr: { DataType: 'String', StringValue: 'value' } },
      },
    ],
    [
      'Invalid parameter: Message Structure - No default entry in JSON message body',
      { Message: '{"sqs":"x"}', MessageStructure: 'json' },
    ],
    [
      'Invalid parameter: Message Structure - No default entry in JSON message body',
      { Message: '{"default":{"a":1}}', MessageStructure: 'json' },
    ],
    [
      'Invalid parameter: Message Structure - JSON message body failed to parse',
      { Message: '{"default":', MessageStructure: 'json' },
    ],
    [
      'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      { MessageDeduplicationId: 'd' },
    ],
    [
      'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1',
      { TopicArn: 'randomstring' },
    ],
    ['Invalid parameter: TopicArn', { TopicArn: `arn:aws:sns:eu-west-1:${account}:topic` }],
    ['Topic does not exist', { TopicArn: `arn:aws:sns:us-east-1:${account}:absent` }],
  ])('is refused: %s', async (message, input) => {
    expect((await refusal(publish(input))).message).toBe(message);
  });

  it('refuses message attributes in the recorded words', async () => {
    const recorded = recordedAnswers(
      'test_sns',
      'TestSNSSubscriptionSQS::test_empty_or_wrong_message_attributes',
    );
    const text = { DataType: 'String', StringValue: 'v' };
    const bytes = new Uint8Array([1]);
    const asked: Record<
      string,
      Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>
    > = {
      missing_string_attr: { attr1: { DataType: 'String', StringValue: '' } },
      fully_missing_string_attr: { attr1: { DataType: 'String' } },
      missing_binary_attr: { attr1: { DataType: 'Binary', BinaryValue: new Uint8Array() } },
      str_attr_binary_value: { attr1: { DataType: 'String', BinaryValue: bytes } },
      int_attr_binary_value: { attr1: { DataType: 'Number', BinaryValue: bytes } },
      binary_attr_string_value: { attr1: { DataType: 'Binary', StringValue: '123' } },
      invalid_attr_string_value: { attr1: { DataType: 'InvalidType', StringValue: '123' } },
      too_long_name: { ['a'.repeat(257)]: text },
      invalid_name: { 'a^*?': text },
      invalid_name_2: { '.abc': text },
      invalid_name_3: { 'abc.': text },
      invalid_name_4: { 'a..bc': text },
    };
    for (const [name, MessageAttributes] of Object.entries(asked)) {
      const answer = await refusal(publish({ MessageAttributes }));
      expect(answer.name).toBe('InvalidParameterValueException');
      if (recorded !== undefined) expect(answer.message).toBe(recorded[name]?.Error?.Message);
    }
    for (const DataType of ['StringPrefix', 'Prefix.String']) {
      const answer = await refusal(publish({ MessageAttributes: { attr1: { DataType, StringValue: 'v' } } }));
      expect(answer.message).toContain('has an invalid message attribute type');
    }
    await publish({ MessageAttributes: { attr1: { DataType: 'String.prefixed', StringValue: 'v' } } });
  });

  it('takes larger messages when the topic says so', async () => {
    const set = (AttributeValue: string) =>
      cloud.sns.send(
        new SetTopicAttributesCommand({ TopicArn, AttributeName: 'MaximumMessageSize', AttributeValue }),
      );
    await set('1048576');
    await publish({ Message: 'a'.repeat(1_048_576) });
    await set('262144');
    expect((await refusal(publish({ Message: 'a'.repeat(1_048_576) }))).message).toContain('too long');
    expect((await refusal(set('1023'))).message).toContain('MaximumMessageSize');
  });

  it('takes a topic as TargetArn, and nothing else', async () => {
    const { MessageId } = await cloud.sns.send(new PublishCommand({ TargetArn: TopicArn, Message: 'text' }));
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    const device = `arn:aws:sns:us-east-1:${account}:endpoint/APNS/abcdef/0f7d5971-aa8b-4bd5-b585-0826e9f93a66`;
    const answer = await refusal(cloud.sns.send(new PublishCommand({ TargetArn: device, Message: 'text' })));
    expect(answer.message).toBe(
      'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified',
    );
    const phone = new PublishCommand({ PhoneNumber: '+15551234567', Message: 'text' });
    expect(await refusal(cloud.sns.send(phone))).toMatchObject({ status: 501 });
  });

  it('takes batches of up to ten', async () => {
    const { Successful, Failed } = await batch([
      { Id: 'a-1', Message: 'one' },
      { Id: 'b_2', Message: 'two' },
    ]);
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a-1', 'b_2']);
    expect(Failed ?? []).toEqual([]);
  });

  it.each([
    [
      'TooManyEntriesInBatchRequestException',
      'The batch request contains more entries than permissible.',
      11,
      '',
    ],
    [
      'BatchEntryIdsNotDistinctException',
      'Two or more batch entries in the request have the same Id.',
      2,
      'same',
    ],
    [
      'InvalidBatchEntryIdException',
      'The Id of a batch entry in the batch request contains an impermissible character: message.id',
      1,
      'message.id',
    ],
    [
      'InvalidBatchEntryIdException',
      `The Id of a batch entry in the batch request is too long: ${'a'.repeat(81)}`,
      1,
      'a'.repeat(81),
    ],
  ])('refuses a batch: %s', async (name, message, count, id) => {
    const entries = Array.from({ length: count }, (_, index) => ({
      Id: id === '' ? `${index}` : id,
      Message: 'text',
    }));
    expect(await refusal(batch(entries))).toMatchObject({ name, message, status: 400 });
  });

  it('refuses a batch that is too long, or of which one entry is wrong', async () => {
    const half = 'a'.repeat(131_073);
    const long = batch([
      { Id: '1', Message: half },
      { Id: '2', Message: half },
    ]);
    expect(await refusal(long)).toMatchObject({
      name: 'BatchRequestTooLongException',
      message: 'The length of all the messages put together is more than the limit.',
    });
    const wrong = batch([
      { Id: '1', Message: 'text' },
      { Id: '2', Message: '{}', MessageStructure: 'json' },
    ]);
    expect((await refusal(wrong)).message).toBe(
      'Invalid parameter: Message Structure - No default entry in JSON message body',
    );
  });
});
