import type { NamedPolicy } from '@wayleave/iam';
import type { FilterPolicy, FilterScope } from './filter/filter-policy.ts';

/** Names under which a topic keeps what CreateTopic and SetTopicAttributes gave it. */
export type TopicAttribute =
  | 'DisplayName'
  | 'SignatureVersion'
  | 'TracingConfig'
  | 'MaximumMessageSize'
  | 'ContentBasedDeduplication';

export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly owner: string;
  readonly fifo: boolean;
  readonly attributes: Map<TopicAttribute, string>;
  readonly tags: Map<string, string>;
  /** The resource policy as it was written, and read. */
  policyText: string;
  policy: NamedPolicy;
  unsubscribed: number;
}

export interface RedrivePolicy {
  readonly text: string;
  readonly deadLetterTargetArn: string;
}

export interface Subscription {
  readonly arn: string;
  /** The topic itself: a new topic of the same name does not inherit the subscriptions of a deleted one. */
  readonly topic: Topic;
  readonly protocol: 'lambda' | 'sqs';
  readonly endpoint: string;
  readonly owner: string;
  /** ARN of who subscribed. */
  readonly principal: string;
  settings: SubscriptionSettings;
}

export interface SubscriptionSettings {
  readonly raw: boolean;
  readonly scope: FilterScope;
  readonly filterText?: string;
  readonly filter?: FilterPolicy;
  readonly redrive?: RedrivePolicy;
}

/** All topics and subscriptions of one local AWS, in the order they were made. */
export interface SnsStore {
  readonly topics: Map<string, Topic>;
  readonly subscriptions: Map<string, Subscription>;
  subscriptionsOf(topic: Topic): readonly Subscription[];
}

export function createSnsStore(): SnsStore {
  const subscriptions = new Map<string, Subscription>();
  return {
    topics: new Map(),
    subscriptions,
    subscriptionsOf: (topic) => [...subscriptions.values()].filter((one) => one.topic === topic),
  };
}
