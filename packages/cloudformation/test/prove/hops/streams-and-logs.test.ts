// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { actor, allowed, faults, trusted } from './roles-support.ts';
import {
  type Case,
  decideCase,
  getAtt,
  hopOf,
  lambda,
  permission,
  proofOf,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
  topic,
} from './support.ts';

describe('a delivery stream', () => {
  const base = (): Resources => ({
    Bucket: { Type: 'AWS::S3::Bucket' },
    Actor: actor(
      'firehose.amazonaws.com',
      statement(
        ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject', 's3:GetBucketLocation', 's3:ListBucket*'],
        [getAtt('Bucket'), { 'Fn::Sub': '${Bucket.Arn}/*' }],
      ),
    ),
    Stream: {
      Type: 'AWS::KinesisFirehose::DeliveryStream',
      Properties: {
        ExtendedS3DestinationConfiguration: { BucketARN: getAtt('Bucket'), RoleARN: getAtt('Actor') },
      },
    },
  });
  it.each<Case>([
    ...faults('firehose.amazonaws.com'),
    {
      name: 'nothing but PutObject: AWS lists more',
      change: (r) => set(r, `${allowed}.Action`, 's3:PutObject'),
      answer: 'unknown',
      words: /s3:GetBucketLocation/,
    },
    {
      name: 'the account as external id',
      change: (r) =>
        set(r, 'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Condition', {
          StringEquals: { 'sts:ExternalId': ref('AWS::AccountId') },
        }),
      answer: 'allowed',
    },
  ])('stores in a bucket, with $name: $answer', (each) =>
    decideCase(base, 'Stream', 'deliver', 'Bucket', each),
  );

  it('reads a stream, and has a function change the records', () => {
    const resources = base();
    set(resources, 'Role', role());
    set(resources, 'Function', lambda());
    set(resources, 'Kinesis', { Type: 'AWS::Kinesis::Stream' });
    set(resources, 'Stream.Properties.KinesisStreamSourceConfiguration', {
      KinesisStreamARN: getAtt('Kinesis'),
      RoleARN: getAtt('Actor'),
    });
    set(resources, 'Stream.Properties.ExtendedS3DestinationConfiguration.ProcessingConfiguration', {
      Processors: [
        {
          Type: 'Lambda',
          Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: getAtt('Function') }],
        },
      ],
    });
    const denied = proofOf(resources);
    expect(hopOf(denied, 'Kinesis', 'receive', 'Stream').answer).toBe('denied');
    expect(hopOf(denied, 'Stream', 'invoke', 'Function').answer).toBe('denied');
    set(
      resources,
      'Actor.Properties.Policies.0.PolicyDocument.Statement.1',
      statement(['kinesis:*', 'lambda:*'], '*'),
    );
    const proof = proofOf(resources);
    expect(hopOf(proof, 'Kinesis', 'receive', 'Stream').answer).toBe('allowed');
    expect(hopOf(proof, 'Stream', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('takes the messages of a topic, as the role of the subscription', () => {
    const resources = base();
    set(resources, 'Topic', topic());
    set(resources, 'Sender', actor('sns.amazonaws.com', statement('firehose:*', getAtt('Stream'))));
    set(resources, 'Subscription', {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: ref('Topic'),
        Protocol: 'firehose',
        Endpoint: getAtt('Stream'),
        SubscriptionRoleArn: getAtt('Sender'),
      },
    });
    expect(hopOf(proofOf(resources), 'Topic', 'deliver', 'Stream').answer).toBe('allowed');
    remove(resources, 'Subscription.Properties.SubscriptionRoleArn');
    expect(hopOf(proofOf(resources), 'Topic', 'deliver', 'Stream').because).toMatch(/names no role/);
  });
});

describe('logs', () => {
  const base = (): Resources => ({
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Stream: { Type: 'AWS::Kinesis::Stream' },
    Actor: actor('logs.amazonaws.com', statement('kinesis:PutRecord', getAtt('Stream'))),
    Filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: {
        LogGroupName: ref('Logs'),
        FilterPattern: '',
        DestinationArn: getAtt('Stream'),
        RoleArn: getAtt('Actor'),
      },
    },
  });
  it.each<Case>([
    ...faults('logs.amazonaws.com'),
    {
      name: 'the service named with its region',
      change: (r) => set(r, trusted, { 'Fn::Sub': 'logs.${AWS::Region}.amazonaws.com' }),
      answer: 'allowed',
    },
    {
      name: 'trust for the account alone',
      change: (r) =>
        set(r, 'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Condition', {
          StringLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*' } },
        }),
      answer: 'allowed',
    },
  ])('go to a stream, with $name: $answer', (each) => decideCase(base, 'Logs', 'deliver', 'Stream', each));

  const toFunction = (): Resources => ({
    Logs: { Type: 'AWS::Logs::LogGroup' },
    Role: role(),
    Function: lambda(),
    Filter: {
      Type: 'AWS::Logs::SubscriptionFilter',
      Properties: { LogGroupName: ref('Logs'), FilterPattern: '', DestinationArn: getAtt('Function') },
    },
    Permission: permission({ Principal: 'logs.amazonaws.com', SourceArn: getAtt('Logs') }),
  });
  it.each<Case>([
    { name: 'a permission for the group', change: () => {}, answer: 'allowed' },
    {
      name: 'no permission',
      change: (r) => remove(r, 'Permission'),
      answer: 'denied',
      words: /no permission for Logs/,
    },
    {
      name: "the group's ARN without :*",
      change: (r) =>
        set(r, 'Permission.Properties.SourceArn', {
          'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}',
        }),
      answer: 'unknown',
      words: /AWS's page has Logs:\*/,
    },
  ])('go to a function, with $name: $answer', (each) =>
    decideCase(toFunction, 'Logs', 'invoke', 'Function', each),
  );
});
