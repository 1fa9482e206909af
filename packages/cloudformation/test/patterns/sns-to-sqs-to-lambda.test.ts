import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import { snsToSqsToLambda } from '@wayleave/cloudformation/patterns';
import { describe, expect, it } from 'vitest';
import { code, properties, types, withTopic } from './support.ts';

describe('snsToSqsToLambda', () => {
  it('puts a queue between topic and function, and one queue behind for what failed', () => {
    const { t, uploads } = withTopic();
    t.use(snsToSqsToLambda({ topic: uploads, ...code }));
    expect(types(t.toJson())).toEqual({
      Uploads: 'AWS::SNS::Topic',
      UploadsDeadLetterQueue: 'AWS::SQS::Queue',
      UploadsDeadLetterQueuePolicy: 'AWS::SQS::QueuePolicy',
      UploadsQueue: 'AWS::SQS::Queue',
      UploadsQueuePolicy: 'AWS::SQS::QueuePolicy',
      UploadsLogs: 'AWS::Logs::LogGroup',
      UploadsRole: 'AWS::IAM::Role',
      UploadsFunction: 'AWS::Lambda::Function',
      UploadsMapping: 'AWS::Lambda::EventSourceMapping',
      UploadsSubscription: 'AWS::SNS::Subscription',
    });
  });

  it('hides a message for six times the timeout and the window, and redrives after five runs', () => {
    const { t, uploads } = withTopic();
    t.use(
      snsToSqsToLambda({ topic: uploads, ...code, timeout: 60, batchSize: 100, maximumBatchingWindow: 5 }),
    );
    const json = t.toJson();
    expect(properties(json, 'UploadsQueue')).toEqual({
      VisibilityTimeout: 365,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': ['UploadsDeadLetterQueue', 'Arn'] },
        maxReceiveCount: 5,
      },
    });
    expect(properties(json, 'UploadsMapping')).toEqual({
      EventSourceArn: { 'Fn::GetAtt': ['UploadsQueue', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['UploadsFunction', 'Arn'] },
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('lets the topic send to the queue before it is subscribed, and the role read that queue alone', () => {
    const { t, uploads } = withTopic();
    t.use(snsToSqsToLambda({ topic: uploads, ...code, rawMessageDelivery: true }));
    const json = t.toJson();
    expect(json.Resources['UploadsSubscription']).toMatchObject({
      DependsOn: ['UploadsQueuePolicy', 'UploadsDeadLetterQueuePolicy'],
      Properties: {
        Protocol: 'sqs',
        RawMessageDelivery: true,
        Endpoint: { 'Fn::GetAtt': ['UploadsQueue', 'Arn'] },
      },
    });
    expect(properties(json, 'UploadsQueuePolicy')).toMatchObject({
      Queues: [{ Ref: 'UploadsQueue' }],
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'sns.amazonaws.com' },
            Resource: [{ 'Fn::GetAtt': ['UploadsQueue', 'Arn'] }],
            Condition: { ArnLike: { 'aws:SourceArn': [{ Ref: 'Uploads' }] } },
          },
        ],
      },
    });
    expect(properties(json, 'UploadsRole')['Policies']).toMatchObject([
      { PolicyName: 'WriteLogs' },
      {
        PolicyDocument: {
          Statement: [
            {
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              Resource: [{ 'Fn::GetAtt': ['UploadsQueue', 'Arn'] }],
            },
          ],
        },
      },
    ]);
  });

  it('keeps the order of a FIFO topic in FIFO queues', () => {
    const t = template();
    const orders = t.add('Orders', Topic({ FifoTopic: true, TopicName: 'orders.fifo' }));
    t.use(snsToSqsToLambda({ topic: orders, ...code }));
    const json = t.toJson();
    for (const id of ['OrdersQueue', 'OrdersDeadLetterQueue'])
      expect(properties(json, id)['FifoQueue']).toBe(true);
  });

  it('makes a FIFO topic of its own when told to keep order', () => {
    const t = template();
    const { topic } = t.use(snsToSqsToLambda({ name: 'Orders', ...code, fifo: true }));
    expect(properties(t.toJson(), topic.logicalId)).toEqual({
      FifoTopic: true,
      ContentBasedDeduplication: true,
    });
  });

  it('lets the role decrypt what lies in an encrypted queue', () => {
    const { t, uploads } = withTopic();
    const { key } = t.use(snsToSqsToLambda({ topic: uploads, ...code, encryption: true }));
    const json = t.toJson();
    expect(properties(json, 'UploadsQueue')['KmsMasterKeyId']).toEqual(key.Arn);
    expect(properties(json, 'UploadsRole')['Policies']).toMatchObject([
      {},
      {
        PolicyDocument: {
          Statement: [{}, { Action: ['kms:Decrypt'], Resource: [key.Arn] }],
        },
      },
    ]);
  });

  it('goes without a dead-letter queue, and with an alias and alarms', () => {
    const { t, uploads } = withTopic();
    const made = t.use(
      snsToSqsToLambda({ topic: uploads, ...code, deadLetterQueue: false, alias: 'live', alarms: true }),
    );
    const json = t.toJson();
    expect(made.deadLetterQueue).toBeUndefined();
    expect(properties(json, 'UploadsSubscription')).not.toHaveProperty('RedrivePolicy');
    expect(properties(json, 'UploadsMapping')['FunctionName']).toEqual(made.alias.ref);
    expect(made.alarms.queues).toEqual([]);
  });

  it('takes a queue of one’s own that hides messages long enough', () => {
    const { t, uploads } = withTopic();
    const short = t.add('Short', Queue());
    const long = t.add('Long', Queue({ VisibilityTimeout: 180 }));
    expect(() => t.use(snsToSqsToLambda({ topic: uploads, ...code, queue: short }))).toThrow(
      expect.objectContaining({ code: 'BadOption', option: 'queue' }),
    );
    const { mapping, queuePolicy } = t.use(snsToSqsToLambda({ topic: uploads, ...code, queue: long }));
    const json = t.toJson();
    expect(properties(json, mapping.logicalId)['EventSourceArn']).toEqual(long.Arn);
    expect(properties(json, queuePolicy.logicalId)['Queues']).toEqual([long.ref]);
    expect(() => t.use(snsToSqsToLambda({ topic: uploads, ...code, queue: long }))).toThrow(
      expect.objectContaining({ code: 'PolicyTaken', option: 'queue' }),
    );
  });

  it.each([
    ['maxReceiveCount', { deadLetterQueue: false, maxReceiveCount: 3 }],
    ['batchSize', { batchSize: 10_001 }],
    ['batchSize', { batchSize: 11 }],
    ['maximumBatchingWindow', { maximumBatchingWindow: 301 }],
    ['maximumBatchingWindow', { topicIsFifo: true, maximumBatchingWindow: 1 }],
    ['maxReceiveCount', { maxReceiveCount: 0 }],
    ['overrides.queue.VisibilityTimeout', { overrides: { queue: { VisibilityTimeout: 179 } } }],
    ['topic', { topicIsFifo: true, fifo: false }],
    ['topic', { fifo: true }],
  ])('refuses %s out of bounds: %j', (option, { topicIsFifo, ...options }: Record<string, unknown>) => {
    const t = template();
    const topic = t.add('Orders', Topic(topicIsFifo === true ? { FifoTopic: true } : {}));
    expect(() => t.use(snsToSqsToLambda({ topic, ...code, ...options }))).toThrow(
      expect.objectContaining({ code: 'BadOption', option }),
    );
  });

  it('refuses a standard queue behind a FIFO queue', () => {
    const t = template();
    const topic = t.add('Orders', Topic({ FifoTopic: true }));
    const queue = t.add('Standard', Queue());
    expect(() => t.use(snsToSqsToLambda({ topic, ...code, deadLetterQueue: queue }))).toThrow(
      expect.objectContaining({ code: 'BadOption', option: 'deadLetterQueue' }),
    );
  });
});
