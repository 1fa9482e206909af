import type { KeyProps } from '../aws/kms/key.ts';
import type {
  EventSourceMappingAttributes,
  EventSourceMappingProps,
} from '../aws/lambda/event-source-mapping.ts';
import type { SubscriptionProps } from '../aws/sns/subscription.ts';
import type { TopicProps } from '../aws/sns/topic.ts';
import type { Handle } from '../handles.ts';
import type { ServicePrincipal } from '../policy/principals.ts';
import type { Name } from '../types.ts';
import type { AlarmOverride, Alarms, AlarmsOption } from './alarms.ts';
import type { BatchOptions } from './buffer.ts';
import type { BufferOption, BufferOverride } from './buffer-queue.ts';
import type { PolicyPiece, QueueOption, QueueOverride } from './dead-letter-queue.ts';
import type { FunctionOptions, FunctionOverrides } from './function-options.ts';
import type {
  AliasHandle,
  FunctionHandle,
  KeyHandle,
  LogGroupHandle,
  Piece,
  PlainHandle,
  QueueHandle,
  RoleHandle,
  SubscriptionHandle,
  TopicHandle,
  VersionHandle,
} from './handles.ts';
import type { EncryptionOption } from './key.ts';
import type { FilterOptions } from './option-checks.ts';
import type { Override } from './overrides.ts';

/** What `snsToSqsToLambda` is told. Only `code` and `runtime` have to be. */
export interface SnsToSqsToLambdaOptions<
  D extends QueueOption,
  B extends BufferOption,
  A extends string | false,
  K extends EncryptionOption,
  M extends AlarmsOption,
> extends FunctionOptions<A>,
    BatchOptions,
    FilterOptions {
  /** The topic; by default the pattern makes one. */
  readonly topic?: TopicHandle;
  /** What the logical ids begin with: letters and digits; by default the topic's logical id. */
  readonly name?: string;
  /** Whether the queues, and the topic if the pattern makes it, keep order; by default as the topic does. */
  readonly fifo?: boolean;
  /** The queue between; one of one's own has its own redrive policy. The pattern's by default. */
  readonly queue?: B;
  /** Whether the queue gets the message alone, without the notification around it; by default not. */
  readonly rawMessageDelivery?: boolean;
  /** Where SQS puts what the function failed at, and SNS what it could not deliver: the pattern's by default. */
  readonly deadLetterQueue?: D;
  /** A customer managed key for the queues, and for the topic if the pattern makes it. */
  readonly encryption?: K;
  /** Services that publish to the topic that the pattern makes, such as `s3.amazonaws.com`, to be let use its key. */
  readonly publishers?: readonly ServicePrincipal[];
  /** Alarms: errors of the function, failed deliveries, and messages in the pattern's dead-letter queue. */
  readonly alarms?: M;
  /** Properties to add to or to put in the place of the pattern's. */
  readonly overrides?: SnsToSqsToLambdaOverrides;
}

/** Properties for the resources of `snsToSqsToLambda`, by the names under which it returns them. */
export interface SnsToSqsToLambdaOverrides extends FunctionOverrides {
  readonly topic?: Override<Omit<TopicProps, 'FifoTopic' | 'KmsMasterKeyId' | 'Subscription'>>;
  readonly queue?: BufferOverride;
  readonly deadLetterQueue?: QueueOverride;
  readonly subscription?: Override<Pick<SubscriptionProps, 'DeliveryPolicy' | 'ReplayPolicy'>>;
  readonly mapping?: Override<
    Pick<EventSourceMappingProps, 'Enabled' | 'FilterCriteria' | 'MetricsConfig' | 'ScalingConfig' | 'Tags'>
  >;
  readonly key?: Override<KeyProps>;
  readonly alarms?: AlarmOverride;
}

/** What `snsToSqsToLambda` made or was given; what it was told not to make is `undefined`. */
export interface SnsToSqsToLambda<D, B, A, K, M> {
  readonly topic: TopicHandle;
  readonly queue: QueueHandle;
  /** What lets SNS send to the queue. */
  readonly queuePolicy: PolicyPiece<B>;
  readonly subscription: SubscriptionHandle;
  readonly mapping: Handle<EventSourceMappingAttributes, Name<'lambda:event-source-mapping'>>;
  readonly fn: FunctionHandle;
  readonly role: RoleHandle;
  /** The rights given to a role of one's own. */
  readonly rolePolicy: PlainHandle | undefined;
  readonly logGroup: LogGroupHandle;
  readonly version: Piece<A, VersionHandle>;
  readonly alias: Piece<A, AliasHandle>;
  readonly deadLetterQueue: Piece<D, QueueHandle>;
  readonly deadLetterQueuePolicy: PolicyPiece<D>;
  readonly key: Piece<K, KeyHandle>;
  readonly alarms: Piece<M, Alarms>;
}
