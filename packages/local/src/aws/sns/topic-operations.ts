import { type Call, type Kernel, type Operation, operation } from '../service.ts';
import { checkTopicArn, topicArnOf } from './arns.ts';
import { askTopic } from './asks.ts';
import { invalidParameter, notBuilt, topicNotFound } from './errors.ts';
import { page } from './paging.ts';
import type { SnsStore, Topic } from './store.ts';
import { checkNoDuplicates, type Tag } from './tags.ts';
import { checkTopicAttribute, shownAttributes } from './topic-attributes.ts';
import {
  addPermission,
  defaultTopicPolicy,
  readTopicPolicy,
  removePermission,
  type TopicPolicy,
} from './topic-policy.ts';

interface CreateTopicInput {
  readonly Name: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly Tags?: readonly Tag[];
  readonly DataProtectionPolicy?: string;
}

interface OfTopic {
  readonly TopicArn: string;
}

/** The topic of an ARN; throws NotFound. */
export function topicOf(store: SnsStore, arn: string): Topic {
  const topic = store.topics.get(arn);
  if (topic === undefined) throw topicNotFound();
  return topic;
}

export function topicOperations(store: SnsStore, kernel: Kernel): Record<string, Operation> {
  const asks =
    (action: string) =>
    ({ TopicArn }: OfTopic, call: Call) => [askTopic(store, call, action, checkTopicArn(TopicArn, call))];
  const setPolicy = (topic: Topic, { text, policy }: TopicPolicy): void => {
    topic.policyText = text;
    topic.policy = policy;
  };
  const policyOf = (topic: Topic): TopicPolicy => ({ text: topic.policyText, policy: topic.policy });

  return {
    CreateTopic: operation<CreateTopicInput, { TopicArn: string }>({
      authorize: ({ Name, Tags = [] }, call) => {
        const arn = topicArnOf(kernel, call, Name);
        const ask = askTopic(store, call, 'CreateTopic', arn);
        return Tags.length === 0 ? [ask] : [ask, askTopic(store, call, 'TagResource', arn)];
      },
      run: (input, call) => ({ TopicArn: createTopic(store, kernel, input, call).arn }),
    }),
    DeleteTopic: operation<OfTopic, object>({
      authorize: asks('DeleteTopic'),
      run({ TopicArn }) {
        // The subscriptions stay on record, as on AWS, but no topic delivers to them any more.
        store.topics.delete(TopicArn);
        return {};
      },
    }),
    ListTopics: operation<{ readonly NextToken?: string }, object>({
      authorize: (_, call) => [{ action: 'sns:ListTopics', resource: topicArnOf(kernel, call, '*') }],
      run({ NextToken }) {
        const { items, next } = page([...store.topics.keys()], NextToken);
        return {
          Topics: items.map((TopicArn) => ({ TopicArn })),
          ...(next !== undefined && { NextToken: next }),
        };
      },
    }),
    GetTopicAttributes: operation<OfTopic, object>({
      authorize: asks('GetTopicAttributes'),
      run: ({ TopicArn }) => ({ Attributes: shownAttributes(store, topicOf(store, TopicArn)) }),
    }),
    SetTopicAttributes: operation<
      OfTopic & { readonly AttributeName: string; readonly AttributeValue?: string },
      object
    >({
      authorize: asks('SetTopicAttributes'),
      run({ TopicArn, AttributeName: name, AttributeValue: value = '' }) {
        const topic = topicOf(store, TopicArn);
        if (name === 'Policy') {
          setPolicy(
            topic,
            value === '' ? defaultTopicPolicy(topic.arn, topic.owner) : readTopicPolicy(value, topic.arn),
          );
        } else {
          topic.attributes.set(checkTopicAttribute(name, value, topic.fifo), value);
        }
        return {};
      },
    }),
    AddPermission: operation<
      OfTopic & {
        readonly Label: string;
        readonly AWSAccountId: readonly string[];
        readonly ActionName: readonly string[];
      },
      object
    >({
      authorize: asks('AddPermission'),
      run({ TopicArn, Label: label, AWSAccountId: accounts, ActionName: actions }) {
        const topic = topicOf(store, TopicArn);
        setPolicy(
          topic,
          addPermission(policyOf(topic), topic.arn, kernel.partition, { label, accounts, actions }),
        );
        return {};
      },
    }),
    RemovePermission: operation<OfTopic & { readonly Label: string }, object>({
      authorize: asks('RemovePermission'),
      run({ TopicArn, Label }) {
        const topic = topicOf(store, TopicArn);
        setPolicy(topic, removePermission(policyOf(topic), topic.arn, Label));
        return {};
      },
    }),
  };
}

function createTopic(store: SnsStore, kernel: Kernel, input: CreateTopicInput, call: Call): Topic {
  const { Name: name, Attributes: attributes = {}, Tags: tags = [], DataProtectionPolicy } = input;
  if (DataProtectionPolicy !== undefined) throw notBuilt('DataProtectionPolicy');
  const fifo = attributes['FifoTopic']?.toLowerCase() === 'true';
  if (!(fifo ? /^[\w-]{1,251}\.fifo$/ : /^[\w-]{1,256}$/).test(name)) throw invalidParameter('Topic Name');
  checkNoDuplicates(tags);
  const arn = topicArnOf(kernel, call, name);
  const existing = store.topics.get(arn);
  if (existing !== undefined) return sameTopic(store, existing, attributes, tags);

  const { text, policy } =
    attributes['Policy'] === undefined
      ? defaultTopicPolicy(arn, call.accountId)
      : readTopicPolicy(attributes['Policy'], arn);
  const topic: Topic = {
    arn,
    name,
    owner: call.accountId,
    fifo,
    attributes: new Map(),
    tags: new Map(tags.map(({ Key, Value }) => [Key, Value])),
    policyText: text,
    policy,
    unsubscribed: 0,
  };
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== 'Policy' && key !== 'FifoTopic')
      topic.attributes.set(checkTopicAttribute(key, value, fifo), value);
  }
  store.topics.set(arn, topic);
  return topic;
}

/** CreateTopic of a topic that is there succeeds if it asks for nothing that the topic has not. */
function sameTopic(
  store: SnsStore,
  topic: Topic,
  attributes: Readonly<Record<string, string>>,
  tags: readonly Tag[],
): Topic {
  const shown = shownAttributes(store, topic);
  for (const [key, value] of Object.entries(attributes)) {
    const same = key === 'FifoTopic' || shown[key] === value;
    if (!same) throw invalidParameter('Attributes Reason: Topic already exists with different attributes');
  }
  if (tags.some(({ Key, Value }) => topic.tags.get(Key) !== Value)) {
    throw invalidParameter('Tags Reason: Topic already exists with different tags');
  }
  return topic;
}
