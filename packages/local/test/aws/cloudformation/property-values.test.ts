import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

interface Shown {
  readonly LogicalResourceId: string;
  readonly BeforeContext?: string;
  readonly AfterContext?: string;
  readonly Details: readonly { readonly Target: object }[];
}

async function changes(StackName: string, template: object, input: object = {}): Promise<readonly Shown[]> {
  await cloud.cfn('CreateChangeSet', {
    StackName,
    ChangeSetName: 'next',
    TemplateBody: JSON.stringify(template),
    ...input,
  });
  const { Changes } = await cloud.cfn<{ Changes: { ResourceChange: Shown }[] }>('DescribeChangeSet', {
    StackName,
    ChangeSetName: 'next',
    IncludePropertyValues: true,
  });
  await cloud.cfn('DeleteChangeSet', { StackName, ChangeSetName: 'next' });
  return Changes.map(({ ResourceChange }) => ResourceChange);
}
const context = (text: string | undefined) => JSON.parse(text ?? 'null') as unknown;
const queue = (Properties: object) => ({ Type: 'AWS::SQS::Queue', Properties });

test('new resources show what they will be; what only the deployment makes has a placeholder', async () => {
  const [dead, main] = await changes(
    'new',
    {
      Resources: {
        Dead: queue({ DelaySeconds: 1 }),
        Main: queue({
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] }, maxReceiveCount: 3 },
        }),
      },
    },
    { ChangeSetType: 'CREATE' },
  );
  expect(context(dead?.AfterContext)).toEqual({ Properties: { DelaySeconds: 1 } });
  expect(context(main?.AfterContext)).toEqual({
    Properties: {
      RedrivePolicy: { deadLetterTargetArn: '{{changeSet:KNOWN_AFTER_APPLY}}', maxReceiveCount: 3 },
    },
  });
  expect(dead).not.toHaveProperty('BeforeContext');
});

test('changed properties show both values, each at its own place', async () => {
  const before = { DelaySeconds: 1, Tags: [{ Key: 'a', Value: '1' }], VisibilityTimeout: 9 };
  await cloud.create('values', { Resources: { Queue: queue(before) } });
  const after = { DelaySeconds: 5, Tags: [...before.Tags, { Key: 'b', Value: '2' }] };
  const [changed] = await changes('values', { Resources: { Queue: queue(after) } });
  expect(context(changed?.BeforeContext)).toEqual({ Properties: before });
  expect(context(changed?.AfterContext)).toEqual({ Properties: after });
  expect(changed?.Details.map(({ Target }) => Target)).toMatchObject([
    {
      Name: 'DelaySeconds',
      Path: '/Properties/DelaySeconds',
      BeforeValue: '1',
      AfterValue: '5',
      AttributeChangeType: 'Modify',
    },
    { Path: '/Properties/Tags/1', AfterValue: '{"Key":"b","Value":"2"}', AttributeChangeType: 'Add' },
    { Path: '/Properties/VisibilityTimeout', BeforeValue: '9', AttributeChangeType: 'Remove' },
  ]);
});

test('values of parameters with NoEcho are not shown', async () => {
  const template = {
    Parameters: { Secret: { Type: 'String', NoEcho: true } },
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Secret' } } } },
  };
  const given = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'Secret', ParameterValue }] });
  await cloud.create('secret', template, given('hunter2'));
  const shown = JSON.stringify(await changes('secret', template, given('hunter3')));
  expect(shown).toContain('****');
  expect(shown).not.toContain('hunter');
});

test('removed resources show what they were', async () => {
  await cloud.create('removed', {
    Resources: { A: queue({ DelaySeconds: 1 }), B: queue({ DelaySeconds: 2 }) },
  });
  const [removed] = await changes('removed', { Resources: { A: queue({ DelaySeconds: 1 }) } });
  expect(context(removed?.BeforeContext)).toEqual({ Properties: { DelaySeconds: 2 } });
});
