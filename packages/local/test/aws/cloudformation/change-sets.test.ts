import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { topicStack } from './templates.ts';

let cloud: Cloud;
let client: CloudFormationClient;
beforeAll(async () => {
  cloud = await startCloud();
  client = new CloudFormationClient(cloud.aws.client);
});
afterAll(async () => {
  client.destroy();
  await cloud.close();
});

const body = (properties: object) => JSON.stringify(topicStack(properties));
const change = (StackName: string, ChangeSetName: string, properties: object, type: 'CREATE' | 'UPDATE') =>
  client.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName,
      TemplateBody: body(properties),
      ChangeSetType: type,
    }),
  );
const execute = async (StackName: string, ChangeSetName: string) => {
  await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  await cloud.aws.settled();
};

test('serves the calls of `aws cloudformation deploy`, for a new stack and for a change', async () => {
  const describe = () => client.send(new DescribeStacksCommand({ StackName: 'deployed' }));
  await expect(describe()).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id deployed does not exist',
  });
  const { StackId, Id } = await change('deployed', 'first', { DisplayName: 'one' }, 'CREATE');
  expect(Id).toMatch(/^arn:aws:cloudformation:us-east-1:111122223333:changeSet\/first\/[0-9a-f-]{36}$/);
  expect((await describe()).Stacks).toMatchObject([
    { StackId, StackStatus: 'REVIEW_IN_PROGRESS', StackStatusReason: 'User Initiated' },
  ]);
  expect(
    await client.send(new DescribeChangeSetCommand({ ChangeSetName: 'first', StackName: 'deployed' })),
  ).toMatchObject({
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: [
      {
        Type: 'Resource',
        ResourceChange: { Action: 'Add', LogicalResourceId: 'Topic', ResourceType: 'AWS::SNS::Topic' },
      },
    ],
  });
  await execute('deployed', 'first');
  expect((await describe()).Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE', ChangeSetId: Id }]);

  await change('deployed', 'second', { DisplayName: 'two' }, 'UPDATE');
  await execute('deployed', 'second');
  expect((await describe()).Stacks).toMatchObject([{ StackStatus: 'UPDATE_COMPLETE' }]);
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: 'deployed' }));
  expect(StackEvents[0]).toMatchObject({ ResourceStatus: 'UPDATE_COMPLETE', LogicalResourceId: 'deployed' });
  expect(StackEvents.at(-1)).toMatchObject({ ResourceStatus: 'REVIEW_IN_PROGRESS' });
  expect(new Set(StackEvents.map(({ EventId }) => EventId)).size).toBe(StackEvents.length);
});

test('answers at once and works afterwards', async () => {
  await change('quick', 'first', {}, 'CREATE');
  await client.send(new ExecuteChangeSetCommand({ StackName: 'quick', ChangeSetName: 'first' }));
  await cloud.aws.settled();
  const lines = await cloud.statuses('quick');
  expect(lines.slice(0, 2)).toEqual(['quick REVIEW_IN_PROGRESS', 'quick CREATE_IN_PROGRESS']);
});

test('shows what a parameter makes of a resource', async () => {
  const template = JSON.stringify({
    Parameters: { TopicName: { Type: 'String' } },
    ...topicStack({ TopicName: { Ref: 'TopicName' } }),
  });
  const given = (ParameterValue: string) => ({
    StackName: 'parameters',
    TemplateBody: template,
    Parameters: [{ ParameterKey: 'TopicName', ParameterValue }],
  });
  await client.send(
    new CreateChangeSetCommand({ ...given('one'), ChangeSetName: 'a', ChangeSetType: 'CREATE' }),
  );
  await execute('parameters', 'a');
  await client.send(new CreateChangeSetCommand({ ...given('two'), ChangeSetName: 'b' }));
  const { Changes } = await client.send(
    new DescribeChangeSetCommand({ StackName: 'parameters', ChangeSetName: 'b' }),
  );
  const Target = { Attribute: 'Properties', Name: 'TopicName', RequiresRecreation: 'Always' };
  expect(Changes).toEqual([
    {
      Type: 'Resource',
      ResourceChange: {
        Action: 'Modify',
        LogicalResourceId: 'Topic',
        PhysicalResourceId: 'arn:aws:sns:us-east-1:111122223333:one',
        PolicyAction: 'ReplaceAndDelete',
        Replacement: 'True',
        ResourceType: 'AWS::SNS::Topic',
        Scope: ['Properties'],
        Details: [
          { CausingEntity: 'TopicName', ChangeSource: 'ParameterReference', Evaluation: 'Static', Target },
          { ChangeSource: 'DirectModification', Evaluation: 'Dynamic', Target },
        ],
      },
    },
  ]);
});

test('fails a change set without changes, and does not execute it', async () => {
  await change('unchanged', 'a', { DisplayName: 'x' }, 'CREATE');
  await execute('unchanged', 'a');
  const { Id } = await change('unchanged', 'b', { DisplayName: 'x' }, 'UPDATE');
  expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).toMatchObject({
    Status: 'FAILED',
    ExecutionStatus: 'UNAVAILABLE',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  await expect(client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))).rejects.toMatchObject({
    name: 'InvalidChangeSetStatusException',
    message: `ChangeSet [${Id}] cannot be executed in its current status of [FAILED]`,
  });
});

test('executes a change set once, and forgets the others', async () => {
  await change('once', 'a', {}, 'CREATE');
  const { Id } = await change('once', 'b', {}, 'CREATE');
  await execute('once', 'a');
  await expect(execute('once', 'a')).rejects.toThrow(
    'cannot be executed in its current status of [EXECUTE_COMPLETE]',
  );
  await expect(client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).rejects.toMatchObject({
    name: 'ChangeSetNotFoundException',
    message: `ChangeSet [${Id}] does not exist`,
    $metadata: { httpStatusCode: 404 },
  });
  const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: 'once' }));
  expect(Summaries).toMatchObject([{ ChangeSetName: 'a', ExecutionStatus: 'EXECUTE_COMPLETE' }]);
});

test('creates a stack under review without its change set', async () => {
  await change('reviewed', 'a', {}, 'CREATE');
  await cloud.create('reviewed', topicStack());
  expect(
    await client.send(new DescribeChangeSetCommand({ StackName: 'reviewed', ChangeSetName: 'a' })),
  ).toMatchObject({
    ExecutionStatus: 'OBSOLETE',
  });
});

test('gives the template of a stack and of a change set as it was written', async () => {
  const TemplateBody = 'Resources:\n  T: # a topic\n    Type: AWS::SNS::Topic\n';
  await client.send(
    new CreateChangeSetCommand({
      StackName: 'text',
      ChangeSetName: 'a',
      ChangeSetType: 'CREATE',
      TemplateBody,
    }),
  );
  const expected = { TemplateBody, StagesAvailable: ['Original', 'Processed'] };
  expect(await client.send(new GetTemplateCommand({ StackName: 'text', ChangeSetName: 'a' }))).toMatchObject(
    expected,
  );
  await execute('text', 'a');
  expect(await client.send(new GetTemplateCommand({ StackName: 'text' }))).toMatchObject(expected);
});

test('words its refusals as CloudFormation does', async () => {
  await change('words', 'a', {}, 'CREATE');
  await execute('words', 'a');
  await expect(change('words', 'b', {}, 'CREATE')).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack [words] already exists and cannot be created again with the changeSet [b].',
  });
  await expect(change('nowhere', 'b', {}, 'UPDATE')).rejects.toThrow('Stack [nowhere] does not exist');
  const refused = (input: { ChangeSetName: string; StackName?: string }) =>
    client.send(new DeleteChangeSetCommand(input));
  await expect(refused({ ChangeSetName: 'x', StackName: 'nostack' })).rejects.toThrow(
    'Stack [nostack] does not exist',
  );
  await expect(refused({ ChangeSetName: 'x' })).rejects.toThrow(
    'StackName must be specified if ChangeSetName is not specified as an ARN.',
  );
  await expect(client.send(new DescribeStackEventsCommand({ StackName: 'does-not-exist' }))).rejects.toThrow(
    'Stack [does-not-exist] does not exist',
  );
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'words' }));
  const id = Stacks?.[0]?.StackId ?? '';
  await cloud.remove('words');
  await expect(change(id, 'c', {}, 'UPDATE')).rejects.toThrow(
    `Stack:${id} is in DELETE_COMPLETE state and can not be updated.`,
  );
  await expect(change(id, 'c', {}, 'CREATE')).rejects.toThrow(
    `Stack [${id}] already exists and cannot be created again with the changeSet [c].`,
  );
});

test.each([
  [{ ResourcesToImport: [{ ResourceType: 'x', LogicalResourceId: 'y', ResourceIdentifier: { Name: 'z' } }] }],
  [{ IncludeNestedStacks: true }],
  [{ NotificationARNs: ['arn:aws:sns:us-east-1:111122223333:t'] }],
  [{ RollbackConfiguration: { MonitoringTimeInMinutes: 5 } }],
  [{ ResourceTypes: ['AWS::*'] }],
])('refuses %j instead of ignoring it', async (option) => {
  const input = {
    StackName: 'option',
    ChangeSetName: 'a',
    ChangeSetType: 'CREATE' as const,
    TemplateBody: body({}),
  };
  await expect(client.send(new CreateChangeSetCommand({ ...input, ...option }))).rejects.toThrow(
    'is not built in local CloudFormation.',
  );
});

test('refuses what to do with a failed update where that is not built', async () => {
  await cloud.create('kept', topicStack());
  const input = { StackName: 'kept', ChangeSetName: 'a', TemplateBody: body({ DisplayName: 'new' }) };
  await expect(cloud.cfn('CreateChangeSet', { ...input, OnStackFailure: 'DO_NOTHING' })).rejects.toThrow(
    'OnStackFailure DO_NOTHING of an update',
  );
  await cloud.cfn('CreateChangeSet', { ...input, OnStackFailure: 'ROLLBACK' });
});
