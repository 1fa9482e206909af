import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { snsToLambda, topicStack, trust } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const allow = (Action: string | string[], Resource: string | string[] = '*') => ({
  Effect: 'Allow',
  Action,
  Resource,
});

test('asks IAM about the stack', async () => {
  const nobody = await cloud.user('nobody', [allow('sns:Publish')]);
  await expect(cloud.cfn('DescribeStacks', { StackName: 'secret' }, nobody)).rejects.toMatchObject({
    code: 'AccessDenied',
    status: 403,
    message: `User: ${nobody.arn} is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/secret/* because no identity-based policy allows the cloudformation:DescribeStacks action`,
  });
  const scoped = await cloud.user('scoped', [
    allow('cloudformation:*', 'arn:aws:cloudformation:us-east-1:111122223333:stack/own-*/*'),
    allow('sns:*'),
  ]);
  expect((await cloud.create('own-stack', topicStack(), {}, scoped)).StackStatus).toBe('CREATE_COMPLETE');
  await expect(cloud.create('other-stack', topicStack(), {}, scoped)).rejects.toMatchObject({
    code: 'AccessDenied',
  });
  const { Id } = await cloud.cfn<{ Id: string }>('CreateChangeSet', {
    StackName: 'other-stack',
    ChangeSetName: 'a',
    ChangeSetType: 'CREATE',
    TemplateBody: JSON.stringify(topicStack()),
  });
  // A change set named by its ARN is asked about as a part of its stack.
  await expect(cloud.cfn('ExecuteChangeSet', { ChangeSetName: Id }, scoped)).rejects.toMatchObject({
    code: 'AccessDenied',
  });
});

test('makes each resource with the rights of whoever deploys, and rolls back at a denial', async () => {
  const deployer = await cloud.user('deployer', [
    allow(['cloudformation:*', 'iam:*', 'sns:*', 'logs:*', 'lambda:*']),
    { Effect: 'Deny', Action: 'lambda:AddPermission', Resource: '*' },
  ]);
  const stack = await cloud.create('denied', snsToLambda(), {}, deployer);
  expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  const failed = (await cloud.events('denied')).filter(
    ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
  );
  expect(failed).toMatchObject([
    {
      LogicalResourceId: 'Permission',
      ResourceStatusReason: expect.stringMatching(
        /^Resource handler returned message: "User: arn:aws:iam::111122223333:user\/deployer is not authorized to perform: lambda:AddPermission on resource: arn:aws:lambda:us-east-1:111122223333:function:denied-Function-\w+ with an explicit deny in an identity-based policy.* \(Service: Lambda, Status Code: 403, Request ID: [^)]+\)" \(RequestToken: [^,]+, HandlerErrorCode: AccessDenied\)$/,
      ),
    },
  ]);
  const denied = cloud.aws.trail
    .decisions()
    .filter(({ allowed, principal }) => !allowed && principal === deployer.arn);
  expect(denied).toMatchObject([{ action: 'lambda:AddPermission', service: 'lambda' }]);
});

test('fails the rollback where the rights to undo are missing', async () => {
  const half = await cloud.user('half', [allow(['cloudformation:*', 'sns:CreateTopic'])]);
  const template = {
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: { Type: 'AWS::SQS::Queue', DependsOn: 'Topic' },
    },
  };
  expect(await cloud.create('stuck', template, {}, half)).toMatchObject({
    StackStatus: 'ROLLBACK_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Topic]. ',
  });
  await cloud.remove('stuck');
  await expect(cloud.describe('stuck')).rejects.toThrow('does not exist');
});

test('works with the rights of the role of the stack, for whoever may pass it', async () => {
  const role = async (RoleName: string, service: string, statement: object) => {
    const { Role } = await cloud.call<{ Role: { Arn: string } }>('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust(service)),
    });
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await cloud.call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument });
    return Role.Arn;
  };
  const RoleARN = await role('stacks', 'cloudformation.amazonaws.com', allow('sns:*'));
  const stranger = await role('functions', 'lambda.amazonaws.com', allow('*'));
  const passer = await cloud.user('passer', [allow('cloudformation:*'), allow('iam:PassRole', RoleARN)]);
  expect(await cloud.create('by-role', topicStack(), { RoleARN }, passer)).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    RoleARN,
  });
  const made = cloud.aws.trail.decisions().findLast(({ action }) => action === 'sns:CreateTopic');
  expect(made?.principal).toBe('arn:aws:sts::111122223333:assumed-role/stacks/AWSCloudFormation');
  // The role stays with the stack.
  expect((await cloud.update('by-role', topicStack({ DisplayName: 'x' }), {}, passer)).StackStatus).toBe(
    'UPDATE_COMPLETE',
  );
  await cloud.remove('by-role', {}, passer);
  await expect(cloud.describe('by-role')).rejects.toThrow('does not exist');

  await expect(cloud.create('no-pass', topicStack(), { RoleARN: stranger }, passer)).rejects.toThrow(
    `is not authorized to perform: iam:PassRole on resource: ${stranger}`,
  );
  await expect(cloud.create('no-trust', topicStack(), { RoleARN: stranger })).rejects.toMatchObject({
    code: 'ValidationError',
    message: `Role ${stranger} is invalid or cannot be assumed`,
  });
});

test('asks for capabilities where a template makes IAM resources', async () => {
  const role = (properties: object) => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com'), ...properties },
      },
    },
  });
  const refused = { code: 'InsufficientCapabilitiesException', status: 400 };
  await expect(cloud.create('cap', role({}), { Capabilities: [] })).rejects.toMatchObject({
    ...refused,
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  });
  const named = role({ RoleName: 'named' });
  await expect(cloud.create('cap', named, { Capabilities: ['CAPABILITY_IAM'] })).rejects.toMatchObject({
    ...refused,
    message: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  });
  expect(await cloud.create('cap', role({}), { Capabilities: ['CAPABILITY_IAM'] })).toMatchObject({
    StackStatus: 'CREATE_COMPLETE',
    Capabilities: ['CAPABILITY_IAM'],
  });
  expect(await cloud.cfn('ValidateTemplate', { TemplateBody: JSON.stringify(named) })).toMatchObject({
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
  });
});

test('keeps a stack that is protected', async () => {
  await cloud.create('protected', topicStack(), { EnableTerminationProtection: true });
  await expect(cloud.remove('protected')).rejects.toThrow(
    'Stack [protected] cannot be deleted while TerminationProtection is enabled',
  );
  await cloud.cfn('UpdateTerminationProtection', {
    StackName: 'protected',
    EnableTerminationProtection: false,
  });
  await cloud.remove('protected');
  await expect(cloud.describe('protected')).rejects.toThrow('does not exist');
});
