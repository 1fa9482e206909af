import { randomUUID } from 'node:crypto';
import { type Call, type Operation, operation } from '../service.ts';
import { checkSubscriptionArn, checkTopicArn, parseArn, topicOfSubscription } from './arns.ts';
import { askTopic } from './asks.ts';
import { invalidParameter, notBuilt, subscriptionNotFound } from './errors.ts';
import { page } from './paging.ts';
import type { SnsStore, Subscription, Topic } from './store.ts';
import { changeSetting, SettingError, settingsOf, shownSettings } from './subscription-attributes.ts';
import { topicOf } from './topic-operations.ts';

interface SubscribeInput {
  readonly TopicArn: string;
  readonly Protocol: string;
  readonly Endpoint?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly ReturnSubscriptionArn?: boolean;
}

interface OfSubscription {
  readonly SubscriptionArn: string;
}

const otherProtocols = new Set(['http', 'https', 'email', 'email-json', 'sms', 'application', 'firehose']);

export function subscriptionOperations(store: SnsStore): Record<string, Operation> {
  const asks =
    (action: string) =>
    ({ SubscriptionArn }: OfSubscription, call: Call) => [
      askTopic(store, call, action, topicOfSubscription(checkSubscriptionArn(SubscriptionArn, call))),
    ];
  const found = ({ SubscriptionArn }: OfSubscription): Subscription => {
    const subscription = store.subscriptions.get(SubscriptionArn);
    if (subscription === undefined) throw subscriptionNotFound();
    return subscription;
  };

  return {
    Subscribe: operation<SubscribeInput, { SubscriptionArn: string }>({
      authorize: ({ TopicArn, Protocol, Endpoint }, call) => [
        askTopic(store, call, 'Subscribe', checkTopicArn(TopicArn, call), {
          'sns:Protocol': Protocol,
          ...(Endpoint !== undefined && { 'sns:Endpoint': Endpoint }),
        }),
      ],
      run: (input, call) => ({ SubscriptionArn: subscribe(store, input, call).arn }),
    }),
    Unsubscribe: operation<OfSubscription, object>({
      authorize: asks('Unsubscribe'),
      run({ SubscriptionArn }) {
        const subscription = store.subscriptions.get(SubscriptionArn);
        if (subscription !== undefined) subscription.topic.unsubscribed += 1;
        store.subscriptions.delete(SubscriptionArn);
        return {};
      },
    }),
    ListSubscriptions: operation<{ readonly NextToken?: string }, object>({
      authorize: () => [{ action: 'sns:ListSubscriptions', resource: '*' }],
      run: ({ NextToken }) => listed([...store.subscriptions.values()], NextToken),
    }),
    ListSubscriptionsByTopic: operation<{ readonly TopicArn: string; readonly NextToken?: string }, object>({
      authorize: ({ TopicArn }, call) => [
        askTopic(store, call, 'ListSubscriptionsByTopic', checkTopicArn(TopicArn, call)),
      ],
      run: ({ TopicArn, NextToken }) => listed(store.subscriptionsOf(topicOf(store, TopicArn)), NextToken),
    }),
    GetSubscriptionAttributes: operation<OfSubscription, object>({
      authorize: asks('GetSubscriptionAttributes'),
      run: (input) => ({ Attributes: shownSettings(found(input)) }),
    }),
    SetSubscriptionAttributes: operation<
      OfSubscription & { readonly AttributeName: string; readonly AttributeValue?: string },
      object
    >({
      authorize: asks('SetSubscriptionAttributes'),
      run(input) {
        const subscription = found(input);
        const { AttributeName: name, AttributeValue: value = '' } = input;
        subscription.settings = refusing('', () =>
          changeSetting(subscription.settings, subscription.protocol, name, value),
        );
        return {};
      },
    }),
  };
}

function listed(all: readonly Subscription[], token: string | undefined): object {
  const { items, next } = page(all, token);
  return {
    Subscriptions: items.map(({ arn, owner, protocol, endpoint, topic }) => ({
      SubscriptionArn: arn,
      Owner: owner,
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic.arn,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
}

function subscribe(store: SnsStore, input: SubscribeInput, call: Call): Subscription {
  const { TopicArn, Protocol, Endpoint = '', Attributes = {} } = input;
  const protocol = builtProtocol(Protocol);
  const topic = topicOf(store, TopicArn);
  checkEndpoint(topic, protocol, Endpoint, call);
  const same = store
    .subscriptionsOf(topic)
    .find((one) => one.protocol === protocol && one.endpoint === Endpoint);
  if (same !== undefined) return sameSubscription(same, Attributes);
  const settings = refusing('Attributes Reason: ', () => settingsOf(Attributes, protocol));
  const subscription: Subscription = {
    arn: `${topic.arn}:${randomUUID()}`,
    topic,
    protocol,
    endpoint: Endpoint,
    owner: call.accountId,
    principal: call.caller.arn,
    settings,
  };
  store.subscriptions.set(subscription.arn, subscription);
  return subscription;
}

function builtProtocol(text: string): Subscription['protocol'] {
  if (text === 'lambda' || text === 'sqs') return text;
  if (otherProtocols.has(text)) throw notBuilt(`Subscriptions with protocol ${text}`);
  throw invalidParameter(`Amazon SNS does not support this protocol string: ${text}`);
}

function checkEndpoint(topic: Topic, protocol: Subscription['protocol'], endpoint: string, call: Call): void {
  const arn = parseArn(endpoint);
  if (protocol === 'lambda') {
    if (topic.fifo) throw invalidParameter('Invalid protocol type: lambda');
    if (arn?.service !== 'lambda') throw invalidParameter('Lambda endpoint ARN');
  } else {
    if (arn?.service !== 'sqs') throw invalidParameter('SQS endpoint ARN');
    if (arn.resource.endsWith('.fifo') && !topic.fifo) {
      throw invalidParameter(
        'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
      );
    }
  }
  if (arn.accountId !== call.accountId)
    throw notBuilt(`A subscription of an endpoint in account ${arn.accountId}`);
}

/** Subscribing again is the same subscription, as long as nothing is asked for that it has not. */
function sameSubscription(
  subscription: Subscription,
  attributes: Readonly<Record<string, string>>,
): Subscription {
  const shown = shownSettings(subscription);
  for (const [name, value] of Object.entries(attributes)) {
    if ((shown[name] ?? '').toLowerCase() !== value.toLowerCase()) {
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
  }
  return subscription;
}

function refusing<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SettingError)) throw cause;
    throw invalidParameter(`${prefix}${cause.message}`);
  }
}
