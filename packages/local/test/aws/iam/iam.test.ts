import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAws, type TestAws } from '../../support/aws.ts';

const ACCOUNT = '111122223333';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const LOGS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }],
});

let aws: TestAws;
let iam: IAMClient;
beforeAll(async () => {
  aws = await startAws();
  iam = new IAMClient(aws.client);
});
afterAll(() => aws.close());

describe('users and access keys', () => {
  test('a user is created, found, listed and deleted', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'ann', Path: '/team/' }));
    expect(User).toMatchObject({
      UserName: 'ann',
      Path: '/team/',
      Arn: `arn:aws:iam::${ACCOUNT}:user/team/ann`,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      CreateDate: expect.any(Date),
    });
    expect((await iam.send(new GetUserCommand({ UserName: 'ANN' }))).User?.UserName).toBe('ann');
    const listed = await iam.send(new ListUsersCommand({ PathPrefix: '/team/' }));
    expect(listed).toMatchObject({ IsTruncated: false, Users: [{ UserName: 'ann' }] });
    await iam.send(new DeleteUserCommand({ UserName: 'ann' }));
    await expect(iam.send(new GetUserCommand({ UserName: 'ann' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The user with name ann cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('GetUser without a name is about the caller', async () => {
    expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('administrator');
  });

  test('a name is taken once, whatever its case', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'bob' }));
    await expect(iam.send(new CreateUserCommand({ UserName: 'Bob' }))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'User with name Bob already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  test('a key works until it is made inactive, and a user with keys is not deleted', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'carol' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'carol' }));
    const key = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(key.secretAccessKey).toHaveLength(40);
    const own = new IAMClient(aws.clientFor(key));
    await expect(own.send(new GetUserCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message:
        `User: arn:aws:iam::${ACCOUNT}:user/carol is not authorized to perform: iam:GetUser on resource: ` +
        `arn:aws:iam::${ACCOUNT}:user/carol because no identity-based policy allows the iam:GetUser action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(iam.send(new DeleteUserCommand({ UserName: 'carol' }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete access keys first.',
    });
    const update = { UserName: 'carol', AccessKeyId: key.accessKeyId, Status: 'Inactive' as const };
    await iam.send(new UpdateAccessKeyCommand(update));
    await expect(own.send(new GetUserCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    const listed = await iam.send(new ListAccessKeysCommand({ UserName: 'carol' }));
    expect(listed.AccessKeyMetadata).toMatchObject([{ AccessKeyId: key.accessKeyId, Status: 'Inactive' }]);
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'carol', AccessKeyId: key.accessKeyId }));
    await iam.send(new DeleteUserCommand({ UserName: 'carol' }));
  });

  test('a user has two access keys at most', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'dan' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'dan' }));
    await iam.send(new CreateAccessKeyCommand({ UserName: 'dan' }));
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'dan' }))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
  });

  test('an inline policy of a user allows exactly what it says', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'eve' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable.
        { Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/${aws:username}' },
      ],
    });
    await iam.send(new PutUserPolicyCommand({ UserName: 'eve', PolicyName: 'self', PolicyDocument }));
    const keys = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
    const own = new IAMClient(aws.clientFor(keys));
    expect((await own.send(new GetUserCommand({}))).User?.UserName).toBe('eve');
    await expect(own.send(new GetUserCommand({ UserName: 'bob' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(aws.trail.decisions().at(-2)).toMatchObject({
      cloud: 'aws',
      service: 'iam',
      principal: `arn:aws:iam::${ACCOUNT}:user/eve`,
      action: 'iam:GetUser',
      allowed: true,
      decidedBy: expect.stringContaining('inline policy "self" of user eve'),
    });
  });
});

describe('roles', () => {
  test('a role is created and described as AWS does', async () => {
    const created = await iam.send(
      new CreateRoleCommand({
        RoleName: 'video',
        AssumeRolePolicyDocument: TRUST,
        Tags: [{ Key: 'test', Value: 'v' }],
      }),
    );
    expect(created.Role).toEqual({
      Path: '/',
      RoleName: 'video',
      RoleId: expect.stringMatching(/^AROA/),
      Arn: `arn:aws:iam::${ACCOUNT}:role/video`,
      CreateDate: expect.any(Date),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
      Tags: [{ Key: 'test', Value: 'v' }],
    });
    const got = await iam.send(new GetRoleCommand({ RoleName: 'video' }));
    expect(got.Role).toMatchObject({
      MaxSessionDuration: 3600,
      RoleLastUsed: {},
      Tags: [{ Key: 'test', Value: 'v' }],
    });
    const listed = await iam.send(new ListRolesCommand({}));
    expect(listed.Roles?.[0]).toMatchObject({ RoleName: 'video', MaxSessionDuration: 3600 });
    expect(listed.Roles?.[0]).not.toHaveProperty('Tags');
    await expect(
      iam.send(new CreateRoleCommand({ RoleName: 'VIDEO', AssumeRolePolicyDocument: TRUST })),
    ).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name VIDEO already exists.',
    });
  });

  test('malformed documents are refused in the words of IAM', async () => {
    const create = (document: string) =>
      iam.send(new CreateRoleCommand({ RoleName: 'bad', AssumeRolePolicyDocument: document }));
    await expect(create('{bad json')).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'This policy contains invalid Json',
      $metadata: { httpStatusCode: 400 },
    });
    const nobody = TRUST.replace(
      '"Service":"lambda.amazonaws.com"',
      `"AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
    );
    await expect(create(nobody)).rejects.toMatchObject({
      message: `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
    });
    const policy = { RoleName: 'video', PolicyName: 'p', PolicyDocument: TRUST };
    await expect(iam.send(new PutRolePolicyCommand(policy))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: 'Policy document should not specify a principal.',
    });
  });

  test('inline policies come back URL-encoded and block deletion', async () => {
    const name = { RoleName: 'video', PolicyName: 'Logs' };
    await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: LOGS }));
    const got = await iam.send(new GetRolePolicyCommand(name));
    expect(decodeURIComponent(got.PolicyDocument ?? '')).toBe(LOGS);
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'video' }))).PolicyNames).toEqual([
      'Logs',
    ]);
    await expect(iam.send(new DeleteRoleCommand({ RoleName: 'video' }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    });
    await iam.send(new DeleteRolePolicyCommand(name));
    await expect(iam.send(new GetRolePolicyCommand(name))).rejects.toMatchObject({
      message: 'The role policy with name Logs cannot be found.',
    });
  });

  test('managed policies are attached by ARN, as AWS recorded the refusals', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'video', PolicyArn }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'video' }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn }]);
    await expect(iam.send(new DeleteRoleCommand({ RoleName: 'video' }))).rejects.toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
    const missing = `arn:aws:iam::${ACCOUNT}:policy/none`;
    await expect(
      iam.send(new AttachRolePolicyCommand({ RoleName: 'video', PolicyArn: missing })),
    ).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${missing} does not exist or is not attachable.`,
    });
    const malformed = { RoleName: 'video', PolicyArn: 'longpolicynamebutnoarn' };
    await expect(iam.send(new AttachRolePolicyCommand(malformed))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Invalid ARN:  Could not be parsed!',
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'video', PolicyArn }));
    await expect(
      iam.send(new DetachRolePolicyCommand({ RoleName: 'video', PolicyArn })),
    ).rejects.toMatchObject({
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  test('the trust policy can be replaced', async () => {
    const other = TRUST.replace('lambda', 'ec2');
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'video', PolicyDocument: other }));
    const got = await iam.send(new GetRoleCommand({ RoleName: 'video' }));
    expect(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? '')).toBe(other);
    await iam.send(new DeleteRoleCommand({ RoleName: 'video' }));
    await expect(iam.send(new GetRoleCommand({ RoleName: 'video' }))).rejects.toMatchObject({
      message: 'The role with name video cannot be found.',
    });
  });
});

describe('managed policies', () => {
  test('a policy is created, counted, and deleted once nothing has it', async () => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'logs', PolicyDocument: LOGS }));
    expect(Policy).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:policy/logs`,
      AttachmentCount: 0,
      DefaultVersionId: 'v1',
      IsAttachable: true,
      PermissionsBoundaryUsageCount: 0,
    });
    const PolicyArn = Policy?.Arn ?? '';
    await expect(
      iam.send(new CreatePolicyCommand({ PolicyName: 'logs', PolicyDocument: LOGS })),
    ).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'A policy called logs already exists. Duplicate names are not allowed.',
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'holder', AssumeRolePolicyDocument: TRUST }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'holder', PolicyArn }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(1);
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? '')).toBe(LOGS);
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete a policy attached to entities.',
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'holder', PolicyArn }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  test('lists come in pages', async () => {
    const first = await iam.send(new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 1 }));
    expect(first.IsTruncated).toBe(true);
    const second = await iam.send(
      new ListPoliciesCommand({ Scope: 'AWS', MaxItems: 1, Marker: first.Marker }),
    );
    expect(second.IsTruncated).toBe(false);
    expect([first.Policies?.[0]?.PolicyName, second.Policies?.[0]?.PolicyName]).toEqual([
      'AdministratorAccess',
      'AWSLambdaBasicExecutionRole',
    ]);
  });
});
