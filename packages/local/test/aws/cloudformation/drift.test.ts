import { afterAll, beforeAll, expect, test } from 'vitest';
import { differences } from '../../../src/aws/cloudformation/drift/differences.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { snsToLambda, topicStack, trust } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

interface Drift {
  readonly LogicalResourceId: string;
  readonly StackResourceDriftStatus: string;
  readonly DriftStatusReason?: string;
  readonly PropertyDifferences?: readonly object[];
}

async function detect(StackName: string, caller?: Parameters<Cloud['cfn']>[2]) {
  const { StackDriftDetectionId } = await cloud.cfn('DetectStackDrift', { StackName }, caller);
  await cloud.aws.settled();
  const status = await cloud.cfn('DescribeStackDriftDetectionStatus', { StackDriftDetectionId });
  const { StackResourceDrifts } = await cloud.cfn<{ StackResourceDrifts: readonly Drift[] }>(
    'DescribeStackResourceDrifts',
    { StackName },
  );
  const of = (id: string) => StackResourceDrifts.find(({ LogicalResourceId }) => LogicalResourceId === id);
  return { status, drifts: StackResourceDrifts, of };
}

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const tags = [{ Key: 'team', Value: 'video' }];

/** Each type that can be compared, with as many properties as it has. */
const everything = {
  Resources: {
    ...snsToLambda().Resources,
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...snsToLambda().Resources['Function']?.Properties,
        FunctionName: 'drifting',
        Timeout: '30',
        MemorySize: 256,
        Environment: { Variables: { STAGE: 'test' } },
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
        LoggingConfig: { LogGroup: { Ref: 'Logs' } },
        Tags: tags,
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
        Description: 'Runs it',
        MaxSessionDuration: 7200,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
        Policies: [
          {
            PolicyName: 'own',
            PolicyDocument: document({ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '*' }),
          },
        ],
        Tags: tags,
      },
    },
    Managed: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'Other' }],
        PolicyDocument: document({ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } }),
      },
    },
    Other: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), Policies: [] },
    },
    Inline: {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        RoleName: { Ref: 'Other' },
        PolicyName: 'inline',
        PolicyDocument: document({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }),
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 7, Tags: tags } },
    Retries: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Function' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 20, Tags: tags } },
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: document({
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Principal: { Service: 'sns.amazonaws.com' },
          Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        }),
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
        RawMessageDelivery: true,
        FilterPolicy: { kind: ['video'] },
      },
    },
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: document({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 's3.amazonaws.com' },
          Resource: { Ref: 'Topic' },
        }),
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: 'true' } },
    },
    BucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: document({
          Effect: 'Deny',
          Action: 's3:GetObject',
          Principal: '*',
          Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] },
        }),
      },
    },
  },
};

test('nothing has drifted right after a deployment, of no type', async () => {
  expect(await cloud.create('synced', everything, { Tags: [{ Key: 'app', Value: 'x' }] })).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
  });
  const { status, drifts } = await detect('synced');
  expect(drifts.filter(({ StackResourceDriftStatus }) => StackResourceDriftStatus !== 'IN_SYNC')).toEqual([]);
  // A policy of AWS::IAM::Policy cannot be compared on AWS, either.
  const compared = Object.keys(everything.Resources).filter((id) => id !== 'Policy');
  expect(drifts.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(compared.sort());
  expect(status).toMatchObject({
    DetectionStatus: 'DETECTION_COMPLETE',
    StackDriftStatus: 'IN_SYNC',
    DriftedStackResourceCount: 0,
  });
  expect(await cloud.describe('synced')).toMatchObject({ DriftInformation: { StackDriftStatus: 'IN_SYNC' } });
});

test('changes made beside the stack are found, each with its path and both values', async () => {
  await cloud.call('lambda', 'UpdateFunctionConfiguration', {
    FunctionName: 'drifting',
    Timeout: 60,
    Environment: { Variables: { STAGE: 'test', EXTRA: '1' } },
  });
  await cloud.call('lambda', 'TagResource', {
    Resource: 'arn:aws:lambda:us-east-1:111122223333:function:drifting',
    Tags: { owner: 'somebody' },
  });
  const { of, status } = await detect('synced');
  expect(status).toMatchObject({ StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 });
  expect(of('Function')).toMatchObject({
    StackResourceDriftStatus: 'MODIFIED',
    PropertyDifferences: [
      { PropertyPath: '/Timeout', ExpectedValue: '30', ActualValue: '60', DifferenceType: 'NOT_EQUAL' },
      {
        PropertyPath: '/Environment/Variables/EXTRA',
        ExpectedValue: 'null',
        ActualValue: '1',
        DifferenceType: 'ADD',
      },
      { PropertyPath: '/Tags/2', ExpectedValue: 'null', DifferenceType: 'ADD' },
    ],
  });
});

test('a resource that was deleted beside the stack is found to be so', async () => {
  await cloud.create('deleted', topicStack());
  const { StackResources } = await cloud.cfn<{ StackResources: { PhysicalResourceId: string }[] }>(
    'DescribeStackResources',
    { StackName: 'deleted' },
  );
  await cloud.call('sns', 'DeleteTopic', { TopicArn: StackResources[0]?.PhysicalResourceId });
  const { of } = await detect('deleted');
  expect(of('Topic')).toMatchObject({ StackResourceDriftStatus: 'DELETED' });
  expect(of('Topic')).not.toHaveProperty('PropertyDifferences');
});

test('who may not read a resource learns that, not that all is well', async () => {
  await cloud.create('unreadable', topicStack());
  const user = await cloud.user('reader', [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }]);
  const { of, status } = await detect('unreadable', user);
  expect(of('Topic')).toMatchObject({ StackResourceDriftStatus: 'UNKNOWN' });
  expect(of('Topic')?.DriftStatusReason).toContain('SNS:GetTopicAttributes');
  expect(status).toMatchObject({ DetectionStatus: 'DETECTION_FAILED', StackDriftStatus: 'UNKNOWN' });
});

test('a stack without its resources has no drift to be found', async () => {
  await cloud.cfn('CreateChangeSet', {
    StackName: 'reviewing',
    ChangeSetName: 'a',
    ChangeSetType: 'CREATE',
    TemplateBody: JSON.stringify(topicStack()),
  });
  await expect(cloud.cfn('DetectStackDrift', { StackName: 'reviewing' })).rejects.toThrow(
    'REVIEW_IN_PROGRESS',
  );
  await expect(
    cloud.cfn('DescribeStackDriftDetectionStatus', {
      StackDriftDetectionId: '00000000-0000-0000-0000-000000000000',
    }),
  ).rejects.toThrow('does not exist');
});

test('numbers equal their text, documents their JSON, lists in any order; services may fill in members', () => {
  const expected = { A: 1, B: '{"x": true}', C: [1, 2], D: { x: ['a'] }, Policy: { a: 1 } };
  expect(
    differences(expected, {
      A: '1',
      B: { x: 'true' },
      C: ['2', '1'],
      D: { x: ['a'], y: 1 },
      E: 1,
      Policy: { a: 1 },
    }),
  ).toEqual([]);
  expect(
    differences(expected, { A: '1', B: { x: 'false' }, C: [2], D: { x: ['b'] }, Policy: { a: 1, b: 2 } }),
  ).toEqual([
    { PropertyPath: '/B/x', ExpectedValue: 'true', ActualValue: 'false', DifferenceType: 'NOT_EQUAL' },
    { PropertyPath: '/C/0', ExpectedValue: '1', ActualValue: 'null', DifferenceType: 'REMOVE' },
    { PropertyPath: '/D/x/0', ExpectedValue: 'a', ActualValue: 'b', DifferenceType: 'NOT_EQUAL' },
    { PropertyPath: '/Policy/b', ExpectedValue: 'null', ActualValue: '2', DifferenceType: 'ADD' },
  ]);
});
