// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { actor } from './roles-support.ts';
import { checkRow, type Row } from './spoil.ts';
import { firehose, key, made, objects, READ_STREAM, runs, stream, table } from './spoil-fixtures.ts';
import { document, fromArn, getAtt, queue, ref, statement, subscription, topic } from './support.ts';

const workflow = (resource: string, settings: object) =>
  made('AWS::StepFunctions::StateMachine', {
    RoleArn: getAtt('Actor'),
    Definition: { StartAt: 'A', States: { A: { Type: 'Task', Resource: resource, Parameters: settings } } },
  });
const filter = (arn: object) =>
  made('AWS::Logs::SubscriptionFilter', {
    LogGroupName: ref('Logs'),
    DestinationArn: arn,
    RoleArn: getAtt('Actor'),
    FilterPattern: '',
  });
const stored = (more: object = {}) =>
  firehose({
    ExtendedS3DestinationConfiguration: { BucketARN: getAtt('Bucket'), RoleARN: getAtt('Actor'), ...more },
  });
const ON_OBJECTS = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'];
const ON_BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];

const rows: readonly Row[] = [
  {
    name: 'an API invokes a function as a role',
    base: () => ({
      ...runs(),
      Api: made('AWS::ApiGatewayV2::Api', { Target: getAtt('Function'), CredentialsArn: getAtt('Actor') }),
      Actor: actor('apigateway.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    }),
    hop: ['Api', 'invoke', 'Function'],
    grants: ['Actor'],
  },
  ...(
    [
      ['a stream', stream(), 'kinesis:PutRecord'],
      ['a delivery stream', firehose({}), 'firehose:PutRecord'],
    ] as const
  ).map(
    ([name, target, action]): Row => ({
      name: `logs and ${name}`,
      base: () => ({
        Logs: made('AWS::Logs::LogGroup'),
        Filter: filter(getAtt('Target')),
        Target: target,
        Actor: actor('logs.amazonaws.com', statement(action, getAtt('Target'))),
      }),
      hop: ['Logs', 'deliver', 'Target'],
      grants: ['Actor'],
    }),
  ),
  {
    name: 'a workflow assumes its role',
    base: () => ({
      Machine: workflow('arn:aws:states:::sns:publish', { TopicArn: ref('Target') }),
      Target: topic(),
      Actor: actor('states.amazonaws.com', statement('sns:Publish', ref('Target'))),
    }),
    hop: ['Machine', 'assume', 'Actor'],
    grants: ['Actor.Properties.AssumeRolePolicyDocument'],
  },
  ...(
    [
      [
        'publishes',
        'publish',
        topic(),
        'sns:publish',
        { TopicArn: ref('Target') },
        'sns:Publish',
        ref('Target'),
      ],
      [
        'sends to a queue',
        'deliver',
        queue(),
        'sqs:sendMessage',
        { QueueUrl: ref('Target') },
        'sqs:SendMessage',
        getAtt('Target'),
      ],
      [
        'writes a table',
        'use',
        table,
        'dynamodb:putItem',
        { TableName: ref('Target') },
        'dynamodb:PutItem',
        getAtt('Target'),
      ],
      [
        'puts events',
        'use',
        made('AWS::Events::EventBus', { Name: 'b' }),
        'events:putEvents',
        { Entries: [{ EventBusName: ref('Target') }] },
        'events:PutEvents',
        getAtt('Target'),
      ],
    ] as const
  ).map(
    ([name, kind, target, task, settings, action, arn]): Row => ({
      name: `a workflow ${name}`,
      base: () => ({
        Machine: workflow(`arn:aws:states:::${task}`, settings),
        Target: target,
        Actor: actor('states.amazonaws.com', statement(action, arn)),
      }),
      hop: ['Machine', kind, 'Target'],
      grants: ['Actor'],
    }),
  ),
  {
    name: 'a workflow invokes a function',
    base: () => ({
      ...runs(),
      Machine: workflow('arn:aws:states:::lambda:invoke', { FunctionName: getAtt('Function') }),
      Actor: actor('states.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    }),
    hop: ['Machine', 'invoke', 'Function'],
    grants: ['Actor'],
  },
  {
    name: 'a workflow waits for another one',
    base: () => ({
      Machine: workflow('arn:aws:states:::states:startExecution.sync:2', { StateMachineArn: ref('Target') }),
      Target: made('AWS::StepFunctions::StateMachine', { StateMachineName: 'other' }),
      Actor: actor(
        'states.amazonaws.com',
        statement('states:StartExecution', ref('Target')),
        statement(['states:DescribeExecution', 'states:StopExecution'], {
          'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:execution:other:*',
        }),
        statement(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], {
          'Fn::Sub':
            'arn:aws:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
        }),
      ),
    }),
    hop: ['Machine', 'invoke', 'Target'],
    grants: ['Actor'],
  },
  {
    name: 'Firehose stores what it delivers',
    base: () => ({
      Bucket: made('AWS::S3::Bucket'),
      Stream: stored(),
      Actor: actor(
        'firehose.amazonaws.com',
        statement(ON_OBJECTS, objects),
        statement(ON_BUCKET, getAtt('Bucket')),
      ),
    }),
    hop: ['Stream', 'deliver', 'Bucket'],
    grants: ['Actor'],
  },
  {
    name: 'Firehose uses the key of a bucket',
    base: () => ({
      Bucket: made('AWS::S3::Bucket', {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: getAtt('Key') } },
          ],
        },
      }),
      Key: key,
      Stream: stored(),
      Actor: actor('firehose.amazonaws.com', statement('kms:GenerateDataKey', getAtt('Key'))),
    }),
    hop: ['Stream', 'encrypt', 'Key'],
    grants: ['Actor.Properties.Policies', 'Key'],
  },
  {
    name: 'Firehose reads a stream',
    base: () => ({
      Source: stream(),
      Stream: firehose({
        KinesisStreamSourceConfiguration: { KinesisStreamARN: getAtt('Source'), RoleARN: getAtt('Actor') },
      }),
      Actor: actor(
        'firehose.amazonaws.com',
        statement([...READ_STREAM, 'kinesis:ListShards'], getAtt('Source')),
      ),
    }),
    hop: ['Source', 'receive', 'Stream'],
    grants: ['Actor'],
  },
  {
    name: 'Firehose has a function change the records',
    base: () => ({
      ...runs(),
      Bucket: made('AWS::S3::Bucket'),
      Stream: stored({
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: 'Lambda',
              Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: getAtt('Function') }],
            },
          ],
        },
      }),
      Actor: actor('firehose.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    }),
    hop: ['Stream', 'invoke', 'Function'],
    grants: ['Actor'],
  },
  {
    name: 'SNS puts into a delivery stream',
    base: () => ({
      Topic: topic(),
      Target: firehose({}),
      Subscription: subscription('firehose', getAtt('Target'), { SubscriptionRoleArn: getAtt('Actor') }),
      Actor: actor(
        'sns.amazonaws.com',
        statement(
          [
            'firehose:PutRecord',
            'firehose:PutRecordBatch',
            'firehose:DescribeDeliveryStream',
            'firehose:ListTagsForDeliveryStream',
          ],
          getAtt('Target'),
        ),
      ),
    }),
    hop: ['Topic', 'deliver', 'Target'],
    grants: ['Actor'],
  },
  {
    name: 'a trust policy that names the source',
    base: () => ({
      Machine: workflow('arn:aws:states:::sns:publish', { TopicArn: ref('Target') }),
      Target: topic(),
      Actor: made('AWS::IAM::Role', {
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 'states.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: fromArn({ 'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:*' }),
        }),
        Policies: [{ PolicyName: 'p', PolicyDocument: document(statement('sns:Publish', ref('Target'))) }],
      }),
    }),
    hop: ['Machine', 'publish', 'Target'],
    grants: ['Actor'],
  },
];

describe('without one of its grants no hop stays allowed: an API, logs, a workflow and Firehose', () => {
  it.each(rows)('$name', checkRow);
});
