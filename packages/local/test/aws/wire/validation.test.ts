/** Refusals of input: the words AWS was recorded with, and the rest of the model's constraints. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/service.ts';
import { compilePattern } from '../../../src/aws/wire/constraints.ts';
import { SERVICE_ADDRESSES } from '../../../src/aws/wire/services.ts';
import { loadTable, type Shape } from '../../../src/aws/wire/table.ts';
import { validateInput } from '../../../src/aws/wire/validate.ts';

function refusal(
  service: string,
  operation: string,
  input: object,
): { code: string; message: string } | undefined {
  try {
    validateInput(loadTable(service), operation, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { code: error.code, message: error.message };
  }
}

const FUNCTION = {
  FunctionName: 'f',
  Role: 'arn:aws:iam::111111111111:role/r',
  Code: {},
  Handler: 'index.handler',
};
const attribute = { MessageAttributes: { attr1: {} } };

/** Recorded case → the request that was made. Placeholders stand for what was replaced in the recording. */
const RECORDED: readonly (readonly [
  file: string,
  name: string,
  service: string,
  operation: string,
  input: object,
])[] = [
  ['test_sns', 'fully_missing_data_type', 'sns', 'Publish', { Message: 'm', ...attribute }],
  [
    'test_sns',
    'batch-fully_missing_data_type',
    'sns',
    'PublishBatch',
    {
      TopicArn: 'arn:aws:sns:us-east-1:111111111111:t',
      PublishBatchRequestEntries: [{ Id: '1', Message: 'm', ...attribute }],
    },
  ],
  [
    'test_sns',
    'platform-application-no-attributes',
    'sns',
    'CreatePlatformApplication',
    { Name: 'n', Platform: 'GCM' },
  ],
  [
    'test_iam',
    'update-wrong-id',
    'iam',
    'UpdateServiceSpecificCredential',
    {
      ServiceSpecificCredentialId: 'totally-wrong-credential-id-with-hyphens',
      Status: 'Active',
    },
  ],
  [
    'test_iam',
    'update-invalid-status',
    'iam',
    'UpdateServiceSpecificCredential',
    {
      ServiceSpecificCredentialId: 'ACCAABCDEFGHIJKLMNOPQ',
      Status: 'Invalid',
    },
  ],
  [
    'test_lambda_api',
    'routing_config_exc_toohigh',
    'lambda',
    'CreateAlias',
    {
      FunctionName: 'f',
      Name: 'a',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 2 } },
    },
  ],
  [
    'test_lambda_api',
    'routing_config_exc_subzero',
    'lambda',
    'CreateAlias',
    {
      FunctionName: 'f',
      Name: 'a',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: -1 } },
    },
  ],
  [
    'test_lambda_api',
    'routing_config_exc_version_latest',
    'lambda',
    'CreateAlias',
    {
      FunctionName: 'f',
      Name: 'a',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { $LATEST: 0.5 } },
    },
  ],
  [
    'test_lambda_api',
    'untag_empty_keys',
    'lambda',
    'UntagResource',
    {
      Resource: 'arn:aws:lambda:us-east-1:111111111111:function:f',
    },
  ],
  [
    'test_lambda_api',
    'put_provisioned_invalid_param_0',
    'lambda',
    'PutProvisionedConcurrencyConfig',
    {
      FunctionName: 'f',
      Qualifier: 'q',
      ProvisionedConcurrentExecutions: 0,
    },
  ],
  [
    'test_lambda_api',
    'add_permission_invalid_statement_id',
    'lambda',
    'AddPermission',
    {
      FunctionName: 'f',
      StatementId: 'example.com',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
    },
  ],
  ['test_lambda_api', 'invalid_role_arn_exc', 'lambda', 'CreateFunction', { ...FUNCTION, Role: 'r1' }],
  [
    'test_lambda_api',
    'multiple_architectures',
    'lambda',
    'CreateFunction',
    {
      ...FUNCTION,
      Architectures: ['x86_64', 'arm64'],
    },
  ],
  [
    'test_lambda_api',
    'uppercase_architecture',
    'lambda',
    'CreateFunction',
    { ...FUNCTION, Architectures: ['X86_64'] },
  ],
  [
    'test_lambda_api',
    'list_functions_invalid_functionversion',
    'lambda',
    'ListFunctions',
    { FunctionVersion: 'invalid' },
  ],
  [
    'test_lambda_api',
    'put_recursion_invalid_value_error',
    'lambda',
    'PutFunctionRecursionConfig',
    {
      FunctionName: 'f',
      RecursiveLoop: 'InvalidValue',
    },
  ],
  [
    'test_lambda_api',
    'create_function_invalid_snapstart_apply',
    'lambda',
    'CreateFunction',
    {
      ...FUNCTION,
      SnapStart: { ApplyOn: 'invalidOption' },
    },
  ],
  [
    'test_lambda_api',
    'layer_permission_action_invalid',
    'lambda',
    'AddLayerVersionPermission',
    {
      LayerName: 'l',
      VersionNumber: 1,
      StatementId: 's',
      Action: '*',
      Principal: '*',
    },
  ],
  ['test_stacks', 'stack_response', 'cloudformation', 'CreateStack', { StackName: '*@da591fa3_$' }],
];

const folder = resolve(process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora', 'aws/recorded');

describe.skipIf(!existsSync(folder))('the refusals AWS was recorded with', () => {
  test.each(RECORDED)('%s %s', (file, name, service, operation, input) => {
    const recorded = find(JSON.parse(readFileSync(`${folder}/${file}.snapshot.json`, 'utf8')), name);
    const refused = refusal(service, operation, input);
    expect(refused?.code).toBe(recorded?.Code);
    expect(sortedSets(refused?.message)).toBe(sortedSets(recorded?.Message));
  });
});

interface RecordedError {
  readonly Code: string;
  readonly Message: string;
}

/** The first validation error under the given name. */
function find(value: unknown, name: string): RecordedError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const error = (item as { Error?: RecordedError } | null)?.Error;
    if (key === name && error?.Message?.includes('validation error')) return error;
    const found = find(item, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** AWS prints sets in the order of their hashes, which nobody else has. */
function sortedSets(message: string | undefined): string | undefined {
  return message?.replace(/enum value set: \[([^\]]*)\]/g, (_, set: string) =>
    set.split(', ').sort().join(', '),
  );
}

describe('each service in its own form', () => {
  test('several failures are counted and joined', () => {
    expect(refusal('cloudwatch-logs', 'PutRetentionPolicy', { logGroupName: 'bad name' })).toEqual({
      code: 'InvalidParameterException',
      message:
        "2 validation errors detected: Value 'bad name' at 'logGroupName' failed to satisfy constraint: Member must " +
        "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+; Value null at 'retentionInDays' failed to satisfy " +
        'constraint: Member must not be null',
    });
  });

  test('elements of structures are named by their position', () => {
    const input = {
      logGroupName: 'g',
      logStreamName: 's',
      logEvents: [{ timestamp: 1, message: 'm' }, { message: 'm' }],
    };
    expect(refusal('cloudwatch-logs', 'PutLogEvents', input)?.message).toBe(
      "1 validation error detected: Value null at 'logEvents.2.member.timestamp' failed to satisfy constraint: " +
        'Member must not be null',
    );
  });

  test('SQS names the missing parameter', () => {
    expect(refusal('sqs', 'SendMessage', { MessageBody: 'm' })).toEqual({
      code: 'MissingParameter',
      message: 'The request must contain the parameter QueueUrl.',
    });
  });

  test('S3 calls the XML malformed', () => {
    const input = { Bucket: 'b', Delete: { Objects: [{}] } };
    expect(refusal('s3', 'DeleteObjects', input)?.code).toBe('MalformedXML');
    expect(refusal('s3', 'PutObject', { Bucket: 'b', Key: 'k', StorageClass: 'X' })?.code).toBe(
      'InvalidStorageClass',
    );
  });

  test('Lambda checks the runtime by itself', () => {
    expect(refusal('lambda', 'CreateFunction', { ...FUNCTION, Runtime: 'cobol' })).toBeUndefined();
    expect(refusal('lambda', 'ListLayers', { CompatibleRuntime: 'cobol' })?.code).toBe('ValidationException');
  });

  test('lengths are counted in characters, of blobs in bytes', () => {
    const publish = (name: string) => refusal('iam', 'CreateUser', { UserName: name });
    expect(publish('x'.repeat(64))).toBeUndefined();
    expect(publish('x'.repeat(65))?.message).toBe(
      "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must have length less " +
        'than or equal to 64',
    );
  });
});

test('every pattern of every table is a regular expression here too', () => {
  for (const { table } of SERVICE_ADDRESSES) {
    const patterns = Object.values(loadTable(table).shapes).flatMap((shape: Shape) => shape.pattern ?? []);
    for (const pattern of patterns) expect(() => compilePattern(pattern)).not.toThrow();
  }
});
