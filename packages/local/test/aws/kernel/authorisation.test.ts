/** Calls from outside and inside are decided by IAM, refused in the words of the service, and recorded. */
import { Readable } from 'node:stream';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutBucketCorsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceFactory } from '../../../src/aws/kernel/services.ts';
import { type Caller, operation } from '../../../src/aws/service.ts';
import { startAws, type TestAws } from '../../support/aws.ts';

const ACCOUNT = '111122223333';
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:uploads`;
const objects = new Map<string, Uint8Array>();

/** Services with one or two operations each: enough to ask and to answer. */
const services: readonly ServiceFactory[] = [
  () => ({
    table: 'sns',
    operations: {
      Publish: operation<{ TopicArn: string }, object>({
        authorize: ({ TopicArn }) => [{ action: 'sns:Publish', resource: TopicArn }],
        run: () => ({ MessageId: 'm' }),
      }),
    },
  }),
  () => ({
    table: 'sqs',
    operations: {
      ListQueues: operation<object, object>({
        authorize: () => [{ action: 'sqs:ListQueues', resource: `arn:aws:sqs:us-east-1:${ACCOUNT}:` }],
        run: () => ({}),
      }),
    },
  }),
  () => ({
    table: 'cloudwatch-logs',
    operations: {
      DescribeLogGroups: operation<object, object>({
        authorize: () => [{ action: 'logs:DescribeLogGroups', resource: '*' }],
        run: () => ({ logGroups: [] }),
      }),
    },
  }),
  () => ({
    table: 'lambda',
    operations: {
      ListFunctions: operation<object, object>({
        authorize: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
        run: () => ({ Functions: [] }),
      }),
    },
  }),
  () => ({
    table: 's3',
    operations: {
      PutObject: operation<{ Bucket: string; Key: string; Body: Uint8Array; ChecksumCRC32?: string }, object>(
        {
          authorize: ({ Bucket, Key }) => [
            { action: 's3:PutObject', resource: `arn:aws:s3:::${Bucket}/${Key}` },
          ],
          run({ Key, Body, ChecksumCRC32 }) {
            objects.set(Key, Body);
            return { ETag: '"e"', ChecksumCRC32 };
          },
        },
      ),
      GetObject: operation<{ Bucket: string; Key: string }, object>({
        authorize: ({ Bucket, Key }) => [
          { action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/${Key}` },
        ],
        run: ({ Key }) => ({ Body: objects.get(Key) ?? new Uint8Array() }),
      }),
    },
  }),
];

let aws: TestAws;
let nobody: ReturnType<TestAws['clientFor']>;
const nobodyArn = `arn:aws:iam::${ACCOUNT}:user/nobody`;

beforeAll(async () => {
  aws = await startAws({ services });
  nobody = await createUser('nobody');
});
afterAll(() => aws.close());

async function createUser(UserName: string, policy?: object) {
  const iam = new IAMClient(aws.client);
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  if (policy !== undefined) {
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [policy] });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'only', PolicyDocument }));
  }
  return aws.clientFor({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
}

describe('a user without policies is refused by', () => {
  const refused = (shown: string, resource: string, quoted = false) =>
    `User: ${nobodyArn} is not authorized to perform: ${shown} on resource: ` +
    `${quoted ? `"${resource}"` : resource} because no identity-based policy allows the ${shown} action`;

  test('SNS', async () => {
    const send = new SNSClient(nobody).send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
    await expect(send).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: refused('SNS:Publish', TOPIC),
      $metadata: { httpStatusCode: 403 },
    });
    expect(aws.trail.decisions().at(-1)).toMatchObject({
      cloud: 'aws',
      service: 'sns',
      principal: nobodyArn,
      action: 'sns:Publish',
      resource: TOPIC,
      allowed: false,
      error: { status: 403, code: 'AuthorizationError', message: refused('SNS:Publish', TOPIC) },
    });
  });

  test('SQS', async () => {
    await expect(new SQSClient(nobody).send(new ListQueuesCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: refused('sqs:listqueues', `arn:aws:sqs:us-east-1:${ACCOUNT}:`),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('CloudWatch Logs', async () => {
    await expect(
      new CloudWatchLogsClient(nobody).send(new DescribeLogGroupsCommand({})),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refused('logs:DescribeLogGroups', '*'),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('Lambda', async () => {
    await expect(new LambdaClient(nobody).send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: refused('lambda:ListFunctions', '*'),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test('S3', async () => {
    const get = new S3Client(nobody).send(new GetObjectCommand({ Bucket: 'videos', Key: 'a' }));
    await expect(get).rejects.toMatchObject({
      name: 'AccessDenied',
      message: refused('s3:GetObject', 'arn:aws:s3:::videos/a', true),
      $metadata: { httpStatusCode: 403 },
    });
  });
});

describe('condition keys of the request', () => {
  test.each([
    ['aws:SourceIp', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, true],
    ['another address', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, false],
    ['aws:username', { StringEquals: { 'aws:username': 'u-aws-username' } }, true],
    ['aws:PrincipalType', { StringEquals: { 'aws:PrincipalType': 'User' } }, true],
    ['aws:PrincipalAccount', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, true],
    ['aws:RequestedRegion', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }, true],
    ['aws:SecureTransport', { Bool: { 'aws:SecureTransport': 'true' } }, true],
    ['aws:CurrentTime', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, true],
    ['a time long gone', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, false],
    ['aws:EpochTime', { NumericGreaterThan: { 'aws:EpochTime': '1600000000' } }, true],
  ])('%s', async (name, Condition, allowed) => {
    const user = `u-${name.replace(/[^a-zA-Z]/g, '-').toLowerCase()}`;
    const options = await createUser(user, {
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: '*',
      Condition,
    });
    const send = new SNSClient(options).send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }));
    const outcome = await send.then(
      () => true,
      () => false,
    );
    expect(outcome).toBe(allowed);
  });
});

describe('what is not built', () => {
  test('says so in the form of the service', async () => {
    await expect(new SNSClient(aws.client).send(new ListTopicsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringMatching(/\(local AWS does not build sns:ListTopics\)$/),
    });
    const cors = new PutBucketCorsCommand({ Bucket: 'videos', CORSConfiguration: { CORSRules: [] } });
    await expect(new S3Client(aws.client).send(cors)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringMatching(/\(local AWS does not build s3:PutBucketCors\)$/),
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('objects go through S3 as they are', () => {
  test.each(['plain', 'sp ace/ünï/c+d', "quo'te(1)!*", 'a//b', '%41'])('under the key %s', async (Key) => {
    const s3 = new S3Client(aws.client);
    const Body = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const put = await s3.send(new PutObjectCommand({ Bucket: 'videos', Key, Body }));
    expect(put.ChecksumCRC32).toBeDefined();
    const got = await s3.send(new GetObjectCommand({ Bucket: 'videos', Key }));
    expect(await got.Body?.transformToByteArray()).toEqual(Body);
    expect(objects.has(Key)).toBe(true);
  });

  test('also as a stream in chunks', async () => {
    const s3 = new S3Client(aws.client);
    const Body = Readable.from([Buffer.from('x'.repeat(70_000)), Buffer.from('y'.repeat(10))]);
    const put = new PutObjectCommand({ Bucket: 'videos', Key: 'stream', Body, ContentLength: 70_010 });
    await s3.send(put);
    expect(Buffer.from(objects.get('stream') ?? []).toString()).toBe('x'.repeat(70_000) + 'y'.repeat(10));
  });

  test('also to a bucket in the host name', async () => {
    const { port } = new URL(aws.origin);
    const endpoint = `http://localhost:${port}`;
    const s3 = new S3Client({ ...aws.client, endpoint, forcePathStyle: false });
    // The name is resolved by hand: not every machine resolves names below localhost.
    s3.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { hostname: string; headers: Record<string, string> };
        expect(request.hostname).toBe('videos.localhost');
        request.hostname = '127.0.0.1';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await s3.send(new PutObjectCommand({ Bucket: 'videos', Key: 'hosted', Body: 'h' }));
    expect(Buffer.from(objects.get('hosted') ?? []).toString()).toBe('h');
  });
});

describe('calls inside', () => {
  const service: Caller = {
    kind: 'service',
    arn: 'sns.amazonaws.com',
    accountId: ACCOUNT,
    userId: 'sns.amazonaws.com',
    sourceArn: TOPIC,
    sourceAccount: ACCOUNT,
  };
  const ask = (document: object) => ({
    action: 'lambda:InvokeFunction',
    resource: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`,
    resourcePolicy: { name: 'resource policy of function f', document: document as never },
  });
  const policy = (sourceArn: string) => ({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`,
      Condition: { ArnLike: { 'aws:SourceArn': sourceArn } },
    },
  });

  test('a service is allowed by the resource policy alone', () => {
    expect(aws.kernel.decide(service, 'lambda', ask(policy(TOPIC)))).toEqual({ allowed: true });
    expect(aws.kernel.decide(service, 'lambda', ask(policy(`${TOPIC}-other`)))).toEqual({
      allowed: false,
      refusal:
        'User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ' +
        `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f because no resource-based policy allows the ` +
        'lambda:InvokeFunction action',
    });
    const refused = aws.trail.decisions().at(-1);
    expect(refused).toMatchObject({ service: 'lambda', principal: 'sns.amazonaws.com' });
    // The trail tells what the wire does not: which statement nearly matched.
    expect(refused?.decidedBy).toContain(`wanted ${TOPIC}-other, got ${TOPIC}`);
  });

  test('operations are validated, authorised and run', async () => {
    const { kernel, administrator } = aws;
    expect(
      await kernel.call(administrator.caller, 'sns', 'Publish', { TopicArn: TOPIC, Message: 'm' }),
    ).toEqual({
      MessageId: 'm',
    });
    await expect(kernel.call(administrator.caller, 'sns', 'Publish', {})).rejects.toMatchObject({
      code: 'ValidationError',
    });
    await expect(
      kernel.call(service, 'sns', 'Publish', { TopicArn: TOPIC, Message: 'm' }),
    ).rejects.toMatchObject({ code: 'AuthorizationError', status: 403 });
  });

  test('settled waits for work that other work started', async () => {
    const done: string[] = [];
    const later = (name: string, then?: () => void) =>
      new Promise<void>((resolve) =>
        setImmediate(() => {
          done.push(name);
          then?.();
          resolve();
        }),
      );
    void aws.kernel.track(later('first', () => void aws.kernel.track(later('second'))));
    void aws.kernel.track(Promise.reject(new Error('work may fail'))).catch(() => done.push('failed'));
    await aws.settled();
    expect(done.sort()).toEqual(['failed', 'first', 'second']);
  });
});
