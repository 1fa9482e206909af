import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { topicStack } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

/** A topic, and a log group after it whose retention no log group can have. */
const broken = (attributes: object = {}) => ({
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', ...attributes },
    Logs: { Type: 'AWS::Logs::LogGroup', DependsOn: 'Topic', Properties: { RetentionInDays: 2 } },
  },
});

test('deletes what was made when a resource fails, also a resource that failed half way', async () => {
  const { StackStatus } = await cloud.create('half', broken());
  expect(StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await cloud.statuses('half')).toEqual([
    'half CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_IN_PROGRESS',
    'Topic CREATE_COMPLETE',
    'Logs CREATE_IN_PROGRESS',
    'Logs CREATE_IN_PROGRESS',
    'Logs CREATE_FAILED',
    'half ROLLBACK_IN_PROGRESS',
    'Logs DELETE_IN_PROGRESS',
    'Logs DELETE_COMPLETE',
    'Topic DELETE_IN_PROGRESS',
    'Topic DELETE_COMPLETE',
    'half ROLLBACK_COMPLETE',
  ]);
  const { logGroups = [] } = await cloud.call<{ logGroups?: object[] }>(
    'cloudwatch-logs',
    'DescribeLogGroups',
    {},
  );
  expect(logGroups).toEqual([]);
});

test('leaves what was made when told to do nothing', async () => {
  expect(await cloud.create('kept', broken(), { OnFailure: 'DO_NOTHING' })).toMatchObject({
    StackStatus: 'CREATE_FAILED',
    StackStatusReason: 'The following resource(s) failed to create: [Logs]. ',
    DisableRollback: true,
  });
  const { Topics } = await cloud.call<{ Topics: object[] }>('sns', 'ListTopics', {});
  expect(Topics).toHaveLength(1);
  await expect(cloud.update('kept', broken())).rejects.toThrow(
    /^Stack:arn:.* is in CREATE_FAILED state and can not be updated\.$/,
  );
  await cloud.remove('kept');
});

test('deletes the stack itself when told to', async () => {
  const { StackId, StackStatus } = await cloud.create('away', broken(), { OnFailure: 'DELETE' });
  expect(StackStatus).toBe('DELETE_COMPLETE');
  await expect(cloud.describe('away')).rejects.toThrow('Stack with id away does not exist');
  expect((await cloud.events(StackId)).map(({ ResourceStatusReason }) => ResourceStatusReason)).toContain(
    'The following resource(s) failed to create: [Logs]. Delete requested by user.',
  );
});

test('retains a resource over a rollback, unless what is new may go', async () => {
  await cloud.create('retained', broken({ DeletionPolicy: 'Retain' }));
  expect(await cloud.statuses('retained')).toContain('Topic DELETE_SKIPPED');
  await cloud.create('cleared', broken({ DeletionPolicy: 'Retain' }), { RetainExceptOnCreate: true });
  expect(await cloud.statuses('cleared')).toContain('Topic DELETE_COMPLETE');
  await cloud.create('except', broken({ DeletionPolicy: 'RetainExceptOnCreate' }));
  expect(await cloud.statuses('except')).toContain('Topic DELETE_COMPLETE');
});

test('refuses to update or create again what was rolled back', async () => {
  await cloud.create('dead', broken());
  await expect(cloud.update('dead', topicStack())).rejects.toThrow(
    /^Stack:arn:.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
  );
  await expect(cloud.create('dead', topicStack())).rejects.toMatchObject({
    code: 'AlreadyExistsException',
    message: 'Stack [dead] already exists',
  });
});

test.each<readonly [string, object, string]>([
  ['an unknown property', { DisplayNam: 'x' }, 'Encountered unsupported property DisplayNam'],
  [
    'a property that is not built',
    { ArchivePolicy: {} },
    'Encountered unsupported property ArchivePolicy (local CloudFormation does not build it)',
  ],
  [
    'a property of the wrong type',
    { DisplayName: ['x'] },
    'Value of property DisplayName must be of type String',
  ],
  [
    'a nested property that is not there',
    { Subscription: [{ Protocol: 'lambda', Endpoin: 'x' }] },
    'Encountered unsupported property Endpoin',
  ],
  [
    'a nested property that is missing',
    { Subscription: [{ Protocol: 'lambda' }] },
    'Property Endpoint cannot be empty.',
  ],
])('fails the resource for %s', async (what, properties, reason) => {
  const name = `property-${what.replaceAll(' ', '-')}`;
  expect((await cloud.create(name, topicStack(properties))).StackStatus).toBe('ROLLBACK_COMPLETE');
  const failure = (await cloud.events(name)).find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  expect(failure?.ResourceStatusReason).toBe(reason);
});

test('does not take over a topic or a queue that is there already', async () => {
  await cloud.call('sns', 'CreateTopic', { Name: 'taken' });
  await cloud.call('sqs', 'CreateQueue', { QueueName: 'taken' });
  await cloud.call('s3', 'CreateBucket', { Bucket: 'taken' });
  const stack = await cloud.create('greedy', {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'taken' } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'taken' } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'taken' } },
    },
  });
  expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
  const failures = (await cloud.events('greedy')).filter(
    ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
  );
  expect(failures).toHaveLength(3);
  for (const { ResourceStatusReason } of failures)
    expect(ResourceStatusReason).toContain('HandlerErrorCode: AlreadyExists');
  await cloud.call('sns', 'GetTopicAttributes', { TopicArn: 'arn:aws:sns:us-east-1:111122223333:taken' });
  await cloud.call('sqs', 'GetQueueUrl', { QueueName: 'taken' });
  await cloud.call('s3', 'HeadBucket', { Bucket: 'taken' });
});

test('keeps a bucket that is not empty, and says why', async () => {
  await cloud.create('full', {
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full-bucket' } } },
  });
  await cloud.call('s3', 'PutObject', { Bucket: 'full-bucket', Key: 'k', Body: new Uint8Array([1]) });
  await cloud.remove('full');
  expect(await cloud.describe('full')).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
  });
  expect((await cloud.events('full')).at(-2)?.ResourceStatusReason).toMatch(
    /The bucket you tried to delete is not empty \(Service: S3, Status Code: 409, /,
  );
  await expect(cloud.remove('full', { RetainResources: ['Bucket'] })).resolves.toBeUndefined();
  await expect(cloud.describe('full')).rejects.toThrow('does not exist');
  await cloud.call('s3', 'HeadBucket', { Bucket: 'full-bucket' });
});

test('leaves behind what cannot be deleted when the deletion is forced', async () => {
  await cloud.create('forced', {
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'forced-bucket' } } },
  });
  await cloud.call('s3', 'PutObject', { Bucket: 'forced-bucket', Key: 'k', Body: new Uint8Array([1]) });
  const { StackId } = await cloud.describe('forced');
  await cloud.remove('forced', { DeletionMode: 'FORCE_DELETE_STACK' });
  expect(await cloud.statuses(StackId)).toEqual(
    expect.arrayContaining(['Bucket DELETE_SKIPPED', 'forced DELETE_COMPLETE']),
  );
});
