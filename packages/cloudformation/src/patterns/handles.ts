import type { AlarmAttributes } from '../aws/cloudwatch/alarm.ts';
import type { RoleAttributes } from '../aws/iam/role.ts';
import type { KeyAttributes } from '../aws/kms/key.ts';
import type { AliasAttributes } from '../aws/lambda/alias.ts';
import type { FunctionAttributes } from '../aws/lambda/function.ts';
import type { PermissionAttributes } from '../aws/lambda/permission.ts';
import type { VersionAttributes } from '../aws/lambda/version.ts';
import type { LogGroupAttributes } from '../aws/logs/log-group.ts';
import type { BucketAttributes } from '../aws/s3/bucket.ts';
import type { SubscriptionAttributes } from '../aws/sns/subscription.ts';
import type { TopicAttributes } from '../aws/sns/topic.ts';
import type { TopicPolicyAttributes } from '../aws/sns/topic-policy.ts';
import type { QueueAttributes } from '../aws/sqs/queue.ts';
import type { QueuePolicyAttributes } from '../aws/sqs/queue-policy.ts';
import { isHandle } from '../data.ts';
import type { Handle, Referable } from '../handles.ts';
import type { Arn, Name } from '../types.ts';

/** An `AWS::SNS::Topic` in a template. */
export type TopicHandle = Handle<TopicAttributes, Arn<'sns:topic'>>;
/** An `AWS::SNS::TopicPolicy` in a template. */
export type TopicPolicyHandle = Handle<TopicPolicyAttributes, Name<'sns:topic-policy'>>;
/** An `AWS::SNS::Subscription` in a template. */
export type SubscriptionHandle = Handle<SubscriptionAttributes, Arn<'sns:subscription'>>;
/** An `AWS::SQS::Queue` in a template. */
export type QueueHandle = Handle<QueueAttributes, Name<'sqs:queue'>>;
/** An `AWS::SQS::QueuePolicy` in a template. */
export type QueuePolicyHandle = Handle<QueuePolicyAttributes, Name<'sqs:queue-policy'>>;
/** An `AWS::S3::Bucket` in a template. */
export type BucketHandle = Handle<BucketAttributes, Name<'s3:bucket'>>;
/** An `AWS::Lambda::Function` in a template. */
export type FunctionHandle = Handle<FunctionAttributes, Name<'lambda:function'>>;
/** An `AWS::Lambda::Version` in a template. */
export type VersionHandle = Handle<VersionAttributes, Arn<'lambda:version'>>;
/** An `AWS::Lambda::Alias` in a template. */
export type AliasHandle = Handle<AliasAttributes, Arn<'lambda:alias'>>;
/** An `AWS::Lambda::Permission` in a template. */
export type PermissionHandle = Handle<PermissionAttributes, string>;
/** An `AWS::IAM::Role` in a template. */
export type RoleHandle = Handle<RoleAttributes, Name<'iam:role'>>;
/** An `AWS::Logs::LogGroup` in a template. */
export type LogGroupHandle = Handle<LogGroupAttributes, Name<'logs:log-group'>>;
/** An `AWS::KMS::Key` in a template. */
export type KeyHandle = Handle<KeyAttributes, Name<'kms:key'>>;
/** An `AWS::CloudWatch::Alarm` in a template. */
export type AlarmHandle = Handle<AlarmAttributes, Name<'cloudwatch:alarm'>>;
/** A resource in a template of which only `Ref` and the logical id are of use. */
export type PlainHandle = Referable;

/** A piece as the option `O` has it: none where the option is `false` or absent. */
export type Piece<O, H> = O extends false | undefined ? undefined : H;

/** Whether a piece was given as a handle. */
export function isGiven<H extends Referable>(option: H | object | boolean | undefined): option is H {
  return typeof option === 'object' && isHandle(option);
}

export function isQueue(handle: QueueHandle | TopicHandle): handle is QueueHandle {
  return 'QueueUrl' in handle;
}
