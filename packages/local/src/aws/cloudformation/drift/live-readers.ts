import { liveManagedPolicy, liveRole, liveRolePolicy } from './live-iam.ts';
import { liveEventInvokeConfig, liveFunction, livePermission } from './live-lambda.ts';
import {
  liveQueue,
  liveQueuePolicy,
  liveSubscription,
  liveTopic,
  liveTopicPolicy,
} from './live-messaging.ts';
import type { LiveReader } from './live-reader.ts';
import { liveBucket, liveBucketPolicy, liveLogGroup } from './live-storage.ts';

/** The types whose resources are compared. `AWS::IAM::Policy` is none of them on AWS, either. */
export const LIVE_READERS: ReadonlyMap<string, LiveReader> = new Map([
  ['AWS::IAM::Role', liveRole],
  ['AWS::IAM::RolePolicy', liveRolePolicy],
  ['AWS::IAM::ManagedPolicy', liveManagedPolicy],
  ['AWS::Lambda::Function', liveFunction],
  ['AWS::Lambda::Permission', livePermission],
  ['AWS::Lambda::EventInvokeConfig', liveEventInvokeConfig],
  ['AWS::Logs::LogGroup', liveLogGroup],
  ['AWS::S3::Bucket', liveBucket],
  ['AWS::S3::BucketPolicy', liveBucketPolicy],
  ['AWS::SNS::Topic', liveTopic],
  ['AWS::SNS::TopicPolicy', liveTopicPolicy],
  ['AWS::SNS::Subscription', liveSubscription],
  ['AWS::SQS::Queue', liveQueue],
  ['AWS::SQS::QueuePolicy', liveQueuePolicy],
]);
