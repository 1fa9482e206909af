import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { plain } from '../../support/where.mjs';
import { awsFor, createUser, found, skip } from './aws.mjs';

const user = (/** @type {string} */ name) => `arn:aws:iam::${plain.aws.accountId}:user/${name}`;
/** @param {string} text */
const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** For each family of protocols: a call, and what it says to a wrong secret and to an unknown key. */
const services = /** @type {const} */ ([
  ['sts', 'get-caller-identity', 'GetCallerIdentity', 'SignatureDoesNotMatch', 'InvalidClientTokenId'],
  ['sqs', 'list-queues', 'ListQueues', 'SignatureDoesNotMatch', 'InvalidClientTokenId'],
  ['lambda', 'list-functions', 'ListFunctions', 'InvalidSignatureException', 'UnrecognizedClientException'],
  [
    'logs',
    'describe-log-groups',
    'DescribeLogGroups',
    'InvalidSignatureException',
    'UnrecognizedClientException',
  ],
  ['s3api', 'list-buckets', 'ListBuckets', 'SignatureDoesNotMatch', 'InvalidAccessKeyId'],
]);

const own = `us-east-1:${plain.aws.accountId}`;
/** For each service: a call, its action as the service writes it, what it says of the resource, and its code for a refusal. */
const actions = /** @type {const} */ ([
  [
    ['sns', 'list-topics'],
    'ListTopics',
    'SNS:ListTopics',
    ` on resource: arn:aws:sns:${own}:*`,
    'AuthorizationError',
  ],
  [
    ['sqs', 'list-queues'],
    'ListQueues',
    'sqs:listqueues',
    ` on resource: arn:aws:sqs:${own}:`,
    'AccessDenied',
  ],
  [['s3api', 'list-buckets'], 'ListBuckets', 's3:ListAllMyBuckets', '', 'AccessDenied'],
  [
    ['lambda', 'list-functions'],
    'ListFunctions',
    'lambda:ListFunctions',
    ' on resource: *',
    'AccessDeniedException',
  ],
  [
    ['logs', 'describe-log-groups'],
    'DescribeLogGroups',
    'logs:DescribeLogGroups',
    ` on resource: arn:aws:logs:${own}:log-group::log-stream:`,
    'AccessDeniedException',
  ],
  [
    ['cloudformation', 'list-stacks'],
    'ListStacks',
    'cloudformation:ListStacks',
    ` on resource: arn:aws:cloudformation:${own}:stack/*/*`,
    'AccessDenied',
  ],
  [
    ['iam', 'list-users'],
    'ListUsers',
    'iam:ListUsers',
    ` on resource: arn:aws:iam::${plain.aws.accountId}:user/`,
    'AccessDenied',
  ],
]);

describe(`${found?.version ?? 'aws-cli'}: refusals`, { skip, concurrency: 2 }, () => {
  const administrator = awsFor(plain);
  /** @type {import('./aws.mjs').Keys} */
  let powerless;
  before(async () => {
    powerless = await createUser(administrator, 'cli-powerless');
  });

  it('knows who the keys belong to', async () => {
    const { Account, Arn, UserId } = await administrator.json('sts', 'get-caller-identity');
    assert.deepEqual([Account, Arn], [plain.aws.accountId, user('administrator')]);
    assert.match(UserId, /^AIDA/);
  });

  for (const [service, call, operation, wrongSecret, unknownKey] of services) {
    it(`refuses ${service} ${call} with a wrong secret: ${wrongSecret}`, async () => {
      const { refusal } = awsFor(plain, { ...plain.aws.credentials, secretAccessKey: 'wrong' });
      assert.match(
        await refusal(service, call),
        new RegExp(
          `\\(${wrongSecret}\\) when calling the ${operation} operation: The request signature we calculated does not match`,
        ),
      );
    });

    it(`refuses ${service} ${call} with an unknown key: ${unknownKey}`, async () => {
      const { refusal } = awsFor(plain, { ...plain.aws.credentials, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
      assert.match(
        await refusal(service, call),
        new RegExp(
          `\\(${unknownKey}\\) when calling the ${operation} operation: The (security token included in the request is invalid|AWS Access Key Id you provided does not exist in our records)\\.`,
        ),
      );
    });
  }

  for (const [call, operation, action, resource, code] of actions) {
    it(`refuses ${call.join(' ')} to a user without policies, naming ${action}: ${code}`, async () => {
      const said = await awsFor(plain, powerless).refusal(...call);
      const words = `User: ${user('cli-powerless')} is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`;
      assert.equal(
        said.replace(/^aws: \[ERROR\]: /, ''),
        `An error occurred (${code}) when calling the ${operation} operation: ${words}`,
      );
    });
  }

  it('refuses what a policy denies, even though another statement allows it', async () => {
    const keys = await createUser(administrator, 'cli-denied', [
      { Effect: 'Allow', Action: 'sns:*', Resource: '*' },
      { Effect: 'Deny', Action: 'sns:CreateTopic', Resource: '*' },
    ]);
    const denied = awsFor(plain, keys);
    await denied.text('sns', 'list-topics');
    assert.match(
      await denied.refusal('sns', 'create-topic', '--name', 'cli-denied'),
      /\(AuthorizationError\) when calling the CreateTopic operation: User: \S+ is not authorized to perform: SNS:CreateTopic on resource: arn:aws:sns:us-east-1:111122223333:cli-denied with an explicit deny in an identity-based policy$/,
    );
  });

  it('allows what a policy allows: this topic and no other', async () => {
    const { TopicArn } = await administrator.json('sns', 'create-topic', '--name', 'cli-allowed');
    const other = await administrator.json('sns', 'create-topic', '--name', 'cli-other');
    const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: TopicArn };
    const publisher = awsFor(plain, await createUser(administrator, 'cli-publisher', [statement]));
    await publisher.text('sns', 'publish', '--topic-arn', TopicArn, '--message', 'x');
    assert.match(
      await publisher.refusal('sns', 'publish', '--topic-arn', other.TopicArn, '--message', 'x'),
      /\(AuthorizationError\) when calling the Publish operation: .* on resource: arn:aws:sns:us-east-1:111122223333:cli-other because no identity-based policy allows the SNS:Publish action$/,
    );
  });

  it('deploys only with the right to every resource: without iam:CreateRole the stack rolls back', async () => {
    const rights = ['cloudformation:*', 'sns:*'];
    const keys = await createUser(administrator, 'cli-deployer', [
      { Effect: 'Allow', Action: rights, Resource: '*' },
    ]);
    const deployer = awsFor(plain, keys);
    const trust = {
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    };
    const body = JSON.stringify({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', ...trust } },
        },
      },
    });
    const name = ['--stack-name', 'cli-no-role'];
    await deployer.text(
      'cloudformation',
      'create-stack',
      ...name,
      '--template-body',
      body,
      '--capabilities',
      'CAPABILITY_IAM',
    );
    await deployer.refusal('cloudformation', 'wait', 'stack-create-complete', ...name);
    const { StackEvents } = await deployer.json('cloudformation', 'describe-stack-events', ...name);
    const failed = StackEvents.find((/** @type {any} */ event) => event.ResourceStatus === 'CREATE_FAILED');
    assert.match(
      failed.ResourceStatusReason,
      /User: arn:aws:iam::111122223333:user\/cli-deployer is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::111122223333:role\/cli-no-role-Role-\w+ because no identity-based policy allows the iam:CreateRole action/,
    );
    const { Stacks } = await deployer.json('cloudformation', 'describe-stacks', ...name);
    assert.equal(Stacks[0].StackStatus, 'ROLLBACK_COMPLETE');
  });

  it('assumes a role that trusts the account, and is then that role and no more', async () => {
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${plain.aws.accountId}:root` },
        },
      ],
    });
    const name = ['--role-name', 'cli-role'];
    const { Role } = await administrator.json(
      'iam',
      'create-role',
      ...name,
      '--assume-role-policy-document',
      trust,
    );
    const assume = ['sts', 'assume-role', '--role-arn', Role.Arn, '--role-session-name', 'e2e'];
    assert.match(
      await awsFor(plain, powerless).refusal(...assume),
      new RegExp(
        `\\(AccessDenied\\) when calling the AssumeRole operation: User: ${literal(user('cli-powerless'))} is not authorized to perform: sts:AssumeRole on resource: ${literal(Role.Arn)}$`,
      ),
    );
    const { Credentials } = await administrator.json(...assume);
    const session = awsFor(plain, {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    });
    const { Arn } = await session.json('sts', 'get-caller-identity');
    assert.equal(Arn, `arn:aws:sts::${plain.aws.accountId}:assumed-role/cli-role/e2e`);
    assert.match(
      await session.refusal('sns', 'list-topics'),
      /assumed-role\/cli-role\/e2e is not authorized to perform: SNS:ListTopics/,
    );
  });

  it('refuses a signature for another region', async () => {
    assert.match(
      await administrator.refusal('sns', 'list-topics', '--region', 'eu-west-1'),
      /\(SignatureDoesNotMatch\) when calling the ListTopics operation: Credential should be scoped to a valid region\./,
    );
  });

  it('says of an operation that it is not built', async () => {
    assert.match(
      await administrator.refusal('iam', 'create-group', '--group-name', 'g'),
      /\(InvalidAction\) when calling the CreateGroup operation: .*\(local AWS does not build iam:CreateGroup\)$/,
    );
  });

  it('says of a service that it is not here', async () => {
    assert.match(
      await administrator.refusal('dynamodb', 'list-tables'),
      /\(NotImplemented\) when calling the ListTables operation: Local AWS has no service "dynamodb"\.$/,
    );
  });
});
