import { Duration } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { handler } from './handler.mjs';

/** Topics that send to queues. @type {readonly import('./handler.mjs').Wired[]} */
export const queues = [
  {
    name: 'a topic sends to a queue',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { enforceSSL: true });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true }));
    },
    hops: ['Topic deliver Queue'],
  },
  {
    name: 'a topic sends to an encrypted queue',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS });
      new Topic(stack, 'Topic').addSubscription(new SqsSubscription(queue));
    },
    hops: ['Topic deliver Queue', 'Topic encrypt Queue/Key'],
  },
  {
    name: 'an encrypted topic sends to an encrypted queue',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'QueueKey') });
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'TopicKey') });
      topic.addSubscription(new SqsSubscription(queue));
    },
    hops: ['Topic deliver Queue', 'Topic encrypt QueueKey'],
  },
  {
    name: 'two topics share a queue that a function reads, dead letters apart',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', {
        deadLetterQueue: { queue: new Queue(stack, 'Dead'), maxReceiveCount: 5 },
        visibilityTimeout: Duration.minutes(2),
      });
      const deadLetterQueue = new Queue(stack, 'Lost');
      for (const id of ['Uploads', 'Removals'])
        new Topic(stack, id).addSubscription(new SqsSubscription(queue, { deadLetterQueue }));
      handler(stack).addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
    },
    hops: [
      'Uploads deliver Queue',
      'Removals deliver Queue',
      'Uploads redrive Lost',
      'Removals redrive Lost',
      'Queue redrive Dead',
      'Queue receive Fn',
    ],
  },
  {
    name: 'a FIFO topic sends to an encrypted FIFO queue that a function reads',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { fifo: true, contentBasedDeduplication: true });
      const queue = new Queue(stack, 'Queue', { fifo: true, encryptionMasterKey: new Key(stack, 'Key') });
      topic.addSubscription(new SqsSubscription(queue));
      handler(stack).addEventSource(new SqsEventSource(queue));
    },
    hops: ['Topic deliver Queue', 'Topic encrypt Key', 'Queue receive Fn', 'Fn encrypt Key'],
  },
];
