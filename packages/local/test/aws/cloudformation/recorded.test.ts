import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { topicStack } from './templates.ts';

/** Answers that AWS gave, with placeholders for what differs from run to run. */
const corpora =
  process.env['WAYLEAVE_CORPORA'] ?? join(import.meta.dirname, '../../../../../../shared/corpora');
const folder = join(corpora, 'aws/recorded');
const present = existsSync(folder);
if (!present) console.warn(`No recorded answers in ${folder}: the comparison with AWS is skipped.`);

function recording(file: string, name: string): Record<string, unknown> {
  const all = JSON.parse(readFileSync(join(folder, `${file}.snapshot.json`), 'utf8')) as Record<
    string,
    { 'recorded-content': Record<string, unknown> }
  >;
  const found = Object.entries(all).find(([key]) => key.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`No recording ${name}.`);
  return found[1]['recorded-content'];
}

const GENERATED =
  /^(?:EventId|StackId|StackName|ChangeSetId|ChangeSetName|PhysicalResourceId|LogicalResourceId|Id)$/;
// Members that come and go with the age of the recording and with how it was deployed.
const LEFT_OUT = new Set(['ResponseMetadata', 'Capabilities']);

/** Both sides without what is generated: names, ids and times become their kind. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item));
  if (value instanceof Date || value === 'datetime' || value === 'timestamp') return 'time';
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !LEFT_OUT.has(name))
        .map(([name, item]) => [name, shape(item, name)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  }
  if (key === 'ResourceProperties' && typeof value === 'string') return 'properties';
  return GENERATED.test(key) && value !== '' ? 'generated' : value;
}

function events(list: readonly Record<string, unknown>[]): unknown {
  return list.map((event) =>
    shape({ ...event, ...('ResourceProperties' in event && { ResourceProperties: '{}' }) }),
  );
}

describe.runIf(present)('answers as AWS was recorded to', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());

  const review = async (StackName: string, template: object, input: object = {}) => {
    const asked = {
      StackName,
      ChangeSetName: 'first',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify(template),
    };
    await cloud.cfn('CreateChangeSet', { ...asked, ...input });
  };
  const execute = async (StackName: string, ChangeSetName = 'first') => {
    await cloud.cfn('ExecuteChangeSet', { StackName, ChangeSetName });
    await cloud.aws.settled();
  };

  test('the events of a deployment', async () => {
    await review('events', topicStack({ TopicName: 'recorded-events' }));
    await execute('events');
    const { StackEvents } = await cloud.cfn<{ StackEvents: Record<string, unknown>[] }>(
      'DescribeStackEvents',
      {
        StackName: 'events',
      },
    );
    const { events: recorded } = recording(
      'test_stacks',
      'TestStacksApi::test_list_events_after_deployment',
    ) as {
      events: { StackEvents: Record<string, unknown>[] };
    };
    expect(events(StackEvents.toReversed())).toEqual(events(recorded.StackEvents));
  });

  test('a stack under review and after its deployment', async () => {
    const recorded = recording('test_stacks', 'TestStacksApi::test_stack_description_lifecycle[with-tags]');
    const Tags = [{ Key: 'foo', Value: 'bar' }];
    await review('described', { ...topicStack(), Description: 'test <env>.test.net' }, { Tags });
    expect(shape(await cloud.describe('described'))).toEqual(shape(recorded['stack-pre-execute']));
    await execute('described');
    expect(shape(await cloud.describe('described'))).toEqual(shape(recorded['stack-post-execute']));
  });

  test('a stack that was deleted', async () => {
    const recorded = recording('test_changesets', 'test_name_conflicts');
    await review('deleted', topicStack());
    await execute('deleted');
    const { StackId } = await cloud.describe('deleted');
    await cloud.remove('deleted');
    expect(shape(await cloud.describe(StackId))).toEqual(
      shape((recorded['stack_id_desc'] as { Stacks: object[] }).Stacks[0]),
    );
  });

  test('a change set that changes nothing', async () => {
    const recorded = recording('test_changesets', 'test_create_change_set_no_changes');
    await review('unchanged', topicStack());
    await execute('unchanged');
    const TemplateBody = JSON.stringify(topicStack());
    await cloud.cfn('CreateChangeSet', { StackName: 'unchanged', ChangeSetName: 'second', TemplateBody });
    const described = await cloud.cfn('DescribeChangeSet', {
      StackName: 'unchanged',
      ChangeSetName: 'second',
    });
    expect(shape(described)).toEqual(shape(recorded['change-set-description']));
  });

  test('a change set that replaces a topic because a parameter changes', async () => {
    const recorded = recording('test_changesets', 'test_describe_changeset_after_delete');
    const template = {
      Parameters: { TopicName: { Type: 'String' } },
      Resources: { topic123: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'TopicName' } } } },
    };
    const given = (ParameterValue: string) => ({
      Parameters: [{ ParameterKey: 'TopicName', ParameterValue }],
    });
    await review('parameter', template, given('parameter-one'));
    await execute('parameter');
    const asked = { StackName: 'parameter', ChangeSetName: 'second', TemplateBody: JSON.stringify(template) };
    await cloud.cfn('CreateChangeSet', { ...asked, ...given('<topic-2-name>') });
    const described = await cloud.cfn('DescribeChangeSet', {
      StackName: 'parameter',
      ChangeSetName: 'second',
    });
    expect(shape(described)).toEqual(shape(recorded['describe-2']));
  });

  test('the resources of a stack', async () => {
    const recorded = recording(
      'cfn_resources_lambda',
      'TestCfnLambdaIntegrations::test_cfn_lambda_permissions',
    );
    await review('resources', { Resources: { a: { Type: 'AWS::SNS::Topic' } } });
    await execute('resources');
    const { StackResources } = await cloud.cfn<{ StackResources: object[] }>('DescribeStackResources', {
      StackName: 'resources',
    });
    const { StackResources: all } = recorded['stack_resources'] as {
      StackResources: { ResourceType: string }[];
    };
    const topics = all.filter(({ ResourceType }) => ResourceType === 'AWS::SNS::Topic');
    expect(shape(StackResources)).toEqual(shape(topics));
  });

  test('the topic policy with and without a policy of the stack', async () => {
    const recorded = recording('cfn_resources_sns', 'test_sns_topic_policy_resets_to_default');
    const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'recorded-policy' } };
    const PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: '0',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sns:Publish',
          Resource: { Ref: 'Topic' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ],
    };
    const withPolicy = {
      Topic: topic,
      Policy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument } },
    };
    const shown = async () => {
      const TopicArn = 'arn:aws:sns:us-east-1:111122223333:recorded-policy';
      const { Attributes } = await cloud.call<{ Attributes: { Policy: string } }>(
        'sns',
        'GetTopicAttributes',
        { TopicArn },
      );
      return Attributes.Policy.replaceAll(TopicArn, 'ARN').replaceAll('111122223333', 'ACCOUNT');
    };
    const expected = (name: string) =>
      JSON.parse(
        JSON.stringify(recorded[name])
          .replaceAll('arn:<partition>:sns:<region>:111111111111:<topic-name>', 'ARN')
          .replaceAll('111111111111', 'ACCOUNT'),
      );
    await cloud.create('policy', { Resources: { Topic: topic } });
    expect(JSON.parse(await shown())).toEqual(expected('default-topic-attributes'));
    await cloud.update('policy', { Resources: withPolicy });
    expect(JSON.parse(await shown())).toEqual(expected('modified-topic-attributes'));
    await cloud.update('policy', { Resources: { Topic: topic } });
    expect(JSON.parse(await shown())).toEqual(expected('reverted-topic-attributes'));
  });

  test('refusals', async () => {
    const message = (file: string, name: string, key: string) =>
      (recording(file, name)[key] as { Error: { Message: string } }).Error.Message;
    const refused = async (work: Promise<unknown>) => {
      const error = await work.then(
        () => undefined,
        (cause: Error) => cause,
      );
      return error?.message;
    };
    const create = (template: object) => cloud.create('refused', template);
    expect(await refused(create({ Resources: { a: 1 } }))).toBe(
      message('test_stacks', 'test_linting_error_during_creation', 'error'),
    );
    expect(await refused(create({ Resources: { 'AWS::NoValue': {} } }))).toBe(
      message('test_changesets', 'test_using_pseudoparameters_in_places[resource]', 'error'),
    );
    await create(topicStack());
    expect(await refused(cloud.update('refused', topicStack()))).toBe(
      message(
        'test_stacks',
        'TestStacksApi::test_update_stack_with_same_template_withoutchange',
        'no_change_exception',
      ),
    );
    const missing = { StackName: 'refused', LogicalResourceId: 'NonExistentResource' };
    expect(await refused(cloud.cfn('DescribeStackResource', missing))).toBe(
      message('test_stacks', 'test_stack_resource_not_found', 'Error').replace('<stack-name>', 'refused'),
    );
  });
});
