import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { snsToLambdaTemplate } from '../../support/sns-to-lambda.mjs';
import { until } from '../../support/until.mjs';
import { plain } from '../../support/where.mjs';
import { awsFor, binaryFormat, found, major, skip } from './aws.mjs';

const StackName = 'cli-sns-to-lambda';

describe(`${found?.version ?? 'aws-cli'}: the article's road`, { skip }, () => {
  const { json, text, refusal } = awsFor(plain);
  /** @type {string} */
  let folder;
  /** @type {string} */
  let file;
  /** @type {Record<string, string>} */
  let outputs;
  const deploy = ['cloudformation', 'deploy', '--stack-name', StackName, '--template-file'];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wayleave-aws-cli-'));
    file = join(folder, 'template.json');
    await writeFile(file, await snsToLambdaTemplate());
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is refused to deploy roles without saying so: InsufficientCapabilitiesException', async () => {
    assert.match(
      await refusal(...deploy, file),
      /\(InsufficientCapabilitiesException\) when calling the CreateChangeSet operation: Requires capabilities : \[CAPABILITY_IAM\]$/,
    );
  });

  it('deploys the template that examples/sns-to-lambda prints', async () => {
    const said = await text(...deploy, file, '--capabilities', 'CAPABILITY_IAM');
    assert.match(said, /Successfully created\/updated stack - cli-sns-to-lambda/);
    const { Stacks } = await json('cloudformation', 'describe-stacks', '--stack-name', StackName);
    assert.equal(Stacks[0].StackStatus, 'CREATE_COMPLETE');
    outputs = Object.fromEntries(
      Stacks[0].Outputs.map((/** @type {any} */ { OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    assert.match(outputs['TopicArn'] ?? '', /^arn:aws:sns:us-east-1:111122223333:cli-sns-to-lambda-Topic-/);
  });

  it('tells the events of the deployment, each resource in progress and complete', async () => {
    const { StackEvents } = await json('cloudformation', 'describe-stack-events', '--stack-name', StackName);
    for (const id of ['FunctionLogs', 'LambdaExecutionRole', 'Function', 'Topic', 'Permission', StackName]) {
      const states = StackEvents.filter((/** @type {any} */ one) => one.LogicalResourceId === id).map(
        (/** @type {any} */ one) => one.ResourceStatus,
      );
      assert.equal(states[0], 'CREATE_COMPLETE', id);
      assert.ok(states.includes('CREATE_IN_PROGRESS'), id);
    }
  });

  it('lists topics, and the subscription that the topic brought', async () => {
    const { Topics } = await json('sns', 'list-topics');
    assert.ok(Topics.some((/** @type {any} */ { TopicArn }) => TopicArn === outputs['TopicArn']));
    const args = ['sns', 'list-subscriptions-by-topic', '--topic-arn', outputs['TopicArn'] ?? ''];
    const { Subscriptions } = await json(...args);
    assert.equal(Subscriptions[0].Protocol, 'lambda');
    assert.match(Subscriptions[0].Endpoint, new RegExp(`:function:${outputs['FunctionName']}$`));
  });

  it('publishes, and finds the event that the function logged', async () => {
    const message = 'hello <&> é "quoted"';
    const attributes = JSON.stringify({ kind: { DataType: 'String', StringValue: 'test' } });
    const about = ['--subject', 'Hi', '--message', message, '--message-attributes', attributes];
    const { MessageId } = await json('sns', 'publish', '--topic-arn', outputs['TopicArn'] ?? '', ...about);
    const event = await until(async () => {
      const group = ['--log-group-name', outputs['LogGroupName'] ?? ''];
      const { events } = await json('logs', 'filter-log-events', ...group);
      return events.find((/** @type {any} */ one) => one.message.includes(MessageId));
    });
    const [, , , , logged] = /^(\S+)\t(\S+)\t(INFO)\tevent: {2}(\{.*\})\n$/s.exec(event.message) ?? [];
    const [record] = JSON.parse(logged ?? '').Records;
    assert.equal(record.EventSource, 'aws:sns');
    assert.deepEqual(
      [record.Sns.Message, record.Sns.Subject, record.Sns.MessageAttributes],
      [message, 'Hi', { kind: { Type: 'String', Value: 'test' } }],
    );
  });

  it('tails the log', { skip: major < 2 && 'AWS CLI 1 has no logs tail' }, async () => {
    const said = await text('logs', 'tail', outputs['LogGroupName'] ?? '', '--since', '10m');
    for (const line of [
      / START RequestId: \S+ Version: \$LATEST$/m,
      / END RequestId: \S+$/m,
      / REPORT RequestId: .*Duration: /m,
    ])
      assert.match(said, line);
  });

  it('invokes the function and gets its answer', async () => {
    const out = join(folder, 'out.json');
    const args = [
      '--function-name',
      outputs['FunctionName'] ?? '',
      '--payload',
      '{"asked":"directly"}',
      '--log-type',
      'Tail',
    ];
    const answer = await json('lambda', 'invoke', ...args, ...binaryFormat, out);
    assert.deepEqual(
      [answer.StatusCode, answer.ExecutedVersion, answer.FunctionError],
      [200, '$LATEST', undefined],
    );
    assert.equal(await readFile(out, 'utf8'), '"success"');
    assert.match(Buffer.from(answer.LogResult, 'base64').toString(), /"asked": "directly"/);
  });

  it('reads the permission that lets this topic, and no other, invoke the function', async () => {
    const { Policy } = await json('lambda', 'get-policy', '--function-name', outputs['FunctionName'] ?? '');
    const [statement] = JSON.parse(Policy).Statement;
    assert.deepEqual(statement.Principal, { Service: 'sns.amazonaws.com' });
    assert.deepEqual(statement.Condition, { ArnLike: { 'AWS:SourceArn': outputs['TopicArn'] } });
  });

  it('says that there is nothing to deploy the second time', async () => {
    const said = await text(
      ...deploy,
      file,
      '--capabilities',
      'CAPABILITY_IAM',
      '--no-fail-on-empty-changeset',
    );
    assert.match(said, /No changes to deploy\. Stack cli-sns-to-lambda is up to date/);
  });

  it('updates the stack', async () => {
    const template = JSON.parse(await readFile(file, 'utf8'));
    template.Resources.Function.Properties.Timeout = 7;
    const changed = join(folder, 'changed.json');
    await writeFile(changed, JSON.stringify(template));
    await text(...deploy, changed, '--capabilities', 'CAPABILITY_IAM');
    const args = ['lambda', 'get-function-configuration', '--function-name', outputs['FunctionName'] ?? ''];
    assert.equal((await json(...args)).Timeout, 7);
  });

  it('rolls an update back that asks for a property that does not exist', async () => {
    const template = JSON.parse(await readFile(file, 'utf8'));
    template.Resources.Topic.Properties.NoSuchProperty = 'x';
    const broken = join(folder, 'broken.json');
    await writeFile(broken, JSON.stringify(template));
    const said = await refusal(...deploy, broken, '--capabilities', 'CAPABILITY_IAM');
    assert.match(said, /NoSuchProperty|Failed to create\/update the stack/);
    const { Stacks } = await json('cloudformation', 'describe-stacks', '--stack-name', StackName);
    assert.match(Stacks[0].StackStatus, /^UPDATE_(ROLLBACK_)?COMPLETE$/);
  });

  it('removes the stack with everything in it', async () => {
    await text('cloudformation', 'delete-stack', '--stack-name', StackName);
    await text('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', StackName);
    assert.match(
      await refusal('cloudformation', 'describe-stacks', '--stack-name', StackName),
      /\(ValidationError\) when calling the DescribeStacks operation: Stack with id cli-sns-to-lambda does not exist$/,
    );
    assert.match(
      await refusal('lambda', 'get-function', '--function-name', outputs['FunctionName'] ?? ''),
      /\(ResourceNotFoundException\) when calling the GetFunction operation: Function not found: arn:aws:lambda:/,
    );
    assert.match(
      await refusal('sns', 'get-topic-attributes', '--topic-arn', outputs['TopicArn'] ?? ''),
      /\(NotFound\) when calling the GetTopicAttributes operation: Topic does not exist$/,
    );
  });
});
