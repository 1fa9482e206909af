import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../src/aws/service.ts';
import { createHarness, type Harness, zipOf } from './support/harness.ts';
import { ACCOUNT } from './support/memory-kernel.ts';
import { recorded } from './support/recorded.ts';

const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const CODE = 'exports.handler = async () => 1;';

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness();
});
afterEach(() => aws.close());

const refusal = (code: string, message: string | RegExp, status = 400) => ({
  code,
  status,
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

describe('the life of a function', () => {
  it('answers as AWS does, member for member', async () => {
    const sample = recorded('test_lambda_api', 'TestLambdaFunction::test_function_lifecycle');
    const made = await aws.create(CODE, { Environment: { Variables: {} } });
    expect(made).toMatchObject({
      FunctionArn: ARN,
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/f' },
      LastModified: '2026-11-24T12:00:00.000+0000',
    });
    const got = await aws.call('GetFunction', { FunctionName: 'f' });
    expect(got['Configuration']).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
    const updated = await aws.call('UpdateFunctionConfiguration', {
      FunctionName: ARN,
      Description: 'changed',
      Timeout: 10,
      MemorySize: 512,
      Environment: { Variables: { ENV_A: 'a' } },
    });
    expect(updated).toMatchObject({ LastUpdateStatus: 'InProgress', MemorySize: 512 });
    expect(updated['RevisionId']).not.toBe(made['RevisionId']);
    const code = await aws.call('UpdateFunctionCode', { FunctionName: 'f', ZipFile: zipOf('exports.x = 1') });
    expect(code['CodeSha256']).not.toBe(made['CodeSha256']);
    await expect(aws.call('DeleteFunction', { FunctionName: 'f' })).resolves.toEqual({ StatusCode: 204 });
    await expect(aws.call('GetFunction', { FunctionName: 'f' })).rejects.toMatchObject(
      refusal('ResourceNotFoundException', `Function not found: ${ARN}`, 404),
    );

    if (sample === undefined) return;
    const members = (value: unknown) => Object.keys(value as object).filter((k) => k !== 'ResponseMetadata');
    const wanted = sample['create_response'] as Record<string, object>;
    expect(members(made).sort()).toEqual(members(wanted['CreateFunctionResponse']).sort());
    expect(members(updated).sort()).toEqual(members(sample['update_func_conf_response']).sort());
    const configuration = (sample['get_function_response'] as Record<string, object>)['Configuration'];
    expect(members(got['Configuration']).sort()).toEqual(members(configuration).sort());
  });

  it('runs the new code after UpdateFunctionCode, and the new settings', async () => {
    await aws.create('exports.handler = async () => "old";');
    await aws.invoke();
    await aws.call('UpdateFunctionCode', {
      FunctionName: 'f',
      ZipFile: zipOf('exports.handler = async () => "new " + process.env.V;'),
    });
    await aws.call('UpdateFunctionConfiguration', {
      FunctionName: 'f',
      Environment: { Variables: { V: '2' } },
    });
    expect((await aws.invoke()).payload).toBe('new 2');
  });

  it('lists functions by pages', async () => {
    for (const FunctionName of ['c', 'a', 'b']) await aws.create(CODE, { FunctionName });
    const first = await aws.call('ListFunctions', { MaxItems: 2 });
    expect(first['Functions']).toMatchObject([{ FunctionName: 'a' }, { FunctionName: 'b' }]);
    const rest = await aws.call('ListFunctions', { Marker: first['NextMarker'] });
    expect(rest).toMatchObject({ Functions: [{ FunctionName: 'c' }] });
    expect(rest).not.toHaveProperty('NextMarker');
    const all = await aws.call('ListFunctions', { FunctionVersion: 'ALL', MaxItems: 1 });
    expect(all['Functions']).toMatchObject([{ FunctionArn: ARN.replace(/f$/, 'a:$LATEST') }]);
  });

  it('is refused a second time', async () => {
    await aws.create(CODE);
    await expect(aws.create(CODE)).rejects.toMatchObject(
      refusal('ResourceConflictException', 'Function already exist: f', 409),
    );
  });

  it('carries tags', async () => {
    await aws.create(CODE, { Tags: { a: '1' } });
    await aws.call('TagResource', { Resource: ARN, Tags: { b: '2' } });
    await aws.call('UntagResource', { Resource: ARN, TagKeys: ['a', 'none'] });
    await expect(aws.call('ListTags', { Resource: ARN })).resolves.toEqual({ Tags: { b: '2' } });
    await expect(aws.call('GetFunction', { FunctionName: 'f' })).resolves.toMatchObject({ Tags: { b: '2' } });
    await expect(aws.call('ListTags', { Resource: `${ARN}:live` })).rejects.toMatchObject(
      refusal('InvalidParameterValueException', /^Tags on function aliases and versions are not supported/),
    );
    await expect(aws.call('ListTags', { Resource: `${ARN}x` })).rejects.toMatchObject(
      refusal('ResourceNotFoundException', `Function not found: ${ARN}x`, 404),
    );
  });

  it('checks a given revision', async () => {
    await aws.create(CODE);
    await expect(
      aws.call('UpdateFunctionConfiguration', { FunctionName: 'f', RevisionId: 'other', Timeout: 4 }),
    ).rejects.toMatchObject(refusal('PreconditionFailedException', /^The Revision Id provided/, 412));
  });
});

describe('CreateFunction refuses', () => {
  it('a role that does not trust Lambda, and one that does not exist', async () => {
    const Role = aws.role('Other', [], 'ec2.amazonaws.com');
    const words = 'The role defined for the function cannot be assumed by Lambda.';
    await expect(aws.create(CODE, { Role })).rejects.toMatchObject(
      refusal('InvalidParameterValueException', words),
    );
    await expect(aws.create(CODE, { Role: `${Role}2` })).rejects.toMatchObject({ message: words });
    expect(aws.trail.decisions()).toContainEqual(
      expect.objectContaining({
        principal: 'lambda.amazonaws.com',
        action: 'sts:AssumeRole',
        allowed: false,
      }),
    );
  });

  it('a caller who may not pass the role', async () => {
    const role = aws.role('Deployer', [{ Effect: 'Allow', Action: 'lambda:*', Resource: '*' }]);
    const { caller } = aws.identity.issueSession(role, 'me', 900);
    const Role = aws.role('F', []);
    const input = { FunctionName: 'f', Role, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: {} };
    await expect(aws.call('CreateFunction', input, caller)).rejects.toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining(`is not authorized to perform: iam:PassRole on resource: ${Role}`),
    });
  });

  it.each([
    [
      'an unknown runtime',
      { Runtime: 'non-existent-runtime' },
      /^Value non-existent-runtime at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs20\.x, .*\] or be a valid ARN$/,
    ],
    [
      'a retired runtime',
      { Runtime: 'nodejs14.x' },
      /^The runtime parameter of nodejs14\.x is no longer supported for creating or updating AWS Lambda functions\. We recommend/,
    ],
    [
      'a runtime that does not run here',
      { Runtime: 'python3.13' },
      /local AWS runs only nodejs20\.x, nodejs22\.x, nodejs24\.x/,
    ],
    [
      'a missing handler',
      { Handler: undefined },
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    [
      'reserved variables',
      { Environment: { Variables: { AWS_REGION: 'x', OK: 'y', _HANDLER: 'z' } } },
      /Reserved keys used in this request: AWS_REGION, _HANDLER$/,
    ],
    [
      'more than 4 KB of variables',
      { Environment: { Variables: { LARGE: 'x'.repeat(4096) } } },
      /exceeded the 4KB limit\. String measured: \{"LARGE":"x+"\}$/,
    ],
    [
      'a name of 65 characters',
      { FunctionName: 'a'.repeat(65) },
      /Member must have length less than or equal to 64$/,
    ],
    ['a layer', { Layers: ['arn:aws:lambda:us-east-1:1:layer:x:1'] }, 'A layer is not built in local AWS.'],
    ['JSON logs', { LoggingConfig: { LogFormat: 'JSON' } }, /is not built in local AWS\.$/],
    ['an image', { Code: { ImageUri: 'x' } }, /is not built in local AWS\.$/],
    [
      'what is no zip',
      { Code: { ZipFile: strToU8('zipped?') } },
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    ],
    ['an empty zip', { Code: { ZipFile: zipSync({}) } }, 'Uploaded file must be a non-empty zip'],
    [
      'a path out of the task root',
      { Code: { ZipFile: zipSync({ '../evil.js': strToU8('') }) } },
      /^Could not unzip/,
    ],
    ['an absolute path', { Code: { ZipFile: zipSync({ '/etc/evil': strToU8('') }) } }, /^Could not unzip/],
    [
      'a symbolic link',
      { Code: { ZipFile: zipSync({ link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] }) } },
      /^Could not unzip/,
    ],
  ])('%s', async (_name, settings, message) => {
    await expect(aws.create(CODE, settings)).rejects.toMatchObject(
      refusal('InvalidParameterValueException', message),
    );
  });

  it.each([
    ['Timeout', 901, 900],
    ['MemorySize', 10_241, 10_240],
  ])('%s beyond its limit', async (member, value, limit) => {
    await expect(aws.create(CODE, { [member]: value })).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(new RegExp(`Member must have value less than or equal to ${limit}$`)),
    });
  });

  it('a dead-letter queue that the role may not send to', async () => {
    const DeadLetterConfig = { TargetArn: `arn:aws:sqs:us-east-1:${ACCOUNT}:dlq` };
    await expect(aws.create(CODE, { DeadLetterConfig })).rejects.toMatchObject({
      message: 'The provided execution role does not have permissions to call SendMessage on SQS',
    });
  });

  it('in the recorded words', async () => {
    const sample = recorded('test_lambda_api', 'TestLambdaFunction::test_create_lambda_exceptions');
    if (sample === undefined) return;
    const words = (key: string) => (sample[key] as { message: string }).message;
    for (const [Runtime, key] of [
      ['non-existent-runtime', 'invalid_runtime_exc'],
      ['PYTHON3.9', 'uppercase_runtime_exc'],
    ] as const) {
      await expect(aws.create(CODE, { Runtime })).rejects.toMatchObject({ message: words(key) });
    }
    await expect(aws.create(CODE, { Code: { ZipFile: strToU8('x') } })).rejects.toMatchObject({
      message: words('invalid_zip_exc'),
    });
  });
});

describe('code', () => {
  it('comes from S3 as the caller', async () => {
    aws.onForeign(() => ({ Body: zipOf('exports.handler = async () => "from S3";') }));
    await aws.create('', { Code: { S3Bucket: 'b', S3Key: 'k.zip' } });
    expect(aws.foreign).toMatchObject([
      {
        service: 's3',
        operation: 'GetObject',
        input: { Bucket: 'b', Key: 'k.zip' },
        caller: { kind: 'root' },
      },
    ]);
    expect((await aws.invoke()).payload).toBe('from S3');
  });

  it('that S3 does not give is refused with S3’s reason', async () => {
    aws.onForeign(() => {
      throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
    });
    await expect(aws.create('', { Code: { S3Bucket: 'b', S3Key: 'k' } })).rejects.toMatchObject({
      message:
        'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    });
  });

  it('keeps executable files executable', async () => {
    const tool = strToU8('#!/bin/sh\necho ran');
    await aws.create('', {
      Code: {
        ZipFile: zipSync({
          'bin/tool': [tool, { os: 3, attrs: 0o100755 << 16 }],
          'index.js': strToU8(
            'exports.handler = async () => require("child_process").execFileSync("./bin/tool").toString();',
          ),
        }),
      },
    });
    expect((await aws.invoke()).payload).toBe('ran\n');
  });
});

describe('a function’s name', () => {
  it.each([
    ['f', ARN],
    [`${ACCOUNT}:function:f`, ARN],
    [`us-east-1:${ACCOUNT}:function:f`, ARN],
    [ARN, ARN],
    [`${ARN}:$LATEST`, `${ARN}:$LATEST`],
    ['f:$LATEST', `${ARN}:$LATEST`],
  ])('may be %s', async (FunctionName, arn) => {
    await aws.create(CODE);
    await expect(aws.call('GetFunctionConfiguration', { FunctionName })).resolves.toMatchObject({
      FunctionArn: arn,
    });
  });

  it.each([
    [
      { FunctionName: 'nope' },
      'ResourceNotFoundException',
      `Function not found: ${ARN.replace(/f$/, 'nope')}`,
    ],
    [
      { FunctionName: 'f', Qualifier: '1221' },
      'ResourceNotFoundException',
      `Function not found: ${ARN}:1221`,
    ],
    [
      { FunctionName: 'f:$LATEST', Qualifier: '1' },
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    ],
    [
      { FunctionName: ARN.replace('us-east-1', 'eu-west-1') },
      'ResourceNotFoundException',
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    ],
    [{ FunctionName: ARN.replace(ACCOUNT, '999999999999') }, 'AccessDeniedException', ''],
    [{ FunctionName: 'f:1:2' }, 'ValidationException', expect.stringMatching(/^1 validation error detected/)],
  ])('%j is refused', async (input, code, message) => {
    await aws.create(CODE);
    await expect(aws.call('GetFunction', input)).rejects.toMatchObject({ code, message });
  });
});
