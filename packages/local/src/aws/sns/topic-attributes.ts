import { invalidParameter, notBuilt } from './errors.ts';
import type { SnsStore, Topic, TopicAttribute } from './store.ts';

/** Attributes AWS has and this SNS would only ignore. */
const unbuilt =
  /^(?:KmsMasterKeyId|DeliveryPolicy|ArchivePolicy|BeginningArchiveTime|FifoThroughputScope|DataProtectionPolicy|(?:HTTP|Firehose|Lambda|Application|SQS)(?:Success|Failure)Feedback(?:RoleArn|SampleRate))$/;

/** Checks an attribute other than Policy and FifoTopic; throws InvalidParameter or says that it is not built. */
export function checkTopicAttribute(name: string, value: string, fifo: boolean): TopicAttribute {
  if (unbuilt.test(name)) throw notBuilt(`Topic attribute ${name}`);
  switch (name) {
    case 'DisplayName':
      if (value.length > 100) throw invalidParameter('DisplayName');
      return name;
    case 'SignatureVersion':
      if (value !== '1' && value !== '2') throw invalidParameter('SignatureVersion');
      return name;
    case 'TracingConfig':
      if (value === 'Active') throw notBuilt('TracingConfig Active');
      if (value !== 'PassThrough') throw invalidParameter('TracingConfig');
      return name;
    case 'MaximumMessageSize':
      if (!/^\d+$/.test(value) || Number(value) < 1024 || Number(value) > 1_048_576) {
        throw invalidParameter('MaximumMessageSize');
      }
      return name;
    case 'ContentBasedDeduplication':
      if (!fifo || !/^(?:true|false)$/i.test(value)) throw invalidParameter('ContentBasedDeduplication');
      return name;
    default:
      throw invalidParameter('AttributeName');
  }
}

const effectiveDeliveryPolicy = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

/** A topic's attributes as GetTopicAttributes shows them. */
export function shownAttributes(store: SnsStore, topic: Topic): Record<string, string> {
  return {
    Policy: topic.policyText,
    Owner: topic.owner,
    SubscriptionsPending: '0',
    TopicArn: topic.arn,
    EffectiveDeliveryPolicy: effectiveDeliveryPolicy,
    SubscriptionsConfirmed: String(store.subscriptionsOf(topic).length),
    DisplayName: '',
    SubscriptionsDeleted: String(topic.unsubscribed),
    ...(topic.fifo && { FifoTopic: 'true', ContentBasedDeduplication: 'false' }),
    ...Object.fromEntries(topic.attributes),
  };
}

/** The bytes a message and its attributes may have together. */
export function maximumMessageSize(topic: Topic): number {
  return Number(topic.attributes.get('MaximumMessageSize') ?? 262_144);
}
