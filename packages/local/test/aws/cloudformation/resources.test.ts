import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { trust } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string[] }>;

/** Creates a stack, updates it, and expects both to succeed; answers the physical ids after the update. */
async function evolve(name: string, before: Resources, after: Resources): Promise<Record<string, string>> {
  const reasons = async () =>
    (await cloud.events(name)).map(({ ResourceStatusReason }) => ResourceStatusReason);
  const created = await cloud.create(name, { Resources: before });
  expect(created.StackStatus, String(await reasons())).toBe('CREATE_COMPLETE');
  const updated = await cloud.update(name, { Resources: after });
  expect(updated.StackStatus, String(await reasons())).toBe('UPDATE_COMPLETE');
  const { StackResources } = await cloud.cfn<{ StackResources: Record<string, string>[] }>(
    'DescribeStackResources',
    {
      StackName: name,
    },
  );
  return Object.fromEntries(
    StackResources.map((one) => [one['LogicalResourceId'] ?? '', one['PhysicalResourceId'] ?? '']),
  );
}

const attributesOf = async (service: 'sns' | 'sqs', operation: string, input: object) => {
  const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(service, operation, input);
  return Attributes;
};
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...properties },
});
const allow = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });

test('AWS::SQS::Queue and QueuePolicy change in place, and lose what is taken out', async () => {
  const send = (Action: string) =>
    policy({ Effect: 'Allow', Action, Principal: { Service: 'sns.amazonaws.com' }, Resource: '*' });
  const queue = (Properties: object) => ({ Type: 'AWS::SQS::Queue', Properties });
  const Dead = queue({ QueueName: 'dead' });
  const RedrivePolicy = {
    deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] },
    maxReceiveCount: 3,
  };
  const attached = (document: object, id = 'Queue') => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [{ Ref: id }], PolicyDocument: document },
  });
  const ids = await evolve(
    'queues',
    {
      Dead,
      Queue: queue({
        VisibilityTimeout: '60',
        DelaySeconds: 5,
        RedrivePolicy,
        Tags: [{ Key: 'a', Value: '1' }],
      }),
      Policy: attached(send('sqs:SendMessage')),
    },
    {
      Dead,
      Queue: queue({ VisibilityTimeout: 90, Tags: [{ Key: 'b', Value: '2' }] }),
      Policy: attached(send('sqs:*'), 'Dead'),
    },
  );
  const attributes = await attributesOf('sqs', 'GetQueueAttributes', {
    QueueUrl: ids['Queue'],
    AttributeNames: ['All'],
  });
  expect(attributes).toMatchObject({ VisibilityTimeout: '90', DelaySeconds: '0' });
  expect(attributes).not.toHaveProperty('RedrivePolicy');
  expect(attributes).not.toHaveProperty('Policy');
  expect(await cloud.call('sqs', 'ListQueueTags', { QueueUrl: ids['Queue'] })).toEqual({ Tags: { b: '2' } });
  const dead = await attributesOf('sqs', 'GetQueueAttributes', {
    QueueUrl: ids['Dead'],
    AttributeNames: ['All'],
  });
  expect(JSON.parse(dead['Policy'] ?? '{}')).toMatchObject({ Statement: [{ Action: 'sqs:*' }] });
});

test('AWS::SNS::Topic reconciles its subscriptions; TopicPolicy gives the default policy back', async () => {
  const queue = { Type: 'AWS::SQS::Queue' };
  const topic = (id: string) => ({
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': [id, 'Arn'] } }] },
  });
  const own = policy({
    Effect: 'Allow',
    Action: 'sns:Publish',
    Principal: { Service: 's3.amazonaws.com' },
    Resource: '*',
  });
  const ids = await evolve(
    'topics',
    {
      A: queue,
      B: queue,
      Topic: topic('A'),
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: own },
      },
    },
    { A: queue, B: queue, Topic: topic('B') },
  );
  const { Subscriptions } = await cloud.call<{ Subscriptions: { Endpoint: string }[] }>(
    'sns',
    'ListSubscriptionsByTopic',
    {
      TopicArn: ids['Topic'],
    },
  );
  expect(Subscriptions.map(({ Endpoint }) => Endpoint)).toEqual([expect.stringContaining('topics-B-')]);
  const { Policy = '' } = await attributesOf('sns', 'GetTopicAttributes', { TopicArn: ids['Topic'] });
  expect(JSON.parse(Policy).Id).toBe('__default_policy_ID');
});

test('AWS::SNS::Subscription changes its attributes in place', async () => {
  const base = { Topic: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue' } };
  const subscription = (properties: object) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'sqs',
      Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      ...properties,
    },
  });
  const redrive = { deadLetterTargetArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } };
  const ids = await evolve(
    'subscribed',
    {
      ...base,
      Sub: subscription({ FilterPolicy: { kind: ['a'] }, RawMessageDelivery: true, RedrivePolicy: redrive }),
    },
    { ...base, Sub: subscription({ FilterPolicyScope: 'MessageBody', FilterPolicy: { a: { b: ['c'] } } }) },
  );
  const attributes = await attributesOf('sns', 'GetSubscriptionAttributes', { SubscriptionArn: ids['Sub'] });
  expect(attributes).toMatchObject({
    FilterPolicy: '{"a":{"b":["c"]}}',
    FilterPolicyScope: 'MessageBody',
    RawMessageDelivery: 'false',
  });
  expect(attributes).not.toHaveProperty('RedrivePolicy');
});

test('AWS::Lambda::Function changes code and settings in place, and goes back to defaults', async () => {
  const fn = (code: string, properties: object) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Code: { ZipFile: `exports.handler = async () => process.env.MODE + ${JSON.stringify(code)};` },
      ...properties,
    },
  });
  const ids = await evolve(
    'functions',
    {
      Role: role(),
      Fn: fn('one', {
        Timeout: '30',
        MemorySize: 256,
        Environment: { Variables: { MODE: 'a' } },
        Description: 'x',
      }),
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1 },
      },
    },
    {
      Role: role(),
      Fn: fn('two', { Environment: { Variables: { MODE: 'b' } }, Tags: [{ Key: 'k', Value: 'v' }] }),
      Config: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 },
      },
    },
  );
  const FunctionName = ids['Fn'];
  expect(await cloud.call('lambda', 'GetFunctionConfiguration', { FunctionName })).toMatchObject({
    Timeout: 3,
    MemorySize: 128,
    Description: '',
  });
  const { Payload } = await cloud.call<{ Payload: Uint8Array }>('lambda', 'Invoke', { FunctionName });
  expect(Buffer.from(Payload).toString()).toBe('"btwo"');
  expect(await cloud.call('lambda', 'GetFunctionEventInvokeConfig', { FunctionName })).toMatchObject({
    MaximumRetryAttempts: 0,
  });
  expect(await cloud.call('lambda', 'GetFunction', { FunctionName })).toMatchObject({ Tags: { k: 'v' } });
});

test('AWS::Lambda::Permission is replaced by every change', async () => {
  const base = {
    Role: role(),
    Fn: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: 'exports.handler = async () => 1;' },
      },
    },
  };
  const permission = (SourceAccount: string) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Fn' },
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceAccount,
    },
  });
  const ids = await evolve(
    'permissions',
    { ...base, May: permission('111122223333') },
    { ...base, May: permission('444455556666') },
  );
  const { Policy } = await cloud.call<{ Policy: string }>('lambda', 'GetPolicy', { FunctionName: ids['Fn'] });
  expect(JSON.parse(Policy).Statement).toMatchObject([
    { Sid: ids['May'], Condition: { StringEquals: { 'AWS:SourceAccount': '444455556666' } } },
  ]);
});

test('AWS::IAM::Role, Policy, RolePolicy and ManagedPolicy change what a role may', async () => {
  const reader = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  const named = (PolicyName: string, action: string) => ({
    PolicyName,
    PolicyDocument: policy(allow(action)),
  });
  const ids = await evolve(
    'rights',
    {
      Role: role({
        Description: 'before',
        MaxSessionDuration: 7200,
        ManagedPolicyArns: [reader],
        Policies: [named('kept', 's3:GetObject'), named('gone', 's3:PutObject')],
        Tags: [{ Key: 'a', Value: '1' }],
      }),
      Inline: {
        Type: 'AWS::IAM::Policy',
        Properties: { ...named('inline', 'sns:Publish'), Roles: [{ Ref: 'Role' }] },
      },
      Single: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { ...named('single', 'sqs:*'), RoleName: { Ref: 'Role' } },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: policy(allow('logs:*')), Roles: [{ Ref: 'Role' }] },
      },
    },
    {
      Role: role({
        AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
        Policies: [named('kept', 's3:*')],
        Tags: [{ Key: 'b', Value: '2' }],
      }),
      Inline: {
        Type: 'AWS::IAM::Policy',
        Properties: { ...named('renamed', 'sns:*'), Roles: [{ Ref: 'Role' }] },
      },
      Single: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { ...named('single', 'sqs:SendMessage'), RoleName: { Ref: 'Role' } },
      },
      Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(allow('logs:*')) } },
    },
  );
  const RoleName = ids['Role'];
  const { Role } = await cloud.call<{ Role: Record<string, string> }>('iam', 'GetRole', { RoleName });
  expect(Role).toMatchObject({ MaxSessionDuration: 3600, Tags: [{ Key: 'b', Value: '2' }] });
  expect(decodeURIComponent(Role['AssumeRolePolicyDocument'] ?? '')).toContain('ec2.amazonaws.com');
  const { PolicyNames } = await cloud.call<{ PolicyNames: string[] }>('iam', 'ListRolePolicies', {
    RoleName,
  });
  expect([...PolicyNames].sort()).toEqual(['kept', 'renamed', 'single']);
  const { AttachedPolicies } = await cloud.call<{ AttachedPolicies: object[] }>(
    'iam',
    'ListAttachedRolePolicies',
    {
      RoleName,
    },
  );
  expect(AttachedPolicies).toEqual([]);
  expect(ids['Managed']).toMatch(/^arn:aws:iam::111122223333:policy\/rights-Managed-\w{12}$/);
  const { PolicyDocument } = await cloud.call<{ PolicyDocument: string }>('iam', 'GetRolePolicy', {
    RoleName,
    PolicyName: 'single',
  });
  expect(decodeURIComponent(PolicyDocument)).toContain('sqs:SendMessage');
  await cloud.remove('rights');
  await expect(cloud.call('iam', 'GetRole', { RoleName })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});

test('AWS::IAM::Role has its boundary set and taken away', async () => {
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const ids = await evolve('boundary', { Role: role() }, { Role: role({ PermissionsBoundary }) });
  const boundary = async () =>
    (
      await cloud.call<{ Role: { PermissionsBoundary?: object } }>('iam', 'GetRole', {
        RoleName: ids['Role'],
      })
    ).Role.PermissionsBoundary;
  expect(await boundary()).toMatchObject({ PermissionsBoundaryArn: PermissionsBoundary });
  await cloud.update('boundary', { Resources: { Role: role() } });
  expect(await boundary()).toBeUndefined();
});

test('AWS::Logs::LogGroup changes its retention and tags in place', async () => {
  const group = (Properties: object) => ({ Type: 'AWS::Logs::LogGroup', Properties });
  const ids = await evolve(
    'groups',
    {
      Short: group({ RetentionInDays: 1, Tags: [{ Key: 'a', Value: '1' }] }),
      Endless: group({ RetentionInDays: 7 }),
    },
    { Short: group({ RetentionInDays: 30, Tags: [{ Key: 'b', Value: '2' }] }), Endless: group({}) },
  );
  const { logGroups } = await cloud.call<{ logGroups: { logGroupName: string; retentionInDays?: number }[] }>(
    'cloudwatch-logs',
    'DescribeLogGroups',
    { logGroupNamePrefix: 'groups-' },
  );
  const retention = Object.fromEntries(logGroups.map((one) => [one.logGroupName, one.retentionInDays]));
  expect(retention).toEqual({ [ids['Short'] ?? '']: 30, [ids['Endless'] ?? '']: undefined });
  const resourceArn = `arn:aws:logs:us-east-1:111122223333:log-group:${ids['Short']}`;
  expect(await cloud.call('cloudwatch-logs', 'ListTagsForResource', { resourceArn })).toEqual({
    tags: { b: '2' },
  });
});

test('AWS::S3::Bucket and BucketPolicy change in place', async () => {
  const bucket = (Properties: object) => ({ Type: 'AWS::S3::Bucket', Properties });
  const may = (Action: string) => ({
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
        Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
      }),
    },
  });
  const block = (BlockPublicPolicy: boolean) => ({ PublicAccessBlockConfiguration: { BlockPublicPolicy } });
  const encryption = (SSEAlgorithm: string) => ({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }],
    },
  });
  const ids = await evolve(
    'buckets',
    { Bucket: bucket({ ...block(true), ...encryption('AES256') }), Policy: may('s3:GetObject') },
    { Bucket: bucket(block(false)), Policy: may('s3:PutObject') },
  );
  const Bucket = ids['Bucket'];
  const { Policy } = await cloud.call<{ Policy: string }>('s3', 'GetBucketPolicy', { Bucket });
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Action: 's3:PutObject' }] });
  expect(await cloud.call('s3', 'GetPublicAccessBlock', { Bucket })).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
  });
  const kms = await cloud.create('kms', { Resources: { Bucket: bucket(encryption('aws:kms')) } });
  expect(kms.StackStatus).toBe('ROLLBACK_COMPLETE');
});
