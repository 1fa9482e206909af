/** Tags given at creation need the right to tag, which is a right of its own. */
import { expect, test } from 'vitest';
import { createAws } from '../../../src/aws/create-aws.ts';
import type { Caller } from '../../../src/aws/service.ts';
import { createSns } from '../../../src/aws/sns/create-sns.ts';
import { createSqs } from '../../../src/aws/sqs/create-sqs.ts';
import { createTrail } from '../../../src/trail.ts';
import { createTestClock } from '../../support/aws.ts';

const ORIGIN = 'http://127.0.0.1:4566';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }],
});
const Tags = [{ Key: 'team', Value: 'video' }];

const CREATIONS = [
  ['iam', 'CreateRole', 'iam:TagRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }, { Tags }],
  ['iam', 'CreateUser', 'iam:TagUser', { UserName: 'u' }, { Tags }],
  ['iam', 'CreatePolicy', 'iam:TagPolicy', { PolicyName: 'p', PolicyDocument: POLICY }, { Tags }],
  ['sns', 'CreateTopic', 'sns:TagResource', { Name: 't' }, { Tags }],
  ['sqs', 'CreateQueue', 'sqs:TagQueue', { QueueName: 'q' }, { tags: { team: 'video' } }],
] as const;

async function cloudWith(statements: readonly object[]) {
  const clock = createTestClock();
  const aws = createAws({
    origin: ORIGIN,
    clock,
    trail: createTrail(),
    services: [
      (kernel) => createSns({ kernel, clock }),
      (kernel) => createSqs({ kernel, clock, origin: ORIGIN }),
    ],
  });
  const admin = aws.administrator.caller;
  const { User } = await aws.kernel.call<{ User: { Arn: string; UserId: string } }>(
    admin,
    'iam',
    'CreateUser',
    { UserName: 'maker' },
  );
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await aws.kernel.call(admin, 'iam', 'PutUserPolicy', {
    UserName: 'maker',
    PolicyName: 'make',
    PolicyDocument,
  });
  const maker: Caller = { kind: 'user', arn: User.Arn, accountId: '111122223333', userId: User.UserId };
  return (service: string, operation: string, input: object) =>
    aws.kernel.call(maker, service, operation, input);
}

test.each(CREATIONS)('%s %s with tags asks for %s', async (service, operation, right, input, tags) => {
  const own = { Effect: 'Allow', Action: `${service}:${operation}`, Resource: '*' };
  const untagged = await cloudWith([own]);
  await expect(untagged(service, operation, { ...input, ...tags })).rejects.toMatchObject({
    status: 403,
    message: expect.stringMatching(new RegExp(`not authorized to perform: ${right}`, 'i')),
  });
  await untagged(service, operation, input);
  const tagged = await cloudWith([own, { Effect: 'Allow', Action: right, Resource: '*' }]);
  await tagged(service, operation, { ...input, ...tags });
});

test.each([
  ['CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }],
  ['CreateUser', { UserName: 'u' }],
  ['CreatePolicy', { PolicyName: 'p', PolicyDocument: POLICY }],
])('%s tells IAM its tags as condition keys', async (operation, input) => {
  const Condition = {
    StringEquals: { 'aws:RequestTag/team': 'video' },
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
  };
  const call = await cloudWith([{ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition }]);
  await expect(
    call('iam', operation, { ...input, Tags: [{ Key: 'team', Value: 'other' }] }),
  ).rejects.toMatchObject({ status: 403 });
  await call('iam', operation, { ...input, Tags });
});

test('a managed policy keeps its tags', async () => {
  const call = await cloudWith([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const { Policy } = (await call('iam', 'CreatePolicy', {
    PolicyName: 'p',
    PolicyDocument: POLICY,
    Tags,
  })) as { Policy: { Arn: string } };
  expect(await call('iam', 'GetPolicy', { PolicyArn: Policy.Arn })).toMatchObject({ Policy: { Tags } });
});

test('policies are listed by how they are used', async () => {
  const call = await cloudWith([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await call('iam', 'CreateUser', { UserName: 'bounded', PermissionsBoundary });
  const used = async (PolicyUsageFilter: string) => {
    const { Policies } = (await call('iam', 'ListPolicies', { PolicyUsageFilter })) as {
      Policies: { PolicyName: string }[];
    };
    return Policies.map(({ PolicyName }) => PolicyName);
  };
  expect(await used('PermissionsPolicy')).toEqual(['AdministratorAccess']);
  expect(await used('PermissionsBoundary')).toEqual(['AWSLambdaBasicExecutionRole']);
});
