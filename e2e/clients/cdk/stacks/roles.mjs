import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StartingPosition, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LambdaDestination, SnsDestination, SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { handler } from './handler.mjs';

/** What functions do by their roles. @type {readonly import('./handler.mjs').Wired[]} */
export const roles = [
  {
    name: 'a function publishes to an encrypted topic',
    build: (stack) => {
      const topic = new Topic(stack, 'Topic', { masterKey: new Key(stack, 'Key'), enforceSSL: true });
      const sender = handler(stack, 'Sender', { environment: { TOPIC: topic.topicArn } });
      topic.grantPublish(sender);
      topic.addSubscription(new LambdaSubscription(handler(stack)));
    },
    hops: ['Topic invoke Fn', 'Sender publish Topic', 'Sender encrypt Key'],
  },
  {
    name: 'destinations: a queue on failure, a topic on success',
    build: (stack) => {
      const fn = handler(stack, 'Fn', {
        onFailure: new SqsDestination(new Queue(stack, 'Failed')),
        onSuccess: new SnsDestination(new Topic(stack, 'Done')),
        retryAttempts: 1,
        maxEventAge: Duration.hours(1),
      });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn on-failure Failed', 'Fn on-success Done'],
  },
  {
    name: 'destinations: another function, an encrypted topic',
    build: (stack) => {
      const done = new Topic(stack, 'Done', { masterKey: new Key(stack, 'Key') });
      const fn = handler(stack, 'Fn', {
        onFailure: new LambdaDestination(handler(stack, 'Repair')),
        onSuccess: new SnsDestination(done),
      });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn on-failure Repair', 'Fn on-success Done', 'Fn encrypt Key'],
  },
  {
    name: 'destinations: an encrypted queue',
    build: (stack) => {
      const failed = new Queue(stack, 'Failed', { encryptionMasterKey: new Key(stack, 'Key') });
      const fn = handler(stack, 'Fn', { onFailure: new SqsDestination(failed) });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn on-failure Failed', 'Fn encrypt Key'],
  },
  {
    name: "a function's own dead-letter queue, and its own log group",
    build: (stack) => {
      const logGroup = new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_MONTH });
      const fn = handler(stack, 'Fn', { deadLetterQueueEnabled: true, logGroup });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn on-failure Fn/DeadLetterQueue', 'Fn write-logs Logs'],
  },
  {
    name: "a function's own dead-letter topic",
    build: (stack) => {
      const fn = handler(stack, 'Fn', { deadLetterTopic: new Topic(stack, 'Failed') });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn on-failure Failed'],
  },
  {
    name: 'a function uses what it is granted',
    build: (stack) => {
      const queue = new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
      const topic = new Topic(stack, 'Out');
      const next = handler(stack, 'Next');
      const environment = { QUEUE: queue.queueUrl, TOPIC: topic.topicArn, NEXT: next.functionName };
      const fn = handler(stack, 'Fn', { environment });
      queue.grantSendMessages(fn);
      topic.grantPublish(fn);
      next.grantInvoke(fn);
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn', 'Fn publish Out', 'Fn invoke Next', 'Fn encrypt Key'],
  },
  {
    name: 'a function reads a table and writes a bucket, both encrypted',
    build: (stack) => {
      const encryptionKey = new Key(stack, 'Key');
      const partitionKey = { name: 'id', type: AttributeType.STRING };
      const table = new Table(stack, 'Table', { partitionKey, encryptionKey });
      const bucket = new Bucket(stack, 'Bucket', { encryptionKey, removalPolicy: RemovalPolicy.DESTROY });
      const environment = { TABLE: table.tableName, BUCKET: bucket.bucketName };
      const fn = handler(stack, 'Fn', { environment });
      table.grantReadData(fn);
      bucket.grantReadWrite(fn);
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: "a table's stream invokes a function, failures go to a queue",
    build: (stack) => {
      const partitionKey = { name: 'id', type: AttributeType.STRING };
      const table = new Table(stack, 'Table', { partitionKey, stream: StreamViewType.NEW_IMAGE });
      const onFailure = new SqsDlq(new Queue(stack, 'Failed'));
      const startingPosition = StartingPosition.LATEST;
      handler(stack).addEventSource(new DynamoEventSource(table, { startingPosition, onFailure }));
    },
    hops: [],
  },
  {
    name: 'a function in a VPC, traced, with a role of its own',
    build: (stack) => {
      const vpc = new Vpc(stack, 'Vpc', { natGateways: 0 });
      const fn = handler(stack, 'Fn', {
        vpc,
        vpcSubnets: { subnets: vpc.isolatedSubnets },
        tracing: Tracing.ACTIVE,
      });
      new Topic(stack, 'Topic').addSubscription(new LambdaSubscription(fn));
    },
    hops: ['Topic invoke Fn'],
  },
  {
    name: 'a role of its own, with its own grants',
    build: (stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      const logGroup = new LogGroup(stack, 'Logs');
      logGroup.grantWrite(role);
      new Topic(stack, 'Topic').addSubscription(
        new LambdaSubscription(handler(stack, 'Fn', { role, logGroup })),
      );
    },
    hops: ['Topic invoke Fn', 'Fn assume Role', 'Fn write-logs Logs'],
  },
];
