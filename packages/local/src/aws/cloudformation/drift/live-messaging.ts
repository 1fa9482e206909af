import { isDeepStrictEqual } from 'node:util';
import type { Work } from '../resources/resource-type.ts';
import { isList, isObject, type Json } from '../template/json.ts';
import { canonical } from './differences.ts';
import { answer, type LiveReader, type Sibling, tagList } from './live-reader.ts';

type Attributes = Readonly<Record<string, string>>;

export const liveTopic: LiveReader = async ({ physicalId: TopicArn, expected, siblings }, work) => {
  const attributes = await topicAttributes(TopicArn, work);
  if (attributes === undefined) return undefined;
  const { Tags } = await work.call<{ Tags: readonly object[] }>('sns', 'ListTagsForResource', {
    ResourceArn: TopicArn,
  });
  return {
    SignatureVersion: '1',
    TracingConfig: 'PassThrough',
    MaximumMessageSize: '262144',
    ...attributes,
    TopicName: TopicArn.split(':').at(-1),
    Tags,
    ...(expected['Subscription'] !== undefined && {
      Subscription: await subscriptions(TopicArn, siblings, work),
    }),
  };
};

/** The topic's subscriptions but for those that are resources of their own. */
async function subscriptions(TopicArn: string, siblings: readonly Sibling[], work: Work): Promise<object[]> {
  const all: object[] = [];
  for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
    const page = await work.call<{
      Subscriptions?: readonly { Protocol: string; Endpoint: string }[];
      NextToken?: string;
    }>('sns', 'ListSubscriptionsByTopic', { TopicArn, ...(NextToken !== undefined && { NextToken }) });
    all.push(...(page.Subscriptions ?? []).map(({ Protocol, Endpoint }) => ({ Protocol, Endpoint })));
    NextToken = page.NextToken;
  }
  const separate = siblings.filter(
    ({ type, properties }) => type === 'AWS::SNS::Subscription' && properties['TopicArn'] === TopicArn,
  );
  return all.filter(
    (one) =>
      !separate.some(({ properties: { Protocol, Endpoint } }) =>
        isDeepStrictEqual(one, { Protocol, Endpoint }),
      ),
  );
}

export const liveTopicPolicy: LiveReader = async ({ expected }, work) => {
  const Topics = textsOf(expected['Topics']);
  const policies = await Promise.all(
    Topics.map(async (arn) => (await topicAttributes(arn, work))?.['Policy']),
  );
  return policyOf(expected['PolicyDocument'], policies, 'Topics', Topics);
};

export const liveSubscription: LiveReader = async ({ physicalId: SubscriptionArn }, work) => {
  const found = await answer<{ Attributes: Attributes }>(work, 'sns', 'GetSubscriptionAttributes', {
    SubscriptionArn,
  });
  if (found === undefined) return undefined;
  return { FilterPolicyScope: 'MessageAttributes', Region: work.region, ...found.Attributes };
};

export const liveQueue: LiveReader = async ({ physicalId: QueueUrl, attributes: known }, work) => {
  const attributes = await queueAttributes(QueueUrl, work);
  if (attributes === undefined) return undefined;
  const { Tags } = await work.call<{ Tags?: Attributes }>('sqs', 'ListQueueTags', { QueueUrl });
  return { ...attributes, QueueName: known['QueueName'], Tags: tagList(Tags) };
};

export const liveQueuePolicy: LiveReader = async ({ expected }, work) => {
  const Queues = textsOf(expected['Queues']);
  const policies = await Promise.all(
    Queues.map(async (url) => (await queueAttributes(url, work))?.['Policy']),
  );
  return policyOf(expected['PolicyDocument'], policies, 'Queues', Queues);
};

/** A policy on several things is gone when none has one, and changed when one of them has another. */
function policyOf(
  expected: Json | undefined,
  policies: readonly (string | undefined)[],
  member: string,
  places: readonly string[],
) {
  const there = policies.filter((policy) => policy !== undefined && policy !== '');
  if (there.length === 0) return undefined;
  const wanted = expected === undefined ? undefined : canonical(expected);
  const other = there.find((policy) => !isDeepStrictEqual(canonical(policy ?? ''), wanted));
  const kept = places.filter((_, index) => (policies[index] ?? '') !== '');
  return { PolicyDocument: other ?? there[0], [member]: kept };
}

async function topicAttributes(TopicArn: string, work: Work): Promise<Attributes | undefined> {
  const found = await answer<{ Attributes: Attributes }>(work, 'sns', 'GetTopicAttributes', { TopicArn });
  return found?.Attributes;
}

async function queueAttributes(QueueUrl: string, work: Work): Promise<Attributes | undefined> {
  const input = { QueueUrl, AttributeNames: ['All'] };
  return (await answer<{ Attributes: Attributes }>(work, 'sqs', 'GetQueueAttributes', input))?.Attributes;
}

function textsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.filter((one) => !isObject(one)).map(String) : [];
}
