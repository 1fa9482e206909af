/** Patterns: resources that are wired to each other with all that has to be authorised. */

export type { AlarmOverride, Alarms, AlarmsOption } from './alarms.ts';
export { type EventOptions, notificationTo, publishFromBuckets } from './bucket-events.ts';
export type { BatchOptions } from './buffer.ts';
export type { BufferOption, BufferOverride } from './buffer-queue.ts';
export { type QueueOption, type QueueWithPolicy, sendFromTopics } from './dead-letter-queue.ts';
export type { FilterPolicyScope } from './filter-policy.ts';
export type { CodeLocation, FunctionOptions, FunctionOverrides } from './function-options.ts';
export type {
  AlarmHandle,
  AliasHandle,
  BucketHandle,
  FunctionHandle,
  KeyHandle,
  LogGroupHandle,
  PermissionHandle,
  PlainHandle,
  QueueHandle,
  QueuePolicyHandle,
  RoleHandle,
  SubscriptionHandle,
  TopicHandle,
  TopicPolicyHandle,
  VersionHandle,
} from './handles.ts';
export {
  type EncryptionOption,
  publishUnderKey,
  useOfKey,
} from './key.ts';
export type { FailureDestination, RetryOptions } from './on-failure.ts';
export type { FilterOptions } from './option-checks.ts';
export type { Override } from './overrides.ts';
export { PatternError, type PatternErrorCode, type PatternErrorDetails } from './pattern-error.ts';
export {
  type S3ToSns,
  type S3ToSnsOptions,
  type S3ToSnsOverrides,
  s3ToSns,
} from './s3-to-sns.ts';
export { snsToLambda } from './sns-to-lambda.ts';
export type { SnsToLambda, SnsToLambdaOptions, SnsToLambdaOverrides } from './sns-to-lambda-options.ts';
export { snsToSqsToLambda } from './sns-to-sqs-to-lambda.ts';
export type {
  SnsToSqsToLambda,
  SnsToSqsToLambdaOptions,
  SnsToSqsToLambdaOverrides,
} from './sns-to-sqs-to-lambda-options.ts';
export {
  type SubscribedFunction,
  type SubscribeFunctionOptions,
  type SubscriptionOverrides,
  subscribeFunction,
} from './subscribe-function.ts';
