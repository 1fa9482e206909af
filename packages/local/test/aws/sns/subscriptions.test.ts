import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
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

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:${account}:${name}`;
const functionArn = `arn:aws:lambda:us-east-1:${account}:function:handler`;
const subscribe = (
  Protocol: string,
  Endpoint: string,
  Attributes: Record<string, string> = {},
  topic = TopicArn,
) => cloud.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint, Attributes }));
const attributes = async (SubscriptionArn = '') =>
  (await cloud.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
const set = (SubscriptionArn: string | undefined, AttributeName: string, AttributeValue: string) =>
  cloud.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));

describe('subscriptions', () => {
  it('show what AWS shows', async () => {
    const { SubscriptionArn } = await subscribe('sqs', queueArn('shown'), { RawMessageDelivery: 'true' });
    expect(await attributes(SubscriptionArn)).toEqual({
      ConfirmationWasAuthenticated: 'true',
      Endpoint: queueArn('shown'),
      Owner: account,
      PendingConfirmation: 'false',
      Protocol: 'sqs',
      RawMessageDelivery: 'true',
      SubscriptionArn,
      SubscriptionPrincipal: `arn:aws:iam::${account}:user/administrator`,
      TopicArn,
    });
  });

  it('are the same when asked for again, unless they would differ', async () => {
    const first = await subscribe('sqs', queueArn('again'), { RawMessageDelivery: 'true' });
    expect((await subscribe('sqs', queueArn('again'))).SubscriptionArn).toBe(first.SubscriptionArn);
    const other = subscribe('sqs', queueArn('again'), { RawMessageDelivery: 'false' });
    expect((await refusal(other)).message).toBe(
      'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
    );
  });

  it('refuse endpoints that cannot be', async () => {
    const cases = [
      [
        'test-protocol',
        'x',
        'Invalid parameter: Amazon SNS does not support this protocol string: test-protocol',
      ],
      ['sqs', 'http://127.0.0.1/111122223333/q', 'Invalid parameter: SQS endpoint ARN'],
      ['lambda', 'handler', 'Invalid parameter: Lambda endpoint ARN'],
      [
        'sqs',
        queueArn('q.fifo'),
        'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
      ],
    ] as const;
    for (const [protocol, endpoint, words] of cases) {
      expect((await refusal(subscribe(protocol, endpoint))).message).toBe(words);
    }
    expect(await refusal(subscribe('https', 'https://example.com'))).toMatchObject({ status: 501 });
    expect(await refusal(subscribe('lambda', functionArn, {}, `${TopicArn}-absent`))).toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  it('of functions are refused by FIFO topics', async () => {
    const fifo = new CreateTopicCommand({ Name: 'ordered.fifo', Attributes: { FifoTopic: 'true' } });
    const { TopicArn: topic } = await cloud.sns.send(fifo);
    expect((await refusal(subscribe('lambda', functionArn, {}, topic))).message).toBe(
      'Invalid parameter: Invalid protocol type: lambda',
    );
  });

  it('of functions take no raw delivery', async () => {
    const { SubscriptionArn } = await subscribe('lambda', functionArn);
    expect((await refusal(set(SubscriptionArn, 'RawMessageDelivery', 'true'))).message).toBe(
      'Invalid parameter: Delivery protocol [lambda] does not support raw message delivery.',
    );
  });

  it('refuse attributes in the recorded words', async () => {
    const recorded = recordedAnswers('test_sns', 'TestSNSSubscriptionCrud::test_validate_set_sub_attributes');
    const { SubscriptionArn } = await subscribe('sqs', queueArn('words'));
    const asked = {
      'fake-attribute': ['FakeAttribute', 'test-value'],
      'raw-message-wrong-value': ['RawMessageDelivery', 'test-ValUe'],
      'raw-message-empty-value': ['RawMessageDelivery', ''],
      'fake-arn-redrive-policy': ['RedrivePolicy', '{"deadLetterTargetArn":"fake-arn"}'],
      'invalid-json-redrive-policy': ['RedrivePolicy', '{invalidjson}'],
      'invalid-json-filter-policy': ['FilterPolicy', '{invalidjson}'],
    } as const;
    for (const [name, [attribute, value]] of Object.entries(asked)) {
      const answer = await refusal(set(SubscriptionArn, attribute, value));
      if (recorded !== undefined) expect(answer.message).toBe(recorded[name]?.Error?.Message);
    }
    const wrong = await refusal(subscribe('sqs', queueArn('other'), { RawMessageDelivery: 'wrongvalue' }));
    expect(wrong.message).toBe(
      'Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.',
    );
  });

  it('show a scope only beside a filter, and lose the filter by an empty one', async () => {
    const { SubscriptionArn } = await subscribe('sqs', queueArn('filtered'));
    const nested = '{"object":{"key":[{"prefix":"auto-"}]}}';
    expect((await refusal(set(SubscriptionArn, 'FilterPolicy', nested))).message).toBe(
      'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy',
    );
    expect((await refusal(set(SubscriptionArn, 'FilterPolicyScope', 'RandomValue'))).message).toBe(
      'Invalid parameter: FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes',
    );
    await set(SubscriptionArn, 'FilterPolicyScope', 'MessageBody');
    expect(await attributes(SubscriptionArn)).not.toHaveProperty('FilterPolicyScope');
    await set(SubscriptionArn, 'FilterPolicy', nested);
    expect(await attributes(SubscriptionArn)).toMatchObject({
      FilterPolicy: nested,
      FilterPolicyScope: 'MessageBody',
    });
    await set(SubscriptionArn, 'FilterPolicy', '');
    expect(await attributes(SubscriptionArn)).not.toHaveProperty('FilterPolicy');
  });

  it('end by Unsubscribe, which forgives what is gone but not what is no subscription', async () => {
    const { SubscriptionArn } = await subscribe('sqs', queueArn('ended'));
    const end = (arn: string | undefined) => cloud.sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    await end(SubscriptionArn);
    await end(SubscriptionArn);
    expect(await refusal(attributes(SubscriptionArn))).toMatchObject({
      name: 'NotFoundException',
      message: 'Subscription does not exist',
    });
    const recorded = recordedAnswers(
      'test_sns',
      'TestSNSSubscriptionCrud::test_unsubscribe_wrong_arn_format',
    );
    const wrong = [
      'randomstring',
      'arn:aws:sns:us-east-1:random',
      `arn:aws:sns:us-east-1:${account}:random`,
      '',
    ];
    for (const [index, arn] of wrong.entries()) {
      const { message } = await refusal(end(arn));
      if (recorded !== undefined) {
        expect(message).toBe(recorded[`invalid-unsubscribe-arn-${index + 1}`]?.Error?.Message);
      }
    }
  });

  it('outlive their topic but do not pass to a new one of its name', async () => {
    const make = async () =>
      (await cloud.sns.send(new CreateTopicCommand({ Name: 'reborn' }))).TopicArn ?? '';
    const topic = await make();
    const { SubscriptionArn } = await subscribe('sqs', queueArn('left'), {}, topic);
    await cloud.sns.send(new DeleteTopicCommand({ TopicArn: topic }));
    expect(await attributes(SubscriptionArn)).toMatchObject({ TopicArn: topic });
    await make();
    const { Subscriptions } = await cloud.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
    expect(Subscriptions ?? []).toEqual([]);
  });
});
