import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CloudFormationServiceException, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsServiceException, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMServiceException,
  ListUsersCommand,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaServiceException, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  NoSuchBucket,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import {
  AuthorizationErrorException,
  CreateTopicCommand,
  InvalidParameterException,
  ListTopicsCommand,
  PublishCommand,
  SNSServiceException,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  ListQueuesCommand,
  QueueDoesNotExist,
  SendMessageCommand,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSServiceException } from '@aws-sdk/client-sts';
import { plain } from '../../support/where.mjs';
import { connect, createUser, refused } from './connect.mjs';

const { accountId } = plain.aws;
const mismatch = /^The request signature we calculated does not match the signature you provided\. /;

describe('@aws-sdk/client-*: refusals', () => {
  const all = connect(plain);
  /** @type {ReturnType<typeof connect>} */
  let powerless;
  before(async () => {
    powerless = connect(plain, await createUser(all.iam, 'sdk-powerless'));
  });

  const calls = /** @type {const} */ ([
    ['sts', new GetCallerIdentityCommand(), STSServiceException, 'SignatureDoesNotMatch', 403],
    ['sns', new ListTopicsCommand(), SNSServiceException, 'SignatureDoesNotMatch', 403],
    ['sqs', new ListQueuesCommand(), SQSServiceException, 'SignatureDoesNotMatch', 403],
    ['iam', new ListUsersCommand(), IAMServiceException, 'SignatureDoesNotMatch', 403],
    [
      'cloudformation',
      new DescribeStacksCommand(),
      CloudFormationServiceException,
      'SignatureDoesNotMatch',
      403,
    ],
    ['s3', new ListBucketsCommand(), S3ServiceException, 'SignatureDoesNotMatch', 403],
    ['lambda', new ListFunctionsCommand(), LambdaServiceException, 'InvalidSignatureException', 403],
    [
      'logs',
      new DescribeLogGroupsCommand(),
      CloudWatchLogsServiceException,
      'InvalidSignatureException',
      400,
    ],
  ]);
  for (const [service, command, type, name, status] of calls) {
    it(`refuses ${service} a wrong secret: ${name}`, async () => {
      const wrong = connect(plain, { ...plain.aws.credentials, secretAccessKey: 'wrong' });
      await assert.rejects(
        /** @type {any} */ (wrong[service]).send(command),
        refused(type, name, status, mismatch),
      );
    });
  }

  const rights = /** @type {const} */ ([
    [
      'sns',
      new ListTopicsCommand(),
      AuthorizationErrorException,
      'AuthorizationErrorException',
      403,
      'SNS:ListTopics',
    ],
    ['sqs', new ListQueuesCommand(), SQSServiceException, 'AccessDenied', 403, 'sqs:listqueues'],
    ['s3', new ListBucketsCommand(), S3ServiceException, 'AccessDenied', 403, 's3:ListAllMyBuckets'],
    [
      'lambda',
      new ListFunctionsCommand(),
      LambdaServiceException,
      'AccessDeniedException',
      403,
      'lambda:ListFunctions',
    ],
    [
      'logs',
      new DescribeLogGroupsCommand(),
      CloudWatchLogsServiceException,
      'AccessDeniedException',
      400,
      'logs:DescribeLogGroups',
    ],
    ['iam', new ListUsersCommand(), IAMServiceException, 'AccessDenied', 403, 'iam:ListUsers'],
    [
      'cloudformation',
      new DescribeStacksCommand(),
      CloudFormationServiceException,
      'AccessDenied',
      403,
      'cloudformation:DescribeStacks',
    ],
  ]);
  for (const [service, command, type, name, status, action] of rights) {
    it(`refuses ${action} to a user without policies: ${name}`, async () => {
      const words = new RegExp(
        `^User: arn:aws:iam::${accountId}:user/sdk-powerless is not authorized to perform: ${action}( on resource: \\S+)? because no identity-based policy allows the ${action} action$`,
      );
      await assert.rejects(
        /** @type {any} */ (powerless[service]).send(command),
        refused(type, name, status, words),
      );
    });
  }

  it('lets anybody know who they are', async () => {
    const { Arn } = await powerless.sts.send(new GetCallerIdentityCommand());
    assert.equal(Arn, `arn:aws:iam::${accountId}:user/sdk-powerless`);
  });

  it('refuses a session without its token, and with a forged one', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${accountId}:root` } },
      ],
    };
    const { Role } = await all.iam.send(
      new CreateRoleCommand({ RoleName: 'sdk-session', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { Credentials } = await all.sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'e2e' }),
    );
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    };
    const session = connect(plain, { ...keys, sessionToken: Credentials?.SessionToken ?? '' });
    const { Arn } = await session.sts.send(new GetCallerIdentityCommand());
    assert.equal(Arn, `arn:aws:sts::${accountId}:assumed-role/sdk-session/e2e`);
    for (const half of [keys, { ...keys, sessionToken: 'forged' }]) {
      await assert.rejects(
        connect(plain, half).sts.send(new GetCallerIdentityCommand()),
        refused(
          STSServiceException,
          'InvalidClientTokenId',
          403,
          /^The security token included in the request is invalid\.$/,
        ),
      );
    }
  });

  it('refuses a role to who is not trusted, without saying whether it exists', async () => {
    for (const name of ['sdk-session', 'sdk-nothing']) {
      const RoleArn = `arn:aws:iam::${accountId}:role/${name}`;
      await assert.rejects(
        powerless.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'e2e' })),
        refused(
          STSServiceException,
          'AccessDenied',
          403,
          new RegExp(`is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}$`),
        ),
      );
    }
  });

  it('refuses a function whose role Lambda may not assume, and passing a role without iam:PassRole', async () => {
    const input = {
      FunctionName: 'sdk-function',
      Runtime: /** @type {const} */ ('nodejs22.x'),
      Handler: 'index.handler',
      Role: `arn:aws:iam::${accountId}:role/sdk-session`,
      Code: { ZipFile: new Uint8Array([80, 75, 5, 6, ...Array.from({ length: 18 }, () => 0)]) },
    };
    await assert.rejects(
      all.lambda.send(new CreateFunctionCommand(input)),
      refused(
        LambdaServiceException,
        'InvalidParameterValueException',
        400,
        /^The role defined for the function cannot be assumed by Lambda\.$/,
      ),
    );
    const keys = await createUser(all.iam, 'sdk-no-pass-role', [
      { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
    ]);
    await assert.rejects(
      connect(plain, keys).lambda.send(new CreateFunctionCommand(input)),
      refused(
        LambdaServiceException,
        'AccessDeniedException',
        403,
        new RegExp(
          `is not authorized to perform: iam:PassRole on resource: ${input.Role} because no identity-based policy allows the iam:PassRole action$`,
        ),
      ),
    );
  });

  it('lets a bucket policy allow what no identity policy does', async () => {
    const Bucket = 'sdk-bucket';
    await all.s3.send(new CreateBucketCommand({ Bucket }));
    await all.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
    await assert.rejects(
      powerless.s3.send(new GetObjectCommand({ Bucket, Key: 'a' })),
      refused(
        S3ServiceException,
        'AccessDenied',
        403,
        /is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::sdk-bucket\/a" because no identity-based policy allows the s3:GetObject action$/,
      ),
    );
    const reader = { AWS: `arn:aws:iam::${accountId}:user/sdk-powerless` };
    const Statement = [
      { Effect: 'Allow', Principal: reader, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await all.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const { Body } = await powerless.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    assert.equal(await Body?.transformToString(), 'hello');
  });

  it('gives each service its own exception for what is not there', async () => {
    await assert.rejects(
      all.s3.send(new PutObjectCommand({ Bucket: 'sdk-no-such-bucket', Key: 'x', Body: 'x' })),
      refused(NoSuchBucket, 'NoSuchBucket', 404, /^The specified bucket does not exist$/),
    );
    await assert.rejects(
      all.sqs.send(
        new SendMessageCommand({ QueueUrl: `${plain.aws.url}/${accountId}/nothing`, MessageBody: 'x' }),
      ),
      refused(QueueDoesNotExist, 'QueueDoesNotExist', 400, /^The specified queue does not exist\.?/),
    );
    await assert.rejects(
      all.iam.send(new GetRoleCommand({ RoleName: 'nothing' })),
      refused(
        NoSuchEntityException,
        'NoSuchEntityException',
        404,
        /^The role with name nothing cannot be found\.$/,
      ),
    );
  });

  it('refuses what cannot be right', async () => {
    await assert.rejects(
      all.sns.send(new CreateTopicCommand({ Name: 'not a name' })),
      refused(InvalidParameterException, 'InvalidParameterException', 400, /^Invalid parameter: Topic Name$/),
    );
    const { TopicArn } = await all.sns.send(new CreateTopicCommand({ Name: 'sdk-topic' }));
    await assert.rejects(
      all.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'pigeon', Endpoint: 'x' })),
      refused(
        InvalidParameterException,
        'InvalidParameterException',
        400,
        /^Invalid parameter: Amazon SNS does not support this protocol string: pigeon$/,
      ),
    );
    await assert.rejects(
      all.sns.send(new PublishCommand({ TopicArn, Message: '' })),
      refused(
        InvalidParameterException,
        'InvalidParameterException',
        400,
        /^Invalid parameter: Empty message$/,
      ),
    );
    await assert.rejects(
      all.iam.send(new CreateRoleCommand({ RoleName: 'sdk-broken', AssumeRolePolicyDocument: '{' })),
      refused(MalformedPolicyDocumentException, 'MalformedPolicyDocumentException', 400, /./),
    );
  });
});
