import { Duration } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination as SqsFailure } from 'aws-cdk-lib/aws-lambda-destinations';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { handler } from './handler.mjs';

const old = Object.freeze({
  fn: 'arn:aws:lambda:eu-west-1:111122223333:function:old',
  queue: 'arn:aws:sqs:eu-west-1:111122223333:old',
  role: 'arn:aws:iam::111122223333:role/old',
});

/**
 * A stack that CDK synthesises without an error, and that does not work, or may not.
 *
 * @typedef {object} Faulty
 * @property {string} name
 * @property {(stack: import('aws-cdk-lib').Stack) => void} build
 * @property {Readonly<Record<string, 'denied' | 'unknown'>>} [hops] all that are not allowed, by paths of constructs
 * @property {string} [error] the finding, where all hops are allowed
 * @property {true} [rightWithFlags] whether today's feature flags make it right
 */

/** @type {readonly Faulty[]} */
export const faulty = [
  {
    name: 'a FIFO topic invokes a function',
    build: (stack) => {
      new Topic(stack, 'Topic', { fifo: true }).addSubscription(new LambdaSubscription(handler(stack)));
    },
    error: 'FifoTopicProtocol',
  },
  {
    name: 'an imported function, which gets no permission',
    build: (stack) => {
      const fn = LambdaFunction.fromFunctionArn(stack, 'Fn', old.fn);
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: { [`Topic invoke ${old.fn}`]: 'unknown' },
  },
  {
    name: 'an imported queue, which gets no policy',
    build: (stack) => {
      const queue = Queue.fromQueueArn(stack, 'Queue', old.queue);
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    hops: { [`Topic deliver ${old.queue}`]: 'unknown' },
  },
  {
    name: 'an imported role that is not to be changed',
    build: (stack) => {
      const role = Role.fromRoleArn(stack, 'Role', old.role, { mutable: false });
      const fn = handler(stack, 'Fn', { role, deadLetterQueue: new Queue(stack, 'Dead') });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: {
      [`Fn assume ${old.role}`]: 'unknown',
      'Fn write-logs *': 'unknown',
      'Fn on-failure Dead': 'unknown',
    },
  },
  {
    name: 'an encrypted dead-letter queue, whose key does not know SNS',
    build: (stack) => {
      const deadLetterQueue = new Queue(stack, 'Dead', { encryptionMasterKey: new Key(stack, 'Key') });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack), { deadLetterQueue }));
    },
    hops: { 'Topic encrypt Key': 'denied' },
  },
  {
    name: 'a bucket notifies an encrypted topic, whose key does not know S3',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') });
      new Bucket(stack, 'Bucket').addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(topic));
    },
    hops: { 'Bucket encrypt Key': 'denied' },
    rightWithFlags: true,
  },
  {
    name: "a bucket notifies a queue encrypted with AWS's own key",
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS_MANAGED });
      new Bucket(stack, 'Bucket').addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
    },
    hops: { 'Bucket encrypt alias/aws/sqs': 'denied' },
  },
  {
    name: 'an alarm publishes to an encrypted topic, whose key does not know CloudWatch',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') });
      const metric = new Queue(stack, 'Queue').metricApproximateNumberOfMessagesVisible();
      const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
      alarm.addAlarmAction(new SnsAction(topic));
    },
    hops: { 'Alarm encrypt Key': 'denied' },
  },
  {
    name: "a rule publishes to a topic encrypted with AWS's own key",
    build: (stack) => {
      const masterKey = Alias.fromAliasName(stack, 'Key', 'alias/aws/sns');
      const rule = new Rule(stack, 'Rule', { schedule: Schedule.rate(Duration.hours(1)) });
      rule.addTarget(new SnsTopic(new Topic(stack, 'Topic', { masterKey })));
    },
    hops: { 'Rule encrypt alias/aws/sns': 'denied' },
  },
  {
    name: 'a function is told of a topic that it may not publish to',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic');
      handler(stack, 'Fn', { environment: { TOPIC_ARN: topic.topicArn } });
    },
    hops: { 'Fn use Topic': 'denied' },
  },
  {
    name: 'a FIFO dead-letter queue of a standard topic',
    build: (stack) => {
      const deadLetterQueue = new Queue(stack, 'Dead', { fifo: true });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack), { deadLetterQueue }));
    },
    error: 'DeadLetterQueueKind',
  },
  {
    name: 'a standard topic sends to a FIFO queue',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { fifo: true });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    error: 'FifoQueueSubscribed',
  },
  {
    name: "a function's dead-letter queue is FIFO",
    build: (stack) => {
      handler(stack, 'Fn', { deadLetterQueue: new Queue(stack, 'Dead', { fifo: true }) });
    },
    error: 'FifoTargetNotSupported',
  },
  {
    name: "a function's destination on failure is a FIFO queue",
    build: (stack) => {
      handler(stack, 'Fn', { onFailure: new SqsFailure(new Queue(stack, 'Failed', { fifo: true })) });
    },
    error: 'FifoTargetNotSupported',
  },
  {
    name: 'a bucket notifies a FIFO queue',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { fifo: true });
      new Bucket(stack, 'Bucket').addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
    },
    error: 'FifoTargetNotSupported',
  },
  {
    name: 'a bucket notifies a FIFO topic',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { fifo: true });
      new Bucket(stack, 'Bucket').addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(topic));
    },
    error: 'FifoTargetNotSupported',
  },
  {
    name: 'a dead-letter queue that takes from no queue',
    build: (stack) => {
      const redriveAllowPolicy = { redrivePermission: RedrivePermission.DENY_ALL };
      const dead = new Queue(stack, 'Dead', { redriveAllowPolicy });
      const queue = new Queue(stack, 'Queue', { deadLetterQueue: { queue: dead, maxReceiveCount: 3 } });
      queue.grantConsumeMessages(handler(stack));
    },
    hops: { 'Queue redrive Dead': 'denied' },
  },
];
