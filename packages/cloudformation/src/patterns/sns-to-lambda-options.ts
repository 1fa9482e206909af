import type { KeyProps } from '../aws/kms/key.ts';
import type { EventInvokeConfigProps } from '../aws/lambda/event-invoke-config.ts';
import type { TopicProps } from '../aws/sns/topic.ts';
import type { ServicePrincipal } from '../policy/principals.ts';
import type { AlarmOverride, Alarms, AlarmsOption } from './alarms.ts';
import type { QueueOption, QueueOverride } from './dead-letter-queue.ts';
import type { FunctionOptions, FunctionOverrides } from './function-options.ts';
import type {
  AliasHandle,
  FunctionHandle,
  KeyHandle,
  LogGroupHandle,
  Piece,
  PlainHandle,
  RoleHandle,
  TopicHandle,
  VersionHandle,
} from './handles.ts';
import type { EncryptionOption } from './key.ts';
import type { FailureDestination, RetryOptions } from './on-failure.ts';
import type { FilterOptions } from './option-checks.ts';
import type { Override } from './overrides.ts';
import type { SubscribedFunction, SubscriptionOverrides } from './subscribe-function.ts';

/** What `snsToLambda` is told. Only `code` and `runtime` have to be. */
export interface SnsToLambdaOptions<
  D extends QueueOption,
  F extends false | FailureDestination,
  A extends string | false,
  K extends EncryptionOption,
  M extends AlarmsOption,
> extends FunctionOptions<A>,
    RetryOptions,
    FilterOptions {
  /** The topic; by default the pattern makes one. */
  readonly topic?: TopicHandle;
  /** What the logical ids begin with: letters and digits; by default the topic's logical id. */
  readonly name?: string;
  /** Where SNS puts what it could not deliver: a queue of the pattern by default. */
  readonly deadLetterQueue?: D;
  /** Where Lambda puts what the function failed at: a queue of the pattern by default. */
  readonly onFailure?: F;
  /** A customer managed key for the queues, and for the topic if the pattern makes it. */
  readonly encryption?: K;
  /** Services that publish to the topic that the pattern makes, such as `s3.amazonaws.com`, to be let use its key. */
  readonly publishers?: readonly ServicePrincipal[];
  /** Alarms: errors of the function, failed deliveries, and messages in the pattern's queues. */
  readonly alarms?: M;
  /** Properties to add to or to put in the place of the pattern's. */
  readonly overrides?: SnsToLambdaOverrides;
}

/** Properties for the resources of `snsToLambda`, by the names under which it returns them. */
export interface SnsToLambdaOverrides extends FunctionOverrides, SubscriptionOverrides {
  readonly topic?: Override<Omit<TopicProps, 'FifoTopic' | 'KmsMasterKeyId' | 'Subscription'>>;
  readonly failureQueue?: QueueOverride;
  readonly eventInvokeConfig?: Override<
    Omit<EventInvokeConfigProps, 'FunctionName' | 'Qualifier' | 'DestinationConfig'>
  >;
  readonly key?: Override<KeyProps>;
  readonly alarms?: AlarmOverride;
}

/** What `snsToLambda` made or was given; what it was told not to make is `undefined`. */
export interface SnsToLambda<D, F, A, K, M> extends SubscribedFunction<D> {
  readonly topic: TopicHandle;
  readonly fn: FunctionHandle;
  readonly role: RoleHandle;
  /** The rights given to a role of one's own. */
  readonly rolePolicy: PlainHandle | undefined;
  readonly logGroup: LogGroupHandle;
  readonly version: Piece<A, VersionHandle>;
  readonly alias: Piece<A, AliasHandle>;
  /** Where what the function failed at goes. */
  readonly onFailure: F extends false ? undefined : F;
  /** `undefined` where neither a destination nor retries are set. */
  readonly eventInvokeConfig: PlainHandle | undefined;
  readonly key: Piece<K, KeyHandle>;
  readonly alarms: Piece<M, Alarms>;
}
