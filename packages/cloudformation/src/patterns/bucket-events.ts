import type { BucketNotificationConfigurationProperty } from '../aws/s3/bucket.ts';
import type { PolicyStatement } from '../policy/document.ts';
import { allow } from '../policy/statement.ts';
import { AccountId, Partition } from '../pseudo-parameters.ts';
import { sub } from '../sub.ts';
import type { Text } from '../types.ts';
import type { TopicHandle } from './handles.ts';
import { PatternError } from './pattern-error.ts';

/** Of what a bucket tells. */
export interface EventOptions {
  /** `s3:ObjectCreated:*` by default. */
  readonly events?: readonly `s3:${string}`[];
  /** What the keys of the objects begin with. */
  readonly prefix?: string;
  /** What the keys of the objects end with. */
  readonly suffix?: string;
}

/**
 * The notifications of a bucket of one's own, which has to wait for a topic policy with {@link publishFromBuckets}.
 *
 * Throws {@link PatternError} `BadOption` without an event.
 *
 * @example
 * const policy = t.add('Policy', TopicPolicy({
 *   Topics: [topic.ref], PolicyDocument: policyDocument(publishFromBuckets(topic, 'example-uploads')) }));
 * t.add('Bucket', Bucket({
 *   BucketName: 'example-uploads', NotificationConfiguration: notificationTo(topic, { suffix: '.mp4' }) },
 * ), { DependsOn: policy });
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-notificationconfiguration.html
 */
export function notificationTo(
  topic: TopicHandle,
  options: EventOptions = {},
): BucketNotificationConfigurationProperty {
  const { events = ['s3:ObjectCreated:*'], prefix, suffix } = options;
  checkEvents(options);
  const rules = [
    ...(prefix === undefined ? [] : [{ Name: 'prefix', Value: prefix }]),
    ...(suffix === undefined ? [] : [{ Name: 'suffix', Value: suffix }]),
  ];
  const filter = rules.length === 0 ? {} : { Filter: { S3Key: { Rules: rules } } };
  return { TopicConfigurations: events.map((event) => ({ Event: event, Topic: topic.ref, ...filter })) };
}

/** Throws `BadOption` where there is nothing to tell of. */
export function checkEvents({ events }: EventOptions): void {
  if (events === undefined || events.length > 0) return;
  throw new PatternError('BadOption', 'There is no event to tell of.', {
    option: 'events',
    fix: 'Name at least one.',
  });
}

/**
 * The statement of a topic's policy that lets Amazon S3 publish events of this account's buckets of these names.
 *
 * A bucket's ARN has no account in it, and a deleted bucket's name is free to all: hence `aws:SourceAccount`, too.
 *
 * @example TopicPolicy({ Topics: [topic.ref], PolicyDocument: policyDocument(publishFromBuckets(topic, 'example-uploads')) })
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function publishFromBuckets(topic: TopicHandle, ...bucketNames: readonly Text[]): PolicyStatement {
  return allow({
    sid: 'PublishFromBuckets',
    principals: { Service: 's3.amazonaws.com' },
    actions: ['sns:Publish'],
    resources: [topic.ref],
    conditions: {
      ArnLike: { 'aws:SourceArn': bucketNames.map((name) => sub`arn:${Partition}:s3:::${name}`) },
      StringEquals: { 'aws:SourceAccount': AccountId },
    },
  });
}
