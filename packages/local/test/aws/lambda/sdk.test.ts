import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLambda, type LambdaService } from '../../../src/aws/lambda/create-lambda.ts';
import { createLogs } from '../../../src/aws/logs/create-logs.ts';
import { startAws, type TestAws } from '../../support/aws.ts';
import { zipOf } from './support/harness.ts';

let aws: TestAws;
let lambda: LambdaService | undefined;
let workDirectory: string;
beforeAll(async () => {
  workDirectory = await mkdtemp(join(tmpdir(), 'wayleave-lambda-sdk-'));
  aws = await startAws({
    services: [
      (kernel, { clock }) => createLogs({ kernel, clock }),
      (kernel, { clock, identity, origin }) => {
        lambda = createLambda({
          kernel,
          clock,
          identity,
          endpoint: () => origin,
          environment: {},
          workDirectory,
        });
        return lambda;
      },
    ],
  });
});
afterAll(async () => {
  await lambda?.stop();
  await aws.close();
  await rm(workDirectory, { recursive: true, force: true });
});

it('serves the AWS SDK: role, function, permission, invocation, logs', async () => {
  const iam = new IAMClient(aws.client);
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'Video', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'Video',
      PolicyName: 'Logs',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:*' }],
      }),
    }),
  );

  const client = new LambdaClient(aws.client);
  const FunctionName = 'video';
  const made = await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: {
        ZipFile: zipOf(
          'exports.handler = async (e) => { console.log("saw", e.n); if (e.fail) throw new RangeError("no"); return { n: e.n + 1 }; };',
        ),
      },
    }),
  );
  expect(made.State).toBe('Pending');
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 5 }, { FunctionName });
  await expect(client.send(new GetFunctionCommand({ FunctionName }))).resolves.toMatchObject({
    Configuration: { State: 'Active', CodeSha256: made.CodeSha256 },
  });

  const output = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ n: 1 }), LogType: 'Tail' }),
  );
  expect(JSON.parse(output.Payload?.transformToString() ?? '')).toEqual({ n: 2 });
  expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(Buffer.from(output.LogResult ?? '', 'base64').toString()).toContain('\tINFO\tsaw 1\n');
  const failed = await client.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify({ fail: true }) }),
  );
  expect(failed.FunctionError).toBe('Unhandled');
  expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'RangeError' });

  const logs = new CloudWatchLogsClient(aws.client);
  const { events } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: '/aws/lambda/video', filterPattern: 'saw' }),
  );
  expect(events).toHaveLength(2);

  const SourceArn = 'arn:aws:sns:us-east-1:111122223333:uploads';
  const permission = { FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction' };
  await client.send(new AddPermissionCommand({ ...permission, Principal: 'sns.amazonaws.com', SourceArn }));
  const { Policy } = await client.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy ?? '')).toMatchObject({
    Statement: [{ Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } } }],
  });

  const config = await client.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }),
  );
  expect(config.LastModified).toBeInstanceOf(Date);
  const event = await client.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"n":5}' }),
  );
  expect(event.StatusCode).toBe(202);
  await aws.settled();
  expect(lambda?.invocations().map(({ status }) => status)).toEqual(['success', 'error', 'success']);
});

it('gives the SDK typed errors', async () => {
  const client = new LambdaClient(aws.client);
  await expect(client.send(new InvokeCommand({ FunctionName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: arn:aws:lambda:us-east-1:111122223333:function:none:$LATEST',
    Type: 'User',
    $metadata: { httpStatusCode: 404 },
  });
});
