import {
  boolean,
  createOnly,
  integer,
  list,
  object,
  optional,
  type Read,
  required,
  string,
  tags,
} from './properties.ts';
import { type Resource, resourceType, type Work } from './resource-type.ts';
import { AlreadyExistsError, found, unlessMissing } from './service-error.ts';
import { tagChanges } from './tag-changes.ts';

const properties = {
  TopicName: createOnly(optional(string)),
  FifoTopic: createOnly(optional(boolean)),
  DisplayName: optional(string),
  ContentBasedDeduplication: optional(boolean),
  SignatureVersion: optional(string),
  TracingConfig: optional(string),
  KmsMasterKeyId: optional(string),
  MaximumMessageSize: optional(integer),
  Subscription: optional(list(object({ Protocol: required(string), Endpoint: required(string) }))),
  Tags: optional(tags),
};

type TopicProperties = Read<typeof properties>;

/** Attributes that can be changed, with what SNS takes for none. */
const CHANGEABLE = {
  DisplayName: '',
  ContentBasedDeduplication: 'false',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
  KmsMasterKeyId: '',
  MaximumMessageSize: '262144',
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const snsTopic = resourceType({
  type: 'AWS::SNS::Topic',
  properties,
  unbuilt: ['DataProtectionPolicy', 'ArchivePolicy', 'FifoThroughputScope', 'DeliveryStatusLogging'],
  attributes: ['TopicArn', 'TopicName'],
  nameProperty: 'TopicName',

  async create(input, work) {
    const fifo = input.FifoTopic === true;
    const Name = input.TopicName ?? (fifo ? `${work.generateName(251)}.fifo` : work.generateName(256));
    if (input.TopicName !== undefined) await refuseExisting(Name, work);
    const { TopicArn } = await work.call<{ TopicArn: string }>('sns', 'CreateTopic', {
      Name,
      Attributes: { ...(fifo && { FifoTopic: 'true' }), ...attributesOf(input) },
      ...(input.Tags !== undefined && input.Tags.length > 0 && { Tags: input.Tags }),
    });
    work.created(TopicArn);
    for (const { Protocol, Endpoint } of input.Subscription ?? []) {
      await work.call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
    }
    return resourceOf(TopicArn);
  },

  async update({ physicalId: TopicArn }, input, previous, work) {
    const before = attributesOf(previous);
    const after = attributesOf(input);
    for (const [AttributeName, none] of Object.entries(CHANGEABLE)) {
      const value = after[AttributeName];
      if (before[AttributeName] === value) continue;
      await work.call('sns', 'SetTopicAttributes', {
        TopicArn,
        AttributeName,
        AttributeValue: value ?? none,
      });
    }
    await reconcileSubscriptions(TopicArn, input, previous, work);
    const { set, removed } = tagChanges(previous.Tags, input.Tags);
    if (set.length > 0) await work.call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: set });
    if (removed.length > 0)
      await work.call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: removed });
    return undefined;
  },

  async delete({ physicalId: TopicArn }, _input, work) {
    await unlessMissing(() => work.call('sns', 'DeleteTopic', { TopicArn }));
  },
});

function attributesOf(input: TopicProperties): Record<string, string> {
  return Object.fromEntries(
    Object.keys(CHANGEABLE).flatMap((name) => {
      const value = input[name as keyof typeof CHANGEABLE];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

function resourceOf(TopicArn: string): Resource {
  return { physicalId: TopicArn, attributes: { TopicArn, TopicName: TopicArn.split(':').at(-1) ?? '' } };
}

/** CreateTopic would answer with a topic that is there already, and a rollback would then delete it. */
async function refuseExisting(name: string, work: Work): Promise<void> {
  const arn = `arn:${work.partition}:sns:${work.region}:${work.accountId}:${name}`;
  if ((await found(() => work.call('sns', 'GetTopicAttributes', { TopicArn: arn }))) !== undefined) {
    throw new AlreadyExistsError('AWS::SNS::Topic', arn);
  }
}

async function reconcileSubscriptions(
  TopicArn: string,
  input: TopicProperties,
  previous: TopicProperties,
  work: Work,
): Promise<void> {
  const key = (one: { Protocol: string; Endpoint: string }) => `${one.Protocol} ${one.Endpoint}`;
  const wanted = new Map((input.Subscription ?? []).map((one) => [key(one), one]));
  const present = new Map((previous.Subscription ?? []).map((one) => [key(one), one]));
  for (const [name, { Protocol, Endpoint }] of wanted) {
    if (!present.has(name)) await work.call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint });
  }
  const gone = [...present.keys()].filter((name) => !wanted.has(name));
  if (gone.length === 0) return;
  for (const { SubscriptionArn, ...subscription } of await subscriptionsOf(TopicArn, work)) {
    if (gone.includes(key(subscription))) await work.call('sns', 'Unsubscribe', { SubscriptionArn });
  }
}

interface ListedSubscription {
  readonly SubscriptionArn: string;
  readonly Protocol: string;
  readonly Endpoint: string;
}

async function subscriptionsOf(TopicArn: string, work: Work): Promise<readonly ListedSubscription[]> {
  const all: ListedSubscription[] = [];
  for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
    const page = await work.call<{ Subscriptions?: readonly ListedSubscription[]; NextToken?: string }>(
      'sns',
      'ListSubscriptionsByTopic',
      { TopicArn, ...(NextToken !== undefined && { NextToken }) },
    );
    all.push(...(page.Subscriptions ?? []));
    NextToken = page.NextToken;
  }
  return all;
}
