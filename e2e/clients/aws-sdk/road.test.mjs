import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  CloudFormationServiceException,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  InsufficientCapabilitiesException,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  FilterLogEventsCommand,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaServiceException, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { NotFoundException, PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { snsToLambdaTemplate } from '../../support/sns-to-lambda.mjs';
import { until } from '../../support/until.mjs';
import { plain } from '../../support/where.mjs';
import { connect, refused } from './connect.mjs';

const StackName = 'sdk-sns-to-lambda';
const wait = { maxWaitTime: 30, minDelay: 1, maxDelay: 1 };

describe("@aws-sdk/client-*: the article's road", () => {
  const { cloudformation, iam, lambda, logs, sns } = connect(plain);
  /** @type {string} */
  let TemplateBody;
  /** @type {Record<string, string>} */
  let outputs = {};

  before(async () => {
    TemplateBody = await snsToLambdaTemplate();
  });

  /** @param {string} ChangeSetName @param {object} input */
  const createChangeSet = (ChangeSetName, input) =>
    cloudformation.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName,
        TemplateBody,
        Capabilities: ['CAPABILITY_IAM'],
        ...input,
      }),
    );

  /** The event that the function logged for a message. @param {string | undefined} MessageId */
  const logged = (MessageId) =>
    until(async () => {
      const pages = paginateFilterLogEvents(
        { client: logs },
        { logGroupName: outputs['LogGroupName'] ?? '' },
      );
      for await (const { events = [] } of pages) {
        const found = events.find(({ message }) => message?.includes(MessageId ?? ''));
        if (found?.message !== undefined) return JSON.parse(found.message.slice(found.message.indexOf('{')));
      }
      return undefined;
    });

  it('is refused to make roles without saying so: InsufficientCapabilitiesException', async () => {
    await assert.rejects(
      createChangeSet('bold', { ChangeSetType: 'CREATE', Capabilities: [] }),
      refused(
        InsufficientCapabilitiesException,
        'InsufficientCapabilitiesException',
        400,
        /^Requires capabilities : \[CAPABILITY_IAM\]$/,
      ),
    );
  });

  it('makes a change set that tells what it would add', async () => {
    const { Id, StackId } = await createChangeSet('first', { ChangeSetType: 'CREATE' });
    await waitUntilChangeSetCreateComplete({ client: cloudformation, ...wait }, { ChangeSetName: Id });
    const { Changes, ExecutionStatus } = await cloudformation.send(
      new DescribeChangeSetCommand({ ChangeSetName: Id }),
    );
    assert.equal(ExecutionStatus, 'AVAILABLE');
    assert.deepEqual(
      Changes?.map(
        ({ ResourceChange }) => `${ResourceChange?.Action} ${ResourceChange?.LogicalResourceId}`,
      ).sort(),
      ['Add Function', 'Add FunctionLogs', 'Add LambdaExecutionRole', 'Add Permission', 'Add Topic'],
    );
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: StackId }));
    assert.equal(Stacks?.[0]?.StackStatus, 'REVIEW_IN_PROGRESS');
  });

  it('executes it and gets the outputs', async () => {
    await cloudformation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'first' }));
    await waitUntilStackCreateComplete({ client: cloudformation, ...wait }, { StackName });
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    outputs = Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    assert.deepEqual(Object.keys(outputs).sort(), ['FunctionName', 'LogGroupName', 'TopicArn']);
    const { StackResources } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }));
    for (const { ResourceStatus } of StackResources ?? []) assert.equal(ResourceStatus, 'CREATE_COMPLETE');
  });

  it('gets the template back as it was given', async () => {
    const { TemplateBody: body } = await cloudformation.send(new GetTemplateCommand({ StackName }));
    assert.deepEqual(JSON.parse(body ?? ''), JSON.parse(TemplateBody));
  });

  it('publishes, and reads the event from the log: one record, in the form of SNS for Lambda', async () => {
    const input = {
      TopicArn: outputs['TopicArn'],
      Message: JSON.stringify({ hello: "it's <&> é" }),
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    };
    const { MessageId } = await sns.send(new PublishCommand(input));
    const { Records } = await logged(MessageId);
    assert.equal(Records.length, 1);
    const [{ EventSource, EventVersion, EventSubscriptionArn, Sns }] = Records;
    assert.deepEqual([EventSource, EventVersion], ['aws:sns', '1.0']);
    assert.ok(EventSubscriptionArn.startsWith(`${outputs['TopicArn']}:`));
    assert.deepEqual(
      {
        Type: Sns.Type,
        MessageId: Sns.MessageId,
        TopicArn: Sns.TopicArn,
        Subject: Sns.Subject,
        Message: Sns.Message,
      },
      { Type: 'Notification', MessageId, TopicArn: input.TopicArn, Subject: null, Message: input.Message },
    );
    assert.deepEqual(Sns.MessageAttributes, { kind: { Type: 'String', Value: 'test' } });
    assert.match(Sns.Timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('publishes a batch: an event for each', async () => {
    const entries = ['one', 'two'].map((Id) => ({ Id, Message: `batch ${Id}` }));
    const { Successful, Failed } = await sns.send(
      new PublishBatchCommand({ TopicArn: outputs['TopicArn'], PublishBatchRequestEntries: entries }),
    );
    assert.deepEqual([Successful?.length, Failed?.length ?? 0], [2, 0]);
    for (const { Id, MessageId } of Successful ?? [])
      assert.equal((await logged(MessageId)).Records[0].Sns.Message, `batch ${Id}`);
  });

  it('filters the log by a pattern', async () => {
    const input = { logGroupName: outputs['LogGroupName'], filterPattern: '"batch one"' };
    const { events = [] } = await logs.send(new FilterLogEventsCommand(input));
    assert.equal(events.length, 1);
  });

  it('invokes the function and gets its answer with the end of the log', async () => {
    const { StatusCode, Payload, LogResult, FunctionError } = await lambda.send(
      new InvokeCommand({
        FunctionName: outputs['FunctionName'],
        Payload: '{"directly":true}',
        LogType: 'Tail',
      }),
    );
    assert.deepEqual(
      [StatusCode, Payload?.transformToString(), FunctionError],
      [200, '"success"', undefined],
    );
    assert.match(
      Buffer.from(LogResult ?? '', 'base64').toString(),
      /"directly": true[\s\S]*END RequestId: [\s\S]*REPORT RequestId: /,
    );
  });

  it('updates by a change set that tells what it would modify', async () => {
    const template = JSON.parse(TemplateBody);
    template.Resources.Function.Properties.MemorySize = 256;
    const { Id } = await createChangeSet('second', { TemplateBody: JSON.stringify(template) });
    await waitUntilChangeSetCreateComplete({ client: cloudformation, ...wait }, { ChangeSetName: Id });
    const { Changes } = await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
    assert.deepEqual(
      Changes?.map(({ ResourceChange: change }) => [
        change?.Action,
        change?.LogicalResourceId,
        change?.Replacement,
      ]),
      [['Modify', 'Function', 'False']],
    );
    await cloudformation.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    await waitUntilStackUpdateComplete({ client: cloudformation, ...wait }, { StackName });
  });

  it('makes a change set without changes, which fails and says so', async () => {
    const template = JSON.parse(TemplateBody);
    template.Resources.Function.Properties.MemorySize = 256;
    const { Id } = await createChangeSet('third', { TemplateBody: JSON.stringify(template) });
    const { Status, StatusReason } = await until(async () => {
      const answer = await cloudformation.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
      return answer.Status === 'FAILED' ? answer : undefined;
    });
    assert.equal(Status, 'FAILED');
    assert.match(
      StatusReason ?? '',
      /^The submitted information didn't contain changes\. Submit different information to create a change set\.$/,
    );
  });

  it('publishes into the void once the permission is gone: SNS accepts, nobody runs', async () => {
    const { StackResources } = await cloudformation.send(
      new DescribeStackResourcesCommand({ StackName, LogicalResourceId: 'Permission' }),
    );
    const StatementId = StackResources?.[0]?.PhysicalResourceId;
    await lambda.send(new RemovePermissionCommand({ FunctionName: outputs['FunctionName'], StatementId }));
    const lost = await sns.send(new PublishCommand({ TopicArn: outputs['TopicArn'], Message: 'lost' }));
    assert.match(lost.MessageId ?? '', /^[0-9a-f-]{36}$/);
    // An invocation after it has run, so the lost one would have been logged before.
    await lambda.send(
      new InvokeCommand({ FunctionName: outputs['FunctionName'], Payload: '"after the loss"' }),
    );
    await until(async () => {
      const input = { logGroupName: outputs['LogGroupName'], filterPattern: '"after the loss"' };
      return (await logs.send(new FilterLogEventsCommand(input))).events?.[0];
    });
    const input = { logGroupName: outputs['LogGroupName'], filterPattern: `"${lost.MessageId}"` };
    assert.deepEqual((await logs.send(new FilterLogEventsCommand(input))).events, []);
  });

  it('runs without the right to write logs: the answer is there, the log is not', async () => {
    const { StackResources } = await cloudformation.send(
      new DescribeStackResourcesCommand({ StackName, LogicalResourceId: 'LambdaExecutionRole' }),
    );
    const RoleName = StackResources?.[0]?.PhysicalResourceId;
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'WriteLogs' }));
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: outputs['FunctionName'], Payload: '"unwritten"', LogType: 'Tail' }),
    );
    assert.deepEqual([FunctionError, Payload?.transformToString()], [undefined, '"success"']);
    const input = { logGroupName: outputs['LogGroupName'], filterPattern: '"unwritten"' };
    assert.deepEqual((await logs.send(new FilterLogEventsCommand(input))).events, []);
  });

  it('refuses a template with a reference to nothing: ValidationError', async () => {
    const template = {
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Nowhere' } } } },
    };
    await assert.rejects(
      createChangeSet('broken', {
        StackName: 'sdk-broken',
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify(template),
      }),
      refused(
        CloudFormationServiceException,
        'ValidationError',
        400,
        /^Template format error: Unresolved resource dependencies \[Nowhere\] in the Resources block of the template$/,
      ),
    );
  });

  it('removes the stack: function, topic, role and log group are gone', async () => {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    const StackId = Stacks?.[0]?.StackId;
    await cloudformation.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete({ client: cloudformation, ...wait }, { StackName: StackId });
    await assert.rejects(
      cloudformation.send(new DescribeStacksCommand({ StackName })),
      refused(
        CloudFormationServiceException,
        'ValidationError',
        400,
        /^Stack with id sdk-sns-to-lambda does not exist$/,
      ),
    );
    const { StackEvents } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: StackId }));
    assert.equal(StackEvents?.[0]?.ResourceStatus, 'DELETE_COMPLETE');
    await assert.rejects(
      sns.send(new PublishCommand({ TopicArn: outputs['TopicArn'], Message: 'x' })),
      refused(NotFoundException, 'NotFoundException', 404, /^Topic does not exist$/),
    );
    await assert.rejects(
      lambda.send(new InvokeCommand({ FunctionName: outputs['FunctionName'] })),
      refused(
        LambdaServiceException,
        'ResourceNotFoundException',
        404,
        /^Function not found: arn:aws:lambda:us-east-1:111122223333:function:/,
      ),
    );
    await assert.rejects(
      logs.send(new FilterLogEventsCommand({ logGroupName: outputs['LogGroupName'] })),
      refused(
        ResourceNotFoundException,
        'ResourceNotFoundException',
        400,
        /^The specified log group does not exist\.$/,
      ),
    );
  });
});
