import { Duration } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { handler } from './handler.mjs';

const hourly = { schedule: Schedule.rate(Duration.hours(1)) };

/** Services that publish, send and invoke. @type {readonly import('./handler.mjs').Wired[]} */
export const senders = [
  {
    name: 'a bucket notifies a topic, which invokes a function',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic');
      const bucket = new Bucket(stack, 'Bucket', { enforceSSL: true });
      bucket.addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(topic), { suffix: '.mp4' });
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Bucket publish Topic', 'Topic invoke Fn'],
  },
  {
    name: 'an encrypted bucket notifies a function, and an encrypted queue',
    build: (stack) => {
      const bucket = new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS });
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(handler(stack)));
      bucket.addEventNotification(EventType.OBJECT_REMOVED, new SqsDestination(queue));
    },
    hops: ['Bucket invoke Fn', 'Bucket deliver Queue', 'Bucket encrypt Key'],
  },
  {
    name: 'rules publish, send and invoke',
    build: (stack) => {
      const deadLetterQueue = new Queue(stack, 'Dead');
      const rule = new Rule(stack, 'Rule', hourly);
      rule.addTarget(new SnsTopic(new Topic(stack, 'Topic')));
      rule.addTarget(new SqsQueue(new Queue(stack, 'Queue')));
      rule.addTarget(new LambdaFunction(handler(stack), { deadLetterQueue }));
    },
    hops: ['Rule publish Topic', 'Rule deliver Queue', 'Rule invoke Fn', 'Rule redrive Dead'],
  },
  {
    name: 'rules publish to an encrypted topic, and send to an encrypted queue',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'TopicKey') });
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'QueueKey') });
      const rule = new Rule(stack, 'Rule', hourly);
      rule.addTarget(new SnsTopic(topic));
      rule.addTarget(new SqsQueue(queue));
    },
    hops: ['Rule publish Topic', 'Rule encrypt TopicKey', 'Rule deliver Queue', 'Rule encrypt QueueKey'],
  },
  {
    name: 'an alarm publishes to a topic, which invokes a function and calls a URL',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic');
      const metric = new Queue(stack, 'Queue').metricApproximateNumberOfMessagesVisible();
      const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
      alarm.addAlarmAction(new SnsAction(topic));
      topic.addSubscription(new LambdaSubscription(handler(stack)));
      topic.addSubscription(new UrlSubscription('https://example.com/hook'));
    },
    hops: ['Alarm publish Topic', 'Topic invoke Fn'],
  },
];
