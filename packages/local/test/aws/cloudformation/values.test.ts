import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { topicStack } from './templates.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test('gives pseudo parameters, mappings, conditions and attributes their values', async () => {
  const template = `
Parameters:
  Stage: { Type: String, Default: prod }
Mappings:
  Sizes: { prod: { Name: large }, test: { Name: small } }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Queue: { Type: AWS::SQS::Queue }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub '/app/\${AWS::StackName}' } }
  Bucket: { Type: AWS::S3::Bucket }
  Rest: { Type: AWS::SNS::Topic, Condition: IsTest }
Outputs:
  Place: { Value: !Sub '\${AWS::Partition}/\${AWS::AccountId}/\${AWS::Region}/\${AWS::StackName}/\${AWS::URLSuffix}' }
  Id: { Value: !Ref AWS::StackId }
  Size: { Value: !FindInMap [Sizes, !Ref Stage, Name] }
  OnlyProd: { Condition: IsProd, Value: !If [IsProd, 'yes', 'no'] }
  OnlyTest: { Condition: IsTest, Value: never }
  TopicName: { Value: !GetAtt Topic.TopicName }
  QueueRef: { Value: !Ref Queue }
  QueueArn: { Value: !GetAtt Queue.Arn }
  LogRef: { Value: !Ref Logs }
  LogArn: { Value: !GetAtt Logs.Arn }
  BucketRef: { Value: !Ref Bucket }
  BucketArn: { Value: !GetAtt Bucket.Arn }
`.replace('Conditions:\n', 'Conditions:\n  IsTest: !Not [!Condition IsProd]\n');
  const { StackId } = await cloud.create('Values', template);
  const outputs = await cloud.outputs('Values');
  expect(outputs).toEqual({
    Place: 'aws/111122223333/us-east-1/Values/amazonaws.com',
    Id: StackId,
    Size: 'large',
    OnlyProd: 'yes',
    TopicName: expect.stringMatching(/^Values-Topic-\w{12}$/),
    QueueRef: expect.stringMatching(/\/111122223333\/Values-Queue-\w{12}$/),
    QueueArn: expect.stringMatching(/^arn:aws:sqs:us-east-1:111122223333:Values-Queue-\w{12}$/),
    LogRef: '/app/Values',
    LogArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/app/Values:*',
    BucketRef: expect.stringMatching(/^values-bucket-[a-z0-9]{12}$/),
    BucketArn: `arn:aws:s3:::${outputs['BucketRef']}`,
  });
  const { StackResourceSummaries } = await cloud.cfn<{ StackResourceSummaries: object[] }>(
    'ListStackResources',
    {
      StackName: 'Values',
    },
  );
  expect(StackResourceSummaries).toHaveLength(4);
});

test('shows the value of a NoEcho parameter nowhere but to the resource', async () => {
  const template = {
    Parameters: { Secret: { Type: 'String', NoEcho: true } },
    ...topicStack({ DisplayName: { Ref: 'Secret' } }),
  };
  const stack = await cloud.create('secret', template, {
    Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hunter2' }],
  });
  expect(stack.Parameters).toEqual([{ ParameterKey: 'Secret', ParameterValue: '****' }]);
  expect(JSON.stringify(await cloud.events('secret'))).not.toContain('hunter2');
  const changed = { StackName: 'secret', ChangeSetName: 'c', TemplateBody: JSON.stringify(template) };
  await cloud.cfn('CreateChangeSet', {
    ...changed,
    Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hunter3' }],
  });
  const described = await cloud.cfn('DescribeChangeSet', { StackName: 'secret', ChangeSetName: 'c' });
  expect(JSON.stringify(described)).not.toContain('hunter');
  // A change of the secret alone is a change.
  await cloud.cfn('ExecuteChangeSet', { StackName: 'secret', ChangeSetName: 'c' });
  await cloud.aws.settled();
  const { Topics } = await cloud.call<{ Topics: { TopicArn: string }[] }>('sns', 'ListTopics', {});
  const TopicArn = Topics.find((topic) => topic.TopicArn.includes('secret-Topic'))?.TopicArn;
  const { Attributes } = await cloud.call<{ Attributes: Record<string, string> }>(
    'sns',
    'GetTopicAttributes',
    { TopicArn },
  );
  expect(Attributes['DisplayName']).toBe('hunter3');
});

test('exports a value to other stacks, and keeps it as long as they use it', async () => {
  const exporter = (value: string, Name?: string) =>
    topicStack({}, { Shared: { Value: value, ...(Name !== undefined && { Export: { Name } }) } });
  await cloud.create('exporter', exporter('v', 'shared-name'));
  expect(await cloud.cfn('ListExports', {})).toMatchObject({
    Exports: [{ Name: 'shared-name', Value: 'v' }],
  });
  const importer = topicStack({ DisplayName: { 'Fn::ImportValue': 'shared-name' } });
  await cloud.create('importer', importer);

  await expect(
    cloud.create('other', topicStack({ DisplayName: { 'Fn::ImportValue': 'nothing' } })),
  ).rejects.toThrow('No export named nothing found');
  expect((await cloud.create('twin', exporter('w', 'shared-name'))).StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(
    (await cloud.events('twin')).map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n'),
  ).toContain('Export with name shared-name is already exported by stack exporter.');
  for (const [template, verb] of [
    [exporter('changed', 'shared-name'), 'updated'],
    [exporter('v'), 'deleted'],
  ] as const) {
    expect((await cloud.update('exporter', template)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const reasons = (await cloud.events('exporter')).map(({ ResourceStatusReason }) => ResourceStatusReason);
    expect(reasons).toContain(`Export shared-name cannot be ${verb} as it is in use by importer`);
  }
  await cloud.remove('exporter');
  expect(await cloud.describe('exporter')).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'Delete canceled. Cannot delete export shared-name as it is in use by importer.',
  });
  await cloud.remove('importer');
  await cloud.remove('exporter');
  await expect(cloud.describe('exporter')).rejects.toThrow('does not exist');
});

test('reads a template from S3 with the rights of the caller', async () => {
  const Body = new TextEncoder().encode(JSON.stringify(topicStack()));
  await cloud.call('s3', 'CreateBucket', { Bucket: 'templates' });
  await cloud.call('s3', 'PutObject', { Bucket: 'templates', Key: 'a/topic.json', Body });
  const stacks = [
    ['path-style', `${cloud.aws.origin}/templates/a/topic.json`],
    ['virtual-host', 'https://templates.s3.us-east-1.amazonaws.com/a/topic.json'],
  ] as const;
  for (const [StackName, TemplateURL] of stacks) {
    await cloud.cfn('CreateStack', { StackName, TemplateURL });
    await cloud.aws.settled();
    expect((await cloud.describe(StackName)).StackStatus).toBe('CREATE_COMPLETE');
  }
  const blind = await cloud.user('blind', [{ Effect: 'Allow', Action: 'cloudformation:*', Resource: '*' }]);
  const TemplateURL = stacks[0][1];
  await expect(cloud.cfn('CreateStack', { StackName: 'blind', TemplateURL }, blind)).rejects.toMatchObject({
    code: 'ValidationError',
    message:
      'S3 error: Access Denied\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
  });
  await expect(cloud.cfn('CreateStack', { StackName: 'x', TemplateURL: 'nonsense' })).rejects.toThrow(
    'TemplateURL must be a supported URL.',
  );
});

test('refuses at once what would fail for certain', async () => {
  const refused = (template: object) => cloud.create('refused', template);
  await expect(refused(topicStack({ DisplayName: '{{resolve:ssm:name}}' }))).rejects.toThrow(
    'A dynamic reference is not built in local CloudFormation.',
  );
  await expect(refused(topicStack({ DisplayName: { 'Fn::FindInMap': ['M', 'a', 'b'] } }))).rejects.toThrow(
    "Template error: Mapping named 'M' is not present in the 'Mappings' section of template.",
  );
  await expect(refused(topicStack({ DisplayName: { 'Fn::Cidr': [] } }))).rejects.toThrow(
    'unsupported function: Fn::Cidr',
  );
  await expect(refused(topicStack({}, { O: { Value: ['a'] } }))).rejects.toThrow(
    'Template format error: The Value field of every Outputs member must evaluate to a String.',
  );
  await expect(cloud.create('*@da_$', topicStack())).rejects.toThrow(
    "1 validation error detected: Value '*@da_$' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*",
  );
  const long = { ...topicStack(), Metadata: { text: 'x'.repeat(52_000) } };
  await expect(refused(long)).rejects.toThrow('Member must have length less than or equal to 51200');
  await expect(cloud.describe('refused')).rejects.toThrow('does not exist');
});

test('puts the request token into the events, and takes a repeated request for the same', async () => {
  const { StackId } = await cloud.create('token', topicStack(), { ClientRequestToken: 'once' });
  const again = await cloud.cfn('CreateStack', {
    StackName: 'token',
    TemplateBody: JSON.stringify(topicStack()),
    ClientRequestToken: 'once',
  });
  expect(again).toEqual({ StackId });
  expect((await cloud.events('token')).every((event) => 'ClientRequestToken' in event)).toBe(true);
});

test('summarises a template', async () => {
  const TemplateBody = JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'A topic',
    Metadata: { a: 1 },
    Parameters: { P: { Type: 'String', Default: 'x', AllowedValues: ['x', 'y'], Description: 'Which' } },
    ...topicStack(),
  });
  expect(await cloud.cfn('GetTemplateSummary', { TemplateBody })).toEqual({
    Description: 'A topic',
    Metadata: '{"a":1}',
    Version: '2010-09-09',
    ResourceTypes: ['AWS::SNS::Topic'],
    Parameters: [
      {
        ParameterKey: 'P',
        ParameterType: 'String',
        DefaultValue: 'x',
        NoEcho: false,
        Description: 'Which',
        ParameterConstraints: { AllowedValues: ['x', 'y'] },
      },
    ],
  });
});
