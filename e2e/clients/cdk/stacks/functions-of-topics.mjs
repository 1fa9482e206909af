import { Key } from 'aws-cdk-lib/aws-kms';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { SnsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FilterOrPolicy, SubscriptionFilter, Topic, TracingConfig } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { handler } from './handler.mjs';

/** Topics that invoke functions. @type {readonly import('./handler.mjs').Wired[]} */
export const functionsOfTopics = [
  {
    name: 'a topic invokes a function',
    build: (stack) => {
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a function has a topic as its event source',
    build: (stack) => {
      handler(stack).addEventSource(new SnsEventSource(new Topic(stack, 'Topic')));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a subscription has a dead-letter queue',
    build: (stack) => {
      const deadLetterQueue = new Queue(stack, 'Dead', { enforceSSL: true });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack), { deadLetterQueue }));
    },
    hops: ['Topic invoke Fn', 'Topic redrive Dead'],
  },
  {
    name: 'a filter policy on attributes',
    build: (stack) => {
      const filterPolicy = {
        kind: SubscriptionFilter.stringFilter({ allowlist: ['video'], matchPrefixes: ['clip'] }),
        size: SubscriptionFilter.numericFilter({ between: { start: 1, stop: 1000 } }),
        owner: SubscriptionFilter.existsFilter(),
      };
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack), { filterPolicy }));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a filter policy on the body',
    build: (stack) => {
      const filterPolicyWithMessageBody = {
        video: FilterOrPolicy.policy({
          codec: FilterOrPolicy.filter(SubscriptionFilter.stringFilter({ denylist: ['av1'] })),
        }),
      };
      const subscription = new LambdaSubscription(handler(stack), { filterPolicyWithMessageBody });
      new Topic(stack, 'Topic').addSubscription(subscription);
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'several topics and functions, crosswise',
    build: (stack) => {
      const functions = [handler(stack, 'First'), handler(stack, 'Second')];
      for (const id of ['Uploads', 'Removals']) {
        const topic = new Topic(stack, id);
        for (const each of functions) topic.addSubscription(new LambdaSubscription(each));
      }
    },
    hops: [
      'Uploads invoke First',
      'Uploads invoke Second',
      'Removals invoke First',
      'Removals invoke Second',
    ],
  },
  {
    name: 'an alias is subscribed',
    build: (stack) => {
      const alias = new Alias(stack, 'Live', { aliasName: 'live', version: handler(stack).currentVersion });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(alias));
    },
    hops: ['Topic invoke Live'],
  },
  {
    name: 'a version is subscribed',
    build: (stack) => {
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack).currentVersion));
    },
    hops: ['Topic invoke Fn/CurrentVersion'],
  },
  {
    name: 'a topic is encrypted with a key of its own',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key') });
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a topic takes TLS alone, and traces',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', {
        enforceSSL: true,
        tracingConfig: TracingConfig.PASS_THROUGH,
      });
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'account, region and names are known',
    env: { account: '111122223333', region: 'eu-west-1' },
    build: (stack) => {
      const deadLetterQueue = new Queue(stack, 'Dead', { encryption: QueueEncryption.SQS_MANAGED });
      const topic = new Topic(stack, 'Topic', { topicName: 'uploads', enforceSSL: true });
      const fn = handler(stack, 'Fn', { functionName: 'video-processor' });
      topic.addSubscription(new LambdaSubscription(fn, { deadLetterQueue }));
    },
    hops: ['Topic invoke Fn', 'Topic redrive Dead'],
  },
  {
    name: 'a topic in an opt-in region',
    env: { account: '111122223333', region: 'af-south-1' },
    build: (stack) => {
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a topic of elsewhere, by its ARN',
    env: { account: '111122223333', region: 'eu-west-1' },
    build: (stack) => {
      const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:uploads');
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['arn:aws:sns:eu-west-1:111122223333:uploads invoke Fn'],
  },
  {
    name: 'a topic of another Region',
    env: { account: '111122223333', region: 'eu-west-1' },
    build: (stack) => {
      const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:uploads');
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['arn:aws:sns:us-east-1:111122223333:uploads invoke Fn'],
  },
];
