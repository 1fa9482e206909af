import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/service.ts';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.create('planned', base);
});
afterAll(() => cloud.close());

const base = {
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'planned' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Follower: {
      Type: 'AWS::SNS::Topic',
      Properties: { DisplayName: { 'Fn::GetAtt': ['Topic', 'TopicName'] } },
    },
    Sub: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      },
    },
  },
};

/** The changes of a change set, short: `Modify Topic True`. */
async function planned(template: object, ChangeSetName: string): Promise<readonly string[]> {
  await cloud.cfn('CreateChangeSet', {
    StackName: 'planned',
    ChangeSetName,
    TemplateBody: JSON.stringify(template),
  });
  const { Changes } = await cloud.cfn<{ Changes: { ResourceChange: Record<string, string | undefined> }[] }>(
    'DescribeChangeSet',
    {
      StackName: 'planned',
      ChangeSetName,
    },
  );
  return Changes.map(({ ResourceChange: one }) =>
    [one['Action'], one['LogicalResourceId'], one['Replacement']]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

test('a replacement carries on to what refers to the resource', async () => {
  const { Resources } = base;
  const renamed = { ...Resources.Topic, Properties: { TopicName: 'other' } };
  expect(await planned({ Resources: { ...Resources, Topic: renamed } }, 'renamed')).toEqual([
    'Modify Topic True',
    'Modify Follower False',
    'Modify Sub Conditional',
  ]);
});

test('a change in place carries on to nothing', async () => {
  const { Resources } = base;
  const shown = { ...Resources.Topic, Properties: { TopicName: 'planned', DisplayName: 'x' } };
  expect(await planned({ Resources: { ...Resources, Topic: shown } }, 'shown')).toEqual([
    'Modify Topic False',
  ]);
});

test('what is not in the template any more is removed, what is new is added', async () => {
  const { Sub: _, ...rest } = base.Resources;
  const More = { Type: 'AWS::S3::Bucket' };
  expect(await planned({ Resources: { ...rest, More } }, 'moved')).toEqual(['Add More', 'Remove Sub']);
});

test('metadata and deletion policies are changes without a replacement', async () => {
  const { Resources } = base;
  const Queue = { ...Resources.Queue, Metadata: { why: 'because' }, DeletionPolicy: 'Retain' };
  expect(await planned({ Resources: { ...Resources, Queue } }, 'attributes')).toEqual(['Modify Queue False']);
});

test('nothing is done to any resource by planning', async () => {
  const before = await cloud.statuses('planned');
  await planned({ Resources: { Other: { Type: 'AWS::SNS::Topic' } } }, 'other');
  expect(await cloud.statuses('planned')).toEqual(before);
});

const name = fc.constantFrom('A', 'B', 'AWS::Region', 'AWS::NoValue', 'AWS::StackId');
const leaf = fc.oneof(
  fc.constantFrom('', 'a', 'a,b', '0'),
  fc.integer({ min: 0, max: 2 }),
  name.map((Ref) => ({ Ref })),
  fc.constantFrom<object>(
    { 'Fn::GetAtt': ['A', 'TopicName'] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
    { 'Fn::Sub': '${A}-${B.TopicName}' },
    { 'Fn::ImportValue': 'x' },
  ),
);
const node = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.tuple(leaf, fc.array(tie('node'), { maxLength: 3 })).map((pair) => ({ 'Fn::Join': pair })),
    fc.tuple(leaf, tie('node')).map((pair) => ({ 'Fn::Select': pair })),
    fc.tuple(leaf, tie('node')).map((pair) => ({ 'Fn::Split': pair })),
    fc.tuple(fc.constantFrom('Yes', 'No'), tie('node'), tie('node')).map((three) => ({ 'Fn::If': three })),
    fc.array(leaf, { maxLength: 3 }).map((keys) => ({ 'Fn::FindInMap': keys })),
    fc.array(tie('node'), { maxLength: 2 }),
  ),
})).node;

test('any template is planned or refused with a typed error', async () => {
  const template = fc.record({
    Conditions: fc.constant({ Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } }),
    Resources: fc.record({
      A: fc.record({ Type: fc.constant('AWS::SNS::Topic'), Properties: fc.record({ DisplayName: node }) }),
      B: fc.record({ Type: fc.constant('AWS::SNS::Topic'), Properties: fc.record({ Subscription: node }) }),
    }),
    Outputs: fc.record({ O: fc.record({ Value: node }) }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(template, async (data) => {
      run += 1;
      const input = { StackName: `fuzz${run}`, ChangeSetName: 'c', ChangeSetType: 'CREATE' };
      try {
        await cloud.cfn('CreateChangeSet', { ...input, TemplateBody: JSON.stringify(data) });
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        expect((error as AwsError).code).toBe('ValidationError');
      }
    }),
    { numRuns: 300 },
  );
});
