import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, type Cloud, refusal, startCloud } from './support/cloud.ts';
import { recordedAnswers } from './support/corpora.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const arnOf = (name: string) => `arn:aws:sns:us-east-1:${account}:${name}`;
const create = (Name: string, Attributes: Record<string, string> = {}) =>
  cloud.sns.send(new CreateTopicCommand({ Name, Attributes }));
const attributes = async (TopicArn: string) =>
  (await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};

describe('topics', () => {
  it('show the recorded attributes and the recorded default policy', async () => {
    await create('plain');
    const recorded = recordedAnswers('test_sns', 'TestSNSTopicCrud::test_create_topic_test_arn');
    const shown = await attributes(arnOf('plain'));
    const parsed = { ...shown, ...{ Policy: JSON.parse(shown['Policy'] ?? '{}') } };
    const json = JSON.stringify({
      ...parsed,
      EffectiveDeliveryPolicy: JSON.parse(shown['EffectiveDeliveryPolicy'] ?? ''),
    })
      .replaceAll(account, '111111111111')
      .replaceAll('arn:aws:sns:us-east-1', 'arn:<partition>:sns:<region>')
      .replaceAll(':plain', ':<resource:1>');
    if (recorded === undefined) return;
    const { Attributes } = recorded['get-topic-attrs'] as unknown as { readonly Attributes: object };
    expect(JSON.parse(json)).toEqual(Attributes);
  });

  it('are made once, however often they are asked for', async () => {
    const first = await create('twice', { DisplayName: 'Value1' });
    expect((await create('twice')).TopicArn).toBe(first.TopicArn);
    expect((await create('twice', { DisplayName: 'Value1' })).TopicArn).toBe(first.TopicArn);
    expect(await refusal(create('twice', { DisplayName: 'Other' }))).toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Attributes Reason: Topic already exists with different attributes',
      status: 400,
    });
    const tagged = new CreateTopicCommand({ Name: 'twice', Tags: [{ Key: 'k', Value: 'v' }] });
    expect((await refusal(cloud.sns.send(tagged))).message).toBe(
      'Invalid parameter: Tags Reason: Topic already exists with different tags',
    );
  });

  it.each(['', 'a'.repeat(257), 'name.fifo', 'with space', 'ümlaut', 'a/b', 'a.b'])(
    'cannot be named %j',
    async (name) => {
      expect((await refusal(create(name))).message).toBe('Invalid parameter: Topic Name');
    },
  );

  it('are FIFO only with a name that says so', async () => {
    expect((await refusal(create('plain-name', { FifoTopic: 'true' }))).message).toBe(
      'Invalid parameter: Topic Name',
    );
    await create('ordered.fifo', { FifoTopic: 'true', SignatureVersion: '2' });
    expect(await attributes(arnOf('ordered.fifo'))).toMatchObject({
      FifoTopic: 'true',
      ContentBasedDeduplication: 'false',
      SignatureVersion: '2',
    });
  });

  it('are found by well-formed ARNs of the region, or not found', async () => {
    const cases = [
      ['topic', 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1'],
      [
        'arn:aws:sns:us-east-1:random',
        'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 5',
      ],
      [`arn:aws:sns:eu-west-1:${account}:plain`, 'Invalid parameter: TopicArn'],
      [arnOf('absent'), 'Topic does not exist'],
    ] as const;
    for (const [arn, message] of cases) expect((await refusal(attributes(arn))).message).toBe(message);
    expect(await refusal(attributes(arnOf('absent')))).toMatchObject({
      name: 'NotFoundException',
      status: 404,
    });
  });

  it('can be deleted twice', async () => {
    await create('gone');
    await cloud.sns.send(new DeleteTopicCommand({ TopicArn: arnOf('gone') }));
    await cloud.sns.send(new DeleteTopicCommand({ TopicArn: arnOf('gone') }));
    const { Topics = [] } = await cloud.sns.send(new ListTopicsCommand());
    expect(Topics.map(({ TopicArn }) => TopicArn)).not.toContain(arnOf('gone'));
  });

  it('are listed by pages of 100', async () => {
    for (let index = 0; index < 105; index += 1) await create(`page-${index}`);
    const first = await cloud.sns.send(new ListTopicsCommand());
    expect(first.Topics).toHaveLength(100);
    const second = await cloud.sns.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    const all = [...(first.Topics ?? []), ...(second.Topics ?? [])].map(({ TopicArn }) => TopicArn);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain(arnOf('page-104'));
    expect(second.NextToken).toBeUndefined();
  });

  it('refuse attributes that do not exist, and those that would only be ignored', async () => {
    const TopicArn = (await create('attributes')).TopicArn ?? '';
    const set = (AttributeName: string, AttributeValue: string) =>
      cloud.sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
    expect((await refusal(set('FifoTopic', 'false'))).message).toBe('Invalid parameter: AttributeName');
    expect(await refusal(set('KmsMasterKeyId', 'alias/aws/sns'))).toMatchObject({ status: 501 });
    expect(await refusal(set('LambdaFailureFeedbackRoleArn', 'arn:aws:iam::1:role/x'))).toMatchObject({
      status: 501,
    });
    expect((await refusal(set('Policy', '{"Version":"2012-10-17"}'))).message).toBe(
      'Invalid parameter: Policy Error: null',
    );
    await set('DisplayName', 'Uploads');
    expect(await attributes(TopicArn)).toMatchObject({ DisplayName: 'Uploads' });
  });

  it('get and lose statements by AddPermission and RemovePermission', async () => {
    const TopicArn = (await create('permissions')).TopicArn ?? '';
    const add = (Label: string, ActionName: string[]) =>
      cloud.sns.send(
        new AddPermissionCommand({ TopicArn, Label, AWSAccountId: ['444455556666'], ActionName }),
      );
    const before = (await attributes(TopicArn))['Policy'];
    await add('test', ['Publish', 'Subscribe']);
    expect(JSON.parse((await attributes(TopicArn))['Policy'] ?? '').Statement[1]).toEqual({
      Sid: 'test',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: ['SNS:Publish', 'SNS:Subscribe'],
      Resource: TopicArn,
    });
    expect((await refusal(add('test', ['Publish']))).message).toBe(
      'Invalid parameter: Statement already exists',
    );
    expect((await refusal(add('other', ['Fly']))).message).toBe(
      'Invalid parameter: Policy statement action out of service scope!',
    );
    await cloud.sns.send(new RemovePermissionCommand({ TopicArn, Label: 'test' }));
    expect((await attributes(TopicArn))['Policy']).toBe(before);
  });

  it('carry tags', async () => {
    const TopicArn = (await create('tagged')).TopicArn ?? '';
    const list = async () =>
      (await cloud.sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags ?? [];
    const tag = (Tags: { Key: string; Value: string }[]) =>
      cloud.sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags }));
    const twice = tag([
      { Key: 'k1', Value: 'v1' },
      { Key: 'k1', Value: 'v2' },
    ]);
    expect((await refusal(twice)).message).toBe('Invalid parameter: Duplicated keys are not allowed.');
    await tag([
      { Key: 'k1', Value: 'v1' },
      { Key: 'k2', Value: 'v2' },
    ]);
    await cloud.sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ['k1'] }));
    await tag([{ Key: 'k2', Value: 'v2b' }]);
    expect(await list()).toEqual([{ Key: 'k2', Value: 'v2b' }]);
  });
});
