import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/aws/service.ts';
import { createHarness, type Harness } from './support/harness.ts';
import { ACCOUNT } from './support/memory-kernel.ts';
import { recorded } from './support/recorded.ts';

const ARN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:uploads`;

let aws: Harness;
beforeEach(async () => {
  aws = await createHarness();
  await aws.create('exports.handler = async () => 1;');
});
afterEach(() => aws.close());

const add = (input: object) =>
  aws.call<{ Statement: string }>('AddPermission', {
    FunctionName: 'f',
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    ...input,
  });

describe('AddPermission', () => {
  it('writes a statement as Lambda does', async () => {
    const { Statement } = await add({ SourceArn: TOPIC, SourceAccount: ACCOUNT });
    expect(Statement).toBe(
      JSON.stringify({
        Sid: 's',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: ARN,
        Condition: { StringEquals: { 'AWS:SourceAccount': ACCOUNT }, ArnLike: { 'AWS:SourceArn': TOPIC } },
      }),
    );
    const { Policy } = await aws.call<{ Policy: string }>('GetPolicy', { FunctionName: 'f' });
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [JSON.parse(Statement)],
    });
  });

  it('builds every recorded form', async () => {
    const sample = recorded('test_lambda_api', 'TestLambdaPermissions::test_add_lambda_permission_fields');
    if (sample === undefined) return;
    const inputs: Record<string, object> = {
      add_permission_principal_wildcard: {
        StatementId: 'wilcard',
        Principal: '*',
        SourceAccount: '111111111111',
      },
      add_permission_principal_service: {
        StatementId: 'lambda',
        Principal: 'lambda.amazonaws.com',
        SourceAccount: '111111111111',
      },
      add_permission_principal_account: { StatementId: 'account-id', Principal: '111111111111' },
      add_permission_optional_fields: {
        StatementId: 'urlPermission',
        Action: 'lambda:InvokeFunctionUrl',
        Principal: '*',
        SourceArn: 'arn:aws:s3:::bucket',
        SourceAccount: '111111111111',
        PrincipalOrgID: 'o-1234567890',
        FunctionUrlAuthType: 'NONE',
      },
      add_permission_alexa_skill: {
        StatementId: 'alexaSkill',
        Principal: '*',
        EventSourceToken: 'amzn1.ask.skill.xxxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
      },
    };
    for (const [key, input] of Object.entries(inputs)) {
      const wanted = JSON.stringify((sample[key] as { Statement: object }).Statement)
        .replaceAll('<partition>', 'aws')
        .replace(/"Resource": ?"[^"]*"/, `"Resource":"${ARN}"`)
        .replace('<resource:2>', 'root')
        .replace('<resource:3>', 'bucket');
      expect(JSON.parse((await add(input)).Statement)).toEqual(JSON.parse(wanted));
    }
  });

  it.each([
    [
      { Principal: 'invalid.nonaws.com' },
      'InvalidParameterValueException',
      'The provided principal was invalid. Please check the principal and try again.',
    ],
    [
      { Qualifier: '$LATEST' },
      'InvalidParameterValueException',
      'We currently do not support adding policies for $LATEST.',
    ],
    [{ Qualifier: '42' }, 'ResourceNotFoundException', `Function not found: ${ARN}:42`],
    [{ Qualifier: 'live' }, 'ResourceNotFoundException', `Cannot find alias arn: ${ARN}:live`],
    [
      { FunctionName: 'nope' },
      'ResourceNotFoundException',
      `Function not found: ${ARN.replace(/f$/, 'nope')}`,
    ],
    [
      { StatementId: 'there' },
      'ResourceConflictException',
      'The statement id (there) provided already exists. Please provide a new statement id, or remove the existing statement.',
    ],
    [
      { RevisionId: 'old' },
      'PreconditionFailedException',
      expect.stringMatching(/^The Revision Id provided/),
    ],
  ])('refuses %j', async (input, code, message) => {
    await add({ StatementId: 'there' });
    await expect(add(input)).rejects.toMatchObject({ code, message });
  });

  it('stops at 20 KB', async () => {
    const attempt = async () => {
      for (let n = 0; n < 100; n++)
        await add({ StatementId: `s${n}`, SourceArn: `${TOPIC}-${'x'.repeat(150)}` });
    };
    await expect(attempt()).rejects.toMatchObject({
      code: 'PolicyLengthExceededException',
      message: expect.stringMatching(/^The final policy size \(\d+\) is bigger than the limit \(20480\)\.$/),
    });
  });
});

it('RemovePermission says what is missing', async () => {
  const remove = (input: object) =>
    aws.call('RemovePermission', { FunctionName: 'f', StatementId: 's', ...input });
  await expect(remove({ FunctionName: 'nope' })).rejects.toMatchObject({
    message: `No policy found for: ${ARN.replace(/f$/, 'nope')}`,
  });
  await expect(remove({})).rejects.toMatchObject({
    message: 'No policy is associated with the given resource.',
  });
  await add({});
  await expect(remove({ StatementId: 'other' })).rejects.toMatchObject({
    message: 'Statement other is not found in resource policy.',
  });
  await remove({});
  await expect(aws.call('GetPolicy', { FunctionName: 'f' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
  });
});

describe('a service that invokes', () => {
  const sns = (sourceArn: string): Caller => ({
    kind: 'service',
    arn: 'sns.amazonaws.com',
    userId: 'sns.amazonaws.com',
    accountId: ACCOUNT,
    sourceArn,
    sourceAccount: ACCOUNT,
  });
  const event = { FunctionName: ARN, InvocationType: 'Event', Payload: new TextEncoder().encode('{}') };

  it('needs a statement for its topic', async () => {
    const refused = {
      code: 'AccessDeniedException',
      message: `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${ARN} because no resource-based policy allows the lambda:InvokeFunction action`,
    };
    await expect(aws.call('Invoke', event, sns(TOPIC))).rejects.toMatchObject(refused);
    await add({ SourceArn: TOPIC });
    await expect(aws.call('Invoke', event, sns(`${TOPIC}2`))).rejects.toMatchObject(refused);
    await expect(aws.call('Invoke', event, sns(TOPIC))).resolves.toEqual({ StatusCode: 202 });
    await aws.settled();
    expect(
      aws.trail.decisions().find(({ action, allowed }) => allowed && action === 'lambda:InvokeFunction'),
    ).toMatchObject({ decidedBy: expect.stringContaining('resource policy of function f') });
    expect(aws.lambda.invocations()).toMatchObject([{ functionName: 'f', status: 'success', attempt: 1 }]);
  });

  it('is not let in by the unqualified statement when it names $LATEST', async () => {
    await add({ SourceArn: TOPIC });
    await expect(
      aws.call('Invoke', { ...event, FunctionName: `${ARN}:$LATEST` }, sns(TOPIC)),
    ).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});
