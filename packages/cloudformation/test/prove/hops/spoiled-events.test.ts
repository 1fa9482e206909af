// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { checkRow, type Row } from './spoil.ts';
import { runs, topicPolicy } from './spoil-fixtures.ts';
import {
  document,
  forService,
  fromArn,
  getAtt,
  permission,
  queue,
  queuePolicy,
  ref,
  subscription,
  topic,
} from './support.ts';

const account = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };
const rule = (target: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 't', ...target }] },
});
const bucket = (configuration: object) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { BucketName: 'videos', NotificationConfiguration: configuration },
});
const alarm = (type: string, target: object) => ({
  [type]: { Type: `AWS::CloudWatch::${type}`, Properties: { AlarmActions: [target] } },
});
const key = (...statements: readonly object[]) => ({
  Type: 'AWS::KMS::Key',
  Properties: { KeyPolicy: document(...statements) },
});
const KEY_USES = ['kms:GenerateDataKey', 'kms:Decrypt'];

const rows: readonly Row[] = [
  {
    name: 'SNS invokes a function',
    base: () => ({
      ...runs(),
      Topic: topic(),
      Subscription: subscription('lambda', getAtt('Function')),
      Permission: permission(),
    }),
    hop: ['Topic', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'SNS sends to a queue',
    base: () => ({
      Topic: topic(),
      Queue: queue(),
      Subscription: subscription('sqs', getAtt('Queue')),
      Policy: queuePolicy(
        'Queue',
        forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic'))),
      ),
    }),
    hop: ['Topic', 'deliver', 'Queue'],
    grants: ['Policy'],
  },
  {
    name: 'SNS sends what is not delivered to a queue',
    base: () => ({
      ...runs(),
      Topic: topic(),
      Queue: queue(),
      Permission: permission(),
      Subscription: subscription('lambda', getAtt('Function'), {
        RedrivePolicy: { deadLetterTargetArn: getAtt('Queue') },
      }),
      Policy: queuePolicy(
        'Queue',
        forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic'))),
      ),
    }),
    hop: ['Topic', 'redrive', 'Queue'],
    grants: ['Policy'],
  },
  {
    name: 'SNS uses the key of a queue',
    base: () => ({
      Topic: topic(),
      Queue: queue({ KmsMasterKeyId: ref('Key') }),
      Subscription: subscription('sqs', getAtt('Queue')),
      Key: key(forService('sns.amazonaws.com', KEY_USES, '*', fromArn(ref('Topic')))),
    }),
    hop: ['Topic', 'encrypt', 'Key'],
    grants: ['Key'],
  },
  {
    name: 'S3 publishes',
    base: () => ({
      Bucket: bucket({ TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic') }] }),
      Topic: topic(),
      Policy: topicPolicy(forService('s3.amazonaws.com', 'sns:Publish', ref('Topic'), account)),
    }),
    hop: ['Bucket', 'publish', 'Topic'],
    grants: ['Policy'],
  },
  {
    name: 'S3 sends to a queue',
    base: () => ({
      Bucket: bucket({ QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: getAtt('Queue') }] }),
      Queue: queue(),
      Policy: queuePolicy(
        'Queue',
        forService('s3.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(getAtt('Bucket'))),
      ),
    }),
    hop: ['Bucket', 'deliver', 'Queue'],
    grants: ['Policy'],
  },
  {
    name: 'S3 invokes a function',
    base: () => ({
      ...runs(),
      Bucket: bucket({
        LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: getAtt('Function') }],
      }),
      Permission: permission({
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::videos',
        SourceAccount: ref('AWS::AccountId'),
      }),
    }),
    hop: ['Bucket', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'S3 uses the key of a topic',
    base: () => ({
      Bucket: bucket({ TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic') }] }),
      Topic: topic({ KmsMasterKeyId: ref('Key') }),
      Key: key(forService('s3.amazonaws.com', KEY_USES, '*', account)),
    }),
    hop: ['Bucket', 'encrypt', 'Key'],
    grants: ['Key'],
  },
  {
    name: 'a rule publishes',
    base: () => ({
      Rule: rule({ Arn: ref('Topic') }),
      Topic: topic(),
      Policy: topicPolicy(forService('events.amazonaws.com', 'sns:Publish', ref('Topic'))),
    }),
    hop: ['Rule', 'publish', 'Topic'],
    grants: ['Policy'],
  },
  {
    name: 'a rule uses the key of a topic',
    base: () => ({
      Rule: rule({ Arn: ref('Topic') }),
      Topic: topic({ KmsMasterKeyId: ref('Key') }),
      Key: key(forService('events.amazonaws.com', KEY_USES, '*')),
    }),
    hop: ['Rule', 'encrypt', 'Key'],
    grants: ['Key'],
  },
  {
    name: 'a rule uses the key of a queue',
    base: () => ({
      Rule: rule({ Arn: getAtt('Queue') }),
      Queue: queue({ KmsMasterKeyId: ref('Key') }),
      Key: key(forService('events.amazonaws.com', KEY_USES, '*', account)),
    }),
    hop: ['Rule', 'encrypt', 'Key'],
    grants: ['Key'],
  },
  {
    name: 'a rule sends to a queue',
    base: () => ({
      Rule: rule({ Arn: getAtt('Queue') }),
      Queue: queue(),
      Policy: queuePolicy(
        'Queue',
        forService('events.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(getAtt('Rule'))),
      ),
    }),
    hop: ['Rule', 'deliver', 'Queue'],
    grants: ['Policy'],
  },
  {
    name: 'a rule sends what it could not to a queue',
    base: () => ({
      ...runs(),
      Rule: rule({ Arn: getAtt('Function'), DeadLetterConfig: { Arn: getAtt('Queue') } }),
      Queue: queue(),
      Policy: queuePolicy(
        'Queue',
        forService('events.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(getAtt('Rule'))),
      ),
    }),
    hop: ['Rule', 'redrive', 'Queue'],
    grants: ['Policy'],
  },
  {
    name: 'a rule invokes a function',
    base: () => ({
      ...runs(),
      Rule: rule({ Arn: getAtt('Function') }),
      Permission: permission({ Principal: 'events.amazonaws.com', SourceArn: getAtt('Rule') }),
    }),
    hop: ['Rule', 'invoke', 'Function'],
    grants: ['Permission'],
  },
  {
    name: 'a rule writes a log group',
    base: () => ({
      Rule: rule({ Arn: getAtt('Logs') }),
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/events/all' } },
      Policy: {
        Type: 'AWS::Logs::ResourcePolicy',
        Properties: {
          PolicyName: 'events',
          PolicyDocument: document(
            forService('events.amazonaws.com', ['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt('Logs')),
          ),
        },
      },
    }),
    hop: ['Rule', 'deliver', 'Logs'],
    grants: ['Policy'],
  },
  ...['Alarm', 'CompositeAlarm'].flatMap((type): readonly Row[] => [
    {
      name: `${type} publishes`,
      base: () => ({
        ...alarm(type, ref('Topic')),
        Topic: topic(),
        Policy: topicPolicy(
          forService('cloudwatch.amazonaws.com', 'sns:Publish', ref('Topic'), fromArn(getAtt(type))),
        ),
      }),
      hop: [type, 'publish', 'Topic'],
      grants: ['Policy'],
    },
    {
      name: `${type} uses the key of a topic`,
      base: () => ({
        ...alarm(type, ref('Topic')),
        Topic: topic({ KmsMasterKeyId: ref('Key') }),
        Key: key(forService('cloudwatch.amazonaws.com', KEY_USES, '*', account)),
      }),
      hop: [type, 'encrypt', 'Key'],
      grants: ['Key'],
    },
    {
      name: `${type} invokes a function`,
      base: () => ({
        ...runs(),
        ...alarm(type, getAtt('Function')),
        Permission: permission({
          Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
          SourceArn: { 'Fn::Sub': 'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*' },
        }),
      }),
      hop: [type, 'invoke', 'Function'],
      grants: ['Permission'],
    },
  ]),
];

describe('without one of its grants no hop stays allowed: topics, buckets, rules and alarms', () => {
  it.each(rows)('$name', checkRow);
});
