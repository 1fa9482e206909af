import { expect, test } from 'vitest';
import { createCloudFormation } from '../../../src/aws/cloudformation/create-cloudformation.ts';
import { type Operation, operation } from '../../../src/aws/service.ts';
import { createSns } from '../../../src/aws/sns/create-sns.ts';
import { startAws } from '../../support/aws.ts';

const stack = (...names: readonly string[]) =>
  JSON.stringify({
    Resources: Object.fromEntries(
      names.map((DisplayName, index) => [
        `Topic${index}`,
        {
          Type: 'AWS::SNS::Topic',
          Properties: { DisplayName },
          ...(index > 0 && { DependsOn: `Topic${index - 1}` }),
        },
      ]),
    ),
  });

/** A local AWS in which SNS takes its time for changes until it is let go. */
async function slowCloud() {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered = () => {};
  const inside = new Promise<void>((resolve) => {
    entered = resolve;
  });
  const aws = await startAws({
    services: [
      (kernel, { clock }) => {
        const sns = createSns({ kernel, clock });
        const change = sns.operations['SetTopicAttributes'] as Operation<object>;
        const slow = operation<object, object>({
          authorize: (input, call) => change.authorize(input, call),
          async run(input, call) {
            entered();
            await gate;
            return change.run(input, call);
          },
        });
        return { ...sns, operations: { ...sns.operations, SetTopicAttributes: slow } };
      },
      (kernel, { clock, identity }) => createCloudFormation({ kernel, clock, identity }),
    ],
  });
  const cfn = <O>(name: string, input: object) =>
    aws.kernel.call<O>(aws.administrator.caller, 'cloudformation', name, input);
  return { aws, cfn, inside, release };
}

test('a cancelled update takes back what it began, and begins nothing more', async () => {
  const { aws, cfn, inside, release } = await slowCloud();
  const StackName = 'cancelled';
  await cfn('CreateStack', { StackName, TemplateBody: stack('one', 'two') });
  await aws.settled();
  await cfn('UpdateStack', { StackName, TemplateBody: stack('ONE', 'TWO') });
  await inside;
  await cfn('CancelUpdateStack', { StackName, ClientRequestToken: 'cancel-1' });
  await expect(cfn('CancelUpdateStack', { StackName })).rejects.toMatchObject({
    code: 'ValidationError',
    message: 'CancelUpdateStack cannot be called from current stack status',
  });
  release();
  await aws.settled();
  const { StackEvents } = await cfn<{ StackEvents: Record<string, string>[] }>('DescribeStackEvents', {
    StackName,
  });
  const lines = StackEvents.toReversed().map(
    ({ LogicalResourceId: id, ResourceStatus: status, ResourceStatusReason: reason }) =>
      [id, status, reason].filter((one) => one !== undefined).join(' '),
  );
  expect(lines.slice(lines.indexOf('cancelled UPDATE_IN_PROGRESS User Initiated') + 1)).toEqual([
    'Topic0 UPDATE_IN_PROGRESS',
    'cancelled UPDATE_ROLLBACK_IN_PROGRESS User Initiated',
    'Topic0 UPDATE_FAILED Resource update cancelled',
    'Topic0 UPDATE_IN_PROGRESS',
    'Topic0 UPDATE_COMPLETE',
    'cancelled UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'cancelled UPDATE_ROLLBACK_COMPLETE',
  ]);
  const TopicArn = StackEvents.find(({ LogicalResourceId: id }) => id === 'Topic0')?.['PhysicalResourceId'];
  const { Attributes } = await aws.kernel.call<{ Attributes: Record<string, string> }>(
    aws.administrator.caller,
    'sns',
    'GetTopicAttributes',
    { TopicArn },
  );
  expect(Attributes['DisplayName']).toBe('one');
  await aws.close();
});

test('a stack at rest has no update to cancel', async () => {
  const { aws, cfn } = await slowCloud();
  await cfn('CreateStack', { StackName: 'rest', TemplateBody: stack('one') });
  await aws.settled();
  await expect(cfn('CancelUpdateStack', { StackName: 'rest' })).rejects.toThrow(
    'CancelUpdateStack cannot be called from current stack status',
  );
  await expect(cfn('CancelUpdateStack', { StackName: 'none' })).rejects.toThrow('does not exist');
  await aws.close();
});
