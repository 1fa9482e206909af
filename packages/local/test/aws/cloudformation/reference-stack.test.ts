import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { snsToLambda } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test('makes the five resources from SNS to Lambda, each after what it refers to', async () => {
  const { StackStatus, StackId } = await cloud.create('reference', snsToLambda());
  expect(StackStatus).toBe('CREATE_COMPLETE');
  const finished = (await cloud.statuses('reference')).filter((line) => line.endsWith('COMPLETE'));
  const at = (name: string) => finished.indexOf(`${name} CREATE_COMPLETE`);
  expect(finished).toHaveLength(6);
  expect(at('Role')).toBeLessThan(at('Policy'));
  expect(at('Role')).toBeLessThan(at('Function'));
  expect(at('Function')).toBeLessThan(at('Topic'));
  expect(at('Topic')).toBeLessThan(at('Permission'));
  expect(at('reference')).toBe(5);

  const { StackResources } = await cloud.cfn<{ StackResources: Record<string, string>[] }>(
    'DescribeStackResources',
    { StackName: 'reference' },
  );
  const physical = Object.fromEntries(
    StackResources.map((one) => [one['LogicalResourceId'], one['PhysicalResourceId']]),
  );
  expect(physical).toMatchObject({
    Function: expect.stringMatching(/^reference-Function-[A-Za-z0-9]{12}$/),
    Permission: expect.stringMatching(/^reference-Permission-[A-Za-z0-9]{12}$/),
    Role: expect.stringMatching(/^reference-Role-[A-Za-z0-9]{12}$/),
    Topic: expect.stringMatching(/^arn:aws:sns:us-east-1:111122223333:reference-Topic-[A-Za-z0-9]{12}$/),
  });
  expect(StackId).toMatch(/^arn:aws:cloudformation:us-east-1:111122223333:stack\/reference\/[0-9a-f-]{36}$/);

  const { Policy } = await cloud.call<{ Policy: string }>('lambda', 'GetPolicy', {
    FunctionName: physical['Function'],
  });
  expect(JSON.parse(Policy).Statement).toMatchObject([
    {
      Sid: physical['Permission'],
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnLike: { 'AWS:SourceArn': physical['Topic'] } },
    },
  ]);
});

test('delivers what is published to the topic of the stack to its function, which logs it', async () => {
  await cloud.create('delivery', snsToLambda());
  const { StackResourceDetail: topic } = await cloud.cfn<{
    StackResourceDetail: { PhysicalResourceId: string };
  }>('DescribeStackResource', { StackName: 'delivery', LogicalResourceId: 'Topic' });
  const { StackResourceDetail: fn } = await cloud.cfn<{
    StackResourceDetail: { PhysicalResourceId: string };
  }>('DescribeStackResource', { StackName: 'delivery', LogicalResourceId: 'Function' });
  await cloud.call('sns', 'Publish', { TopicArn: topic.PhysicalResourceId, Message: 'hello from the topic' });
  await cloud.aws.settled();
  const { events } = await cloud.call<{ events: { message: string }[] }>(
    'cloudwatch-logs',
    'FilterLogEvents',
    {
      logGroupName: `/aws/lambda/${fn.PhysicalResourceId}`,
    },
  );
  expect(events.map(({ message }) => message).join('\n')).toContain('hello from the topic');
});

test('rolls back when Lambda refuses the function', async () => {
  const stack = await cloud.create('python', snsToLambda('python3.13'));
  expect(stack).toMatchObject({
    StackStatus: 'ROLLBACK_COMPLETE',
    DeletionTime: expect.any(Date),
  });
  const failure = (await cloud.events('python')).find(
    ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
  );
  expect(failure).toMatchObject({
    LogicalResourceId: 'Function',
    PhysicalResourceId: '',
    ResourceStatusReason: expect.stringMatching(
      /^Resource handler returned message: ".+ \(Service: Lambda, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: InvalidRequest\)$/,
    ),
  });
  const reasons = (await cloud.events('python')).map(({ ResourceStatusReason }) => ResourceStatusReason);
  expect(reasons.join('\n')).toContain(
    'The following resource(s) failed to create: [Function, Policy]. Rollback requested by user.',
  );
});

test('deletes the stack with all that it made', async () => {
  const { StackId } = await cloud.create('gone', snsToLambda());
  await cloud.remove('gone');
  expect(await cloud.describe(StackId)).toMatchObject({
    StackStatus: 'DELETE_COMPLETE',
    DeletionTime: expect.any(Date),
  });
  await expect(cloud.describe('gone')).rejects.toMatchObject({
    code: 'ValidationError',
    message: 'Stack with id gone does not exist',
  });
  const lines = (await cloud.statuses(StackId)).filter((line) => line.endsWith('DELETE_COMPLETE'));
  expect(lines.indexOf('Permission DELETE_COMPLETE')).toBeLessThan(lines.indexOf('Topic DELETE_COMPLETE'));
  expect(lines.indexOf('Topic DELETE_COMPLETE')).toBeLessThan(lines.indexOf('Function DELETE_COMPLETE'));
  expect(lines.indexOf('Function DELETE_COMPLETE')).toBeLessThan(lines.indexOf('Role DELETE_COMPLETE'));
  const { Roles } = await cloud.call<{ Roles: { RoleName: string }[] }>('iam', 'ListRoles', {});
  expect(Roles.filter(({ RoleName }) => RoleName.startsWith('gone-'))).toEqual([]);
});
