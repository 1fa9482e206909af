import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { topicStack } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const topicOf = async (stack: string, id = 'Topic') => {
  const { StackResourceDetail } = await cloud.cfn<{ StackResourceDetail: { PhysicalResourceId: string } }>(
    'DescribeStackResource',
    { StackName: stack, LogicalResourceId: id },
  );
  return StackResourceDetail.PhysicalResourceId;
};
const since = async (stack: string, status: string) => {
  const lines = await cloud.statuses(stack);
  return lines.slice(lines.lastIndexOf(`${stack} ${status}`));
};
const topics = async () => {
  const { Topics } = await cloud.call<{ Topics: { TopicArn: string }[] }>('sns', 'ListTopics', {});
  return Topics.map(({ TopicArn }) => TopicArn.split(':').at(-1));
};

test('changes a resource in place', async () => {
  await cloud.create('in-place', topicStack({ DisplayName: 'one' }));
  const before = await topicOf('in-place');
  const stack = await cloud.update('in-place', topicStack({ DisplayName: 'two' }));
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', LastUpdatedTime: expect.any(Date) });
  expect(await topicOf('in-place')).toBe(before);
  expect(await since('in-place', 'UPDATE_IN_PROGRESS')).toEqual([
    'in-place UPDATE_IN_PROGRESS',
    'Topic UPDATE_IN_PROGRESS',
    'Topic UPDATE_COMPLETE',
    'in-place UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'in-place UPDATE_COMPLETE',
  ]);
  const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(
    'sns',
    'GetTopicAttributes',
    {
      TopicArn: before,
    },
  );
  expect(Attributes['DisplayName']).toBe('two');
});

test('says that nothing is to be done when the template comes to the same', async () => {
  await cloud.create('same', topicStack({ DisplayName: 'x' }));
  const other = topicStack({ DisplayName: { 'Fn::Join': ['', ['x']] } });
  await expect(cloud.update('same', other)).rejects.toMatchObject({
    code: 'ValidationError',
    message: 'No updates are to be performed.',
  });
});

test('makes a new resource before the old one goes, and tells those that refer to it', async () => {
  const template = (TopicName: string) => ({
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName } },
      Follower: {
        Type: 'AWS::SNS::Topic',
        Properties: { DisplayName: { 'Fn::GetAtt': ['Topic', 'TopicName'] } },
      },
      Stranger: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'as it was' } },
    },
    Outputs: { Arn: { Value: { Ref: 'Topic' } } },
  });
  await cloud.create('replaced', template('first'));
  await cloud.update('replaced', template('second'));
  expect(await since('replaced', 'UPDATE_IN_PROGRESS')).toEqual([
    'replaced UPDATE_IN_PROGRESS',
    'Topic UPDATE_IN_PROGRESS',
    'Topic UPDATE_IN_PROGRESS',
    'Topic UPDATE_COMPLETE',
    'Follower UPDATE_IN_PROGRESS',
    'Follower UPDATE_COMPLETE',
    'replaced UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'Topic DELETE_IN_PROGRESS',
    'Topic DELETE_COMPLETE',
    'replaced UPDATE_COMPLETE',
  ]);
  expect((await cloud.events('replaced')).map(({ ResourceStatusReason }) => ResourceStatusReason)).toContain(
    'Requested update requires the creation of a new physical resource; hence creating one.',
  );
  expect(await topics()).toContain('second');
  expect(await topics()).not.toContain('first');
  expect(await cloud.outputs('replaced')).toEqual({ Arn: 'arn:aws:sns:us-east-1:111122223333:second' });
});

test('cannot replace a resource that keeps its custom name', async () => {
  await cloud.create('named', topicStack({ TopicName: 'mine', DisplayName: 'before' }));
  const stack = await cloud.update('named', topicStack({ TopicName: 'mine', FifoTopic: false }));
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  const failure = (await cloud.events('named')).find(
    ({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED',
  );
  expect(failure?.ResourceStatusReason).toBe(
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename mine and update the stack again.',
  );
  expect(await topics()).toContain('mine');
});

test('adds and removes resources', async () => {
  const topic = { Type: 'AWS::SNS::Topic' };
  await cloud.create('members', {
    Resources: { A: topic, B: { ...topic, DeletionPolicy: 'Retain' }, C: topic },
  });
  const kept = await topicOf('members', 'B');
  await cloud.update('members', { Resources: { C: topic, D: topic } });
  const lines = await since('members', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  expect(lines).toEqual(
    expect.arrayContaining([
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'B DELETE_SKIPPED',
      'members UPDATE_COMPLETE',
    ]),
  );
  const { StackResourceSummaries } = await cloud.cfn<{
    StackResourceSummaries: { LogicalResourceId: string }[];
  }>('ListStackResources', { StackName: 'members' });
  expect(StackResourceSummaries.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['C', 'D']);
  expect(await topics()).toContain(kept.split(':').at(-1));
});

test('takes back everything when an update fails', async () => {
  const template = (changes: { changed: string; name: string; extra: object }) => ({
    Resources: {
      Changed: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: changes.changed } },
      Renamed: { Type: 'AWS::SNS::Topic', Properties: { TopicName: changes.name } },
      ...changes.extra,
    },
  });
  await cloud.create('undone', template({ changed: 'before', name: 'undone-before', extra: {} }));
  const [changed, renamed] = [await topicOf('undone', 'Changed'), await topicOf('undone', 'Renamed')];
  const stack = await cloud.update(
    'undone',
    template({
      changed: 'after',
      name: 'undone-after',
      extra: {
        New: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'undone-new' } },
        Bad: {
          Type: 'AWS::SNS::Topic',
          DependsOn: ['New', 'Changed', 'Renamed'],
          Properties: { Nonsense: 1 },
        },
      },
    }),
  );
  expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
  expect((await cloud.events('undone')).map(({ ResourceStatusReason }) => ResourceStatusReason)).toContain(
    'The following resource(s) failed to create: [Bad]. ',
  );
  expect(await topicOf('undone', 'Changed')).toBe(changed);
  expect(await topicOf('undone', 'Renamed')).toBe(renamed);
  const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(
    'sns',
    'GetTopicAttributes',
    {
      TopicArn: changed,
    },
  );
  expect(Attributes['DisplayName']).toBe('before');
  const names = await topics();
  expect(names).toContain('undone-before');
  expect(names).not.toContain('undone-after');
  expect(names).not.toContain('undone-new');
  expect((await since('undone', 'UPDATE_ROLLBACK_IN_PROGRESS')).at(-1)).toBe(
    'undone UPDATE_ROLLBACK_COMPLETE',
  );
  // The stack goes on from where it was.
  const next = template({ changed: 'later', name: 'undone-before', extra: {} });
  expect((await cloud.update('undone', next)).StackStatus).toBe('UPDATE_COMPLETE');
});

test('changes of parameters, tags and outputs are updates', async () => {
  const template = {
    Parameters: { Text: { Type: 'String', Default: 'a' } },
    ...topicStack({ DisplayName: { Ref: 'Text' } }),
  };
  await cloud.create('inputs', template);
  const parameters = (ParameterValue: string) => [{ ParameterKey: 'Text', ParameterValue }];
  const changed = await cloud.update('inputs', template, { Parameters: parameters('b') });
  expect(changed.Parameters).toEqual([{ ParameterKey: 'Text', ParameterValue: 'b' }]);
  const Parameters = [{ ParameterKey: 'Text', UsePreviousValue: true }];
  const tagged = await cloud.update('inputs', template, {
    Parameters,
    Tags: [{ Key: 'team', Value: 'video' }],
  });
  expect(tagged).toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Tags: [{ Key: 'team', Value: 'video' }] });
  const { Tags } = await cloud.call<{ Tags: object[] }>('sns', 'ListTagsForResource', {
    ResourceArn: await topicOf('inputs'),
  });
  expect(Tags).toEqual([{ Key: 'team', Value: 'video' }]);
  const withOutput = { ...template, Outputs: { Name: { Value: { Ref: 'Text' } } } };
  expect((await cloud.update('inputs', withOutput, { Parameters })).Outputs).toMatchObject([
    { OutputValue: 'b' },
  ]);
});

test('uses the template of the stack again when asked to', async () => {
  const template = {
    Parameters: { Text: { Type: 'String' } },
    ...topicStack({ DisplayName: { Ref: 'Text' } }),
  };
  await cloud.create('again', template, { Parameters: [{ ParameterKey: 'Text', ParameterValue: 'a' }] });
  await cloud.cfn('UpdateStack', {
    StackName: 'again',
    UsePreviousTemplate: true,
    Parameters: [{ ParameterKey: 'Text', ParameterValue: 'b' }],
  });
  await cloud.aws.settled();
  expect((await cloud.describe('again')).StackStatus).toBe('UPDATE_COMPLETE');
});

test('refuses another type for the same resource', async () => {
  await cloud.create('typed', topicStack());
  await expect(cloud.update('typed', { Resources: { Topic: { Type: 'AWS::SQS::Queue' } } })).rejects.toThrow(
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: [Topic]',
  );
});

test('takes back an update that a property which cannot be read has stopped', async () => {
  const stack = (properties: object) => ({
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: properties } },
  });
  await cloud.create('unreadable', stack({ DisplayName: 'before' }));
  const updated = await cloud.update('unreadable', stack({ DisplayName: 'after', NoSuchProperty: 1 }));
  expect(updated.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  // The stack can go on from there.
  const mended = await cloud.update('unreadable', stack({ DisplayName: 'after' }));
  expect(mended.StackStatus).toBe('UPDATE_COMPLETE');
});
