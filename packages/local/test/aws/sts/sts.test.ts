import { CreateRoleCommand, IAMClient, ListUsersCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestClock, startAws, type TestAws } from '../../support/aws.ts';

const ACCOUNT = '111122223333';
const clock = createTestClock();
let aws: TestAws;
let sts: STSClient;
let iam: IAMClient;

const trust = (principal: object, extra: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...extra }],
  });
const allow = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

beforeAll(async () => {
  aws = await startAws({ clock });
  const options = { ...aws.client, systemClockOffset: clock.now() - Date.now() };
  sts = new STSClient(options);
  iam = new IAMClient(options);
  const root = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument: trust(root) }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'read', PolicyDocument: allow('iam:List*') }),
  );
});
afterAll(() => aws.close());

/** Clients of an assumed role; their clock is the test's. */
async function assume(input: { RoleArn?: string; Policy?: string; DurationSeconds?: number } = {}) {
  const answer = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`,
      RoleSessionName: 'test',
      ...input,
    }),
  );
  const keys = {
    accessKeyId: answer.Credentials?.AccessKeyId ?? '',
    secretAccessKey: answer.Credentials?.SecretAccessKey ?? '',
    sessionToken: answer.Credentials?.SessionToken ?? '',
  };
  return { answer, keys, options: { ...aws.clientFor(keys), systemClockOffset: clock.now() - Date.now() } };
}

test('GetCallerIdentity says who signed, and asks IAM nothing', async () => {
  const before = aws.trail.decisions().length;
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT,
    Arn: `arn:aws:iam::${ACCOUNT}:user/administrator`,
    UserId: expect.stringMatching(/^AIDA/),
  });
  expect(aws.trail.decisions()).toHaveLength(before);
});

describe('AssumeRole', () => {
  test('gives a session that may do what the role may do', async () => {
    const { answer, options } = await assume();
    expect(answer.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/test`);
    expect(answer.AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:test$/);
    expect(answer.Credentials?.Expiration).toEqual(new Date(clock.now() + 3_600_000));
    const identity = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/reader/test`);
    expect((await new IAMClient(options).send(new ListUsersCommand({}))).Users).toHaveLength(1);
  });

  test('a session policy only narrows', async () => {
    const { options } = await assume({ Policy: allow('iam:ListRoles') });
    await expect(new IAMClient(options).send(new ListUsersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('because no session policy allows the iam:ListUsers action'),
    });
  });

  test('a role that is not there, and one that does not trust, are refused in the same words', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'stranger',
        AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
      }),
    );
    for (const name of ['nothing', 'stranger']) {
      const RoleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
      await expect(assume({ RoleArn })).rejects.toMatchObject({
        name: 'AccessDenied',
        message:
          `User: arn:aws:iam::${ACCOUNT}:user/administrator is not authorized to perform: ` +
          `sts:AssumeRole on resource: ${RoleArn}`,
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  test('an external id that the trust policy wants must be given', async () => {
    const condition = { Condition: { StringEquals: { 'sts:ExternalId': 'secret-handshake' } } };
    const principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
    const document = trust(principal, condition);
    await iam.send(new CreateRoleCommand({ RoleName: 'outside', AssumeRolePolicyDocument: document }));
    const input = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/outside`, RoleSessionName: 'session' };
    await expect(sts.send(new AssumeRoleCommand(input))).rejects.toMatchObject({ name: 'AccessDenied' });
    const given = await sts.send(new AssumeRoleCommand({ ...input, ExternalId: 'secret-handshake' }));
    expect(given.Credentials?.AccessKeyId).toMatch(/^ASIA/);
  });

  test('durations are limited', async () => {
    await expect(assume({ DurationSeconds: 60 })).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 900',
    });
    await expect(assume({ DurationSeconds: 7200 })).rejects.toMatchObject({
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  test('what is not built is refused, not ignored', async () => {
    const tagged = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`,
      RoleSessionName: 'session',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await expect(sts.send(tagged)).rejects.toMatchObject({
      message: expect.stringContaining('AssumeRole with Tags is not built'),
    });
  });

  test('the session ends when its time is over', async () => {
    const { options, keys } = await assume({ DurationSeconds: 900 });
    clock.advance(901_000);
    const later = { ...options, systemClockOffset: clock.now() - Date.now() };
    await expect(new STSClient(later).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message: 'The security token included in the request is expired',
      $metadata: { httpStatusCode: 403 },
    });
    const forged = { ...later, credentials: { ...keys, sessionToken: 'forged' } };
    await expect(new STSClient(forged).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
    });
  });
});

test('GetSessionToken gives the user itself for a while', async () => {
  const client = new STSClient({ ...aws.client, systemClockOffset: clock.now() - Date.now() });
  const { Credentials } = await client.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const keys = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
  const own = new STSClient({ ...aws.clientFor(keys), systemClockOffset: clock.now() - Date.now() });
  expect((await own.send(new GetCallerIdentityCommand({}))).Arn).toBe(
    `arn:aws:iam::${ACCOUNT}:user/administrator`,
  );
  await expect(own.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'Cannot call GetSessionToken with session credentials',
  });
});

test('mayAssume asks the trust policy for a service and records the answer', async () => {
  const document = trust({ Service: 'lambda.amazonaws.com' });
  await iam
    .send(new CreateRoleCommand({ RoleName: 'execution', AssumeRolePolicyDocument: document }))
    .catch(() => {});
  const arn = `arn:aws:iam::${ACCOUNT}:role/execution`;
  const { identity, trail } = aws;
  expect(identity.store.roleByArn(`arn:aws:iam::${ACCOUNT}:role/reader`)?.roleName).toBe('reader');
  expect(identity.mayAssume('sns.amazonaws.com', arn).allowed).toBe(false);
  expect(trail.decisions().at(-1)).toMatchObject({
    service: 'sts',
    principal: 'sns.amazonaws.com',
    action: 'sts:AssumeRole',
    allowed: false,
  });
});
