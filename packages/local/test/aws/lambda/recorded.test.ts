/** Refusals that AWS was recorded to give, and that any caller of these operations may meet. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAws as startLocalAws } from '../../../src/aws/start-aws.ts';
import { systemClock } from '../../../src/clock.ts';
import { createTrail } from '../../../src/trail.ts';
import { signed } from '../../support/sign.ts';
import { zipOf } from './support/harness.ts';
import { recorded } from './support/recorded.ts';

const ORIGIN = 'http://127.0.0.1:4566';
const ACCOUNT = '111122223333';
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

let workDirectory: string;
let aws: ReturnType<typeof startLocalAws>;

interface Answer {
  readonly status: number;
  readonly code: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(method: string, path: string, input?: object): Promise<Answer> {
  const init = { method, ...(input !== undefined && { body: JSON.stringify(input) }) };
  const request = signed(ORIGIN + path, init, { keys: aws.credentials, service: 'lambda', at: Date.now() });
  const response = await aws.fetch(request);
  const text = await response.text();
  return {
    status: response.status,
    code: response.headers.get('x-amzn-errortype'),
    body: text === '' ? {} : JSON.parse(text),
  };
}

beforeAll(async () => {
  workDirectory = await mkdtemp(join(tmpdir(), 'wayleave-recorded-'));
  aws = startLocalAws({
    origin: ORIGIN,
    clock: systemClock,
    trail: createTrail(),
    functionEnvironment: {},
    workDirectory,
  });
  const form = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: 'r',
    AssumeRolePolicyDocument: TRUST,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const role = signed(
    `${ORIGIN}/`,
    { headers, body: `${form}` },
    { keys: aws.credentials, service: 'iam', at: Date.now() },
  );
  expect((await aws.fetch(role)).status).toBe(200);
  const made = await ask('POST', '/2015-03-31/functions', {
    FunctionName: 'f',
    Role: ROLE,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: Buffer.from(zipOf('exports.handler = async () => 1;')).toString('base64') },
  });
  expect(made.status).toBe(201);
});
afterAll(async () => {
  await aws.stop();
  await rm(workDirectory, { recursive: true, force: true });
});

/** A recorded error in the names of this cloud. */
function localised(answer: unknown): Record<string, unknown> {
  const text = JSON.stringify(answer)
    .replaceAll('<partition>', 'aws')
    .replaceAll('<region>', 'us-east-1')
    .replaceAll('111111111111', ACCOUNT)
    .replaceAll(/<function-name(?::1)?>|<resource:1>/g, 'f');
  return JSON.parse(text);
}

function compare(file: [string, string], name: string, answer: Answer): void {
  const recording = recorded(...file);
  if (recording === undefined) return;
  const { Error: error, ResponseMetadata: metadata, ...members } = localised(recording[name]);
  const { Code, Message } = error as { Code: string; Message: string };
  const wanted = { status: (metadata as { HTTPStatusCode: number }).HTTPStatusCode, code: Code };
  expect({ status: answer.status, code: answer.code }).toEqual(wanted);
  expect(answer.body['message'] ?? answer.body['Message']).toBe(Message);
  // What is recorded beside the error is the rest of the body, down to the case of "message".
  expect(answer.body).toMatchObject(members);
}

const tags = '/2017-03-31/tags';
const configs = (name: string) => `/2019-09-25/functions/${name}/event-invoke-config`;
const policy = (name: string, query = '') => `/2015-03-31/functions/${name}/policy${query}`;
const s3 = { StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' };
const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 'v']));

describe('tags', () => {
  const file: [string, string] = ['test_lambda_api', 'TestLambdaTags::test_tag_exceptions'];
  it.each([
    [
      'tag_lambda_doesnotexist',
      'POST',
      `${tags}/${FUNCTION.replace(/f$/, 'doesnotexist')}`,
      { Tags: { a: 'b' } },
    ],
    ['tag_lambda_qualifier_doesnotexist', 'POST', `${tags}/${FUNCTION}:v1`, { Tags: { a: 'b' } }],
    ['untag_empty_keys', 'DELETE', `${tags}/${FUNCTION}`, undefined],
    ['tag_empty_tags', 'POST', `${tags}/${FUNCTION}`, { Tags: {} }],
  ])('%s', async (name, method, path, input) => {
    compare(file, name, await ask(method, path.replaceAll(':', '%3A'), input));
  });

  it('too many', async () => {
    const limits: [string, string] = ['test_lambda_api', 'TestLambdaTags::test_tag_limits'];
    compare(
      limits,
      'tag_lambda_too_many_tags',
      await ask('POST', `${tags}/${FUNCTION}`.replaceAll(':', '%3A'), { Tags: numbered(51) }),
    );
  });
});

describe('permissions', () => {
  const file: [string, string] = ['test_lambda_api', 'TestLambdaPermissions::test_permission_exceptions'];
  it.each([
    ['add_permission_invalid_statement_id', 'POST', policy('f'), { ...s3, StatementId: 'example.com' }],
    ['add_permission_fn_qualifier_mismatch', 'POST', policy('f:alias-not-42', '?Qualifier=42'), s3],
    ['add_permission_fn_qualifier_latest', 'POST', policy('f', '?Qualifier=%24LATEST'), s3],
    ['add_permission_principal_invalid', 'POST', policy('f'), { ...s3, Principal: 'invalid.nonaws.com' }],
    ['get_policy_fn_doesnotexist', 'GET', policy('doesnotexist'), undefined],
    ['get_policy_fn_version_doesnotexist', 'GET', policy('f', '?Qualifier=42'), undefined],
    ['add_permission_fn_doesnotexist', 'POST', policy('doesnotexist'), s3],
    ['remove_permission_policy_doesnotexist', 'DELETE', `${policy('f')}/s3`, undefined],
    ['add_permission_fn_alias_doesnotexist', 'POST', policy('f', '?Qualifier=alias-doesnotexist'), s3],
    ['add_permission_fn_version_doesnotexist', 'POST', policy('f', '?Qualifier=42'), s3],
    [
      'add_permission_fn_qualifier_invalid',
      'POST',
      policy('f', '?Qualifier=invalid-qualifier-with-%3F-char'),
      s3,
    ],
    [
      'add_permission_fn_qualifier_valid_doesnotexist',
      'POST',
      policy('f', '?Qualifier=valid-with-%24-but-doesnotexist'),
      s3,
    ],
    ['remove_permission_fn_doesnotexist', 'DELETE', `${policy('doesnotexist')}/s3`, undefined],
    [
      'remove_permission_fn_alias_doesnotexist',
      'DELETE',
      `${policy('f')}/s3?Qualifier=alias-doesnotexist`,
      undefined,
    ],
  ])('%s', async (name, method, path, input) => {
    compare(file, name, await ask(method, path.replaceAll('f:', 'f%3A'), input));
  });
});

describe('the configuration of asynchronous invocations', () => {
  const file: [string, string] = [
    'test_lambda_api',
    'TestLambdaEventInvokeConfig::test_lambda_eventinvokeconfig_exceptions',
  ];
  const to = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } });
  it.each([
    ['put_functionname_name_notfound', 'PUT', configs('unknown'), { MaximumRetryAttempts: 1 }],
    ['put_functionname_nootherargs', 'PUT', configs('f'), {}],
    ['put_destination_lambda_doesntexist', 'PUT', configs('f'), to(FUNCTION.replace(/f$/, 'doesnotexist'))],
    ['put_destination_recursive', 'PUT', configs('f'), to(FUNCTION)],
    ['put_destination_invalid_service_arn', 'PUT', configs('f'), to(FUNCTION.replace(':lambda:', ':iam:'))],
    [
      'put_shorthand_qualifier_mismatch_1',
      'PUT',
      `${configs('f:a')}?Qualifier=b`,
      { MaximumRetryAttempts: 1 },
    ],
    ['delete_function_not_found', 'DELETE', configs('f'), undefined],
    ['delete_function_doesnotexist', 'DELETE', configs('doesnotexist'), undefined],
    ['list_function_doesnotexist', 'GET', `${configs('doesnotexist')}/list`, undefined],
    ['get_function_doesnotexist', 'GET', configs('doesnotexist'), undefined],
    ['get_qualifier_doesnotexist', 'GET', `${configs('f')}?Qualifier=doesnotexist`, undefined],
    [
      'update_eventinvokeconfig_function_doesnotexist',
      'POST',
      configs('doesnotexist'),
      { MaximumRetryAttempts: 1 },
    ],
    [
      'update_eventinvokeconfig_config_doesnotexist_without_qualifier',
      'POST',
      configs('f'),
      { MaximumRetryAttempts: 1 },
    ],
  ])('%s', async (name, method, path, input) => {
    compare(file, name, await ask(method, path.replaceAll('f:', 'f%3A'), input));
  });
});

describe('sizes', () => {
  const create = (bytes: number) =>
    ask('POST', '/2015-03-31/functions', {
      FunctionName: 'large',
      Role: ROLE,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.alloc(bytes).toString('base64') },
    });

  it.each([
    ['test_oversized_zipped_create_lambda', 52_428_800],
    ['test_oversized_request_create_lambda', 52_700_000],
  ])('%s', async (test, bytes) => {
    compare(['test_lambda_api', `TestLambdaSizeLimits::${test}`], 'invalid_param_exc', await create(bytes));
  });
});
