import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Change } from '@aws-sdk/client-cloudformation';
import { describe, expect, it, test } from 'vitest';
import { grantChanges } from '../../src/deploy/diff/grants.ts';
import { readChanges } from '../../src/deploy/diff/read-changes.ts';
import { renderChanges } from '../../src/deploy/diff/render-changes.ts';
import { coloured, plain } from '../../src/deploy/paint.ts';

const root = resolve(import.meta.dirname, '../../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const recordings = join(corpora, 'aws/recorded');
const present = existsSync(recordings);
if (!present) console.warn(`Skipped the recorded change sets: ${recordings} is not there.`);

function recorded(file: string, name: string, key: string): readonly Change[] {
  const all = JSON.parse(readFileSync(join(recordings, `${file}.snapshot.json`), 'utf8')) as Record<
    string,
    { 'recorded-content': Record<string, { Changes: Change[] }> }
  >;
  const test = Object.keys(all).find((one) => one.endsWith(`::${name}`)) ?? '';
  const changes = all[test]?.['recorded-content'][key]?.Changes ?? [];
  // The recordings hold contexts read; AWS sends them as text.
  return changes.map(({ Type, ResourceChange: change = {} }) => ({
    ...(Type !== undefined && { Type }),
    ResourceChange: {
      ...change,
      ...(change.BeforeContext !== undefined && { BeforeContext: JSON.stringify(change.BeforeContext) }),
      ...(change.AfterContext !== undefined && { AfterContext: JSON.stringify(change.AfterContext) }),
    },
  }));
}

describe.runIf(present)('change sets that AWS was recorded to answer', () => {
  it('show a replacement that a parameter causes, with its values from the templates', () => {
    const changes = readChanges(
      recorded('test_changesets', 'test_describe_changeset_after_delete', 'describe-2'),
    );
    expect(changes).toMatchObject([
      {
        kind: 'replace',
        logicalId: 'topic123',
        policyAction: 'ReplaceAndDelete',
        properties: [{ path: 'TopicName', recreates: 'always', causes: ['TopicName'] }],
      },
    ]);
    expect(renderChanges(changes, plain)).toContain('TopicName  by TopicName  forces replacement');
  });

  it('show what changes by the templates where AWS gives no values', () => {
    const changes = recorded(
      'test_changesets',
      'test_create_change_set_update_without_parameters',
      'describe_change_set',
    );
    const template = (TopicName: unknown) => ({
      Resources: { topic123: { Type: 'AWS::SNS::Topic', Properties: { TopicName } } },
    });
    const read = readChanges(changes, { before: template('old'), after: template({ Ref: 'Name' }) });
    expect(renderChanges(read, plain)).toContain('TopicName: old → Ref Name  forces replacement');
  });

  it('show removals, and additions whose values are not known yet', () => {
    const [created, removed] = ['describe-change-set-1-prop-values', 'describe-change-set-2-prop-values'].map(
      (key) =>
        readChanges(
          recorded(
            'test_stacks',
            'TestStacksApi::test_stack_deletion_order[C]'.split('::').at(-1) ?? '',
            key,
          ),
        ),
    );
    expect(created?.map(({ kind }) => kind)).toEqual(['add', 'add', 'add', 'add']);
    expect(removed).toMatchObject([{ kind: 'remove', logicalId: 'C', policyAction: 'Delete' }]);
    expect(renderChanges(removed ?? [], plain)).toContain('-  C  AWS::SSM::Parameter  DELETED');
  });
});

const modify = (change: NonNullable<Change['ResourceChange']>): Change => ({
  Type: 'Resource',
  ResourceChange: {
    Action: 'Modify',
    LogicalResourceId: 'Thing',
    ResourceType: 'AWS::SNS::Topic',
    Replacement: 'False',
    ...change,
  },
});

test('values come from the contexts where a change gives only their signature', () => {
  const [change] = readChanges([
    modify({
      ResourceType: 'AWS::IAM::Role',
      BeforeContext: JSON.stringify({ Properties: { Policies: [{ PolicyName: 'a', PolicyDocument: {} }] } }),
      AfterContext: JSON.stringify({ Properties: { Policies: [{ PolicyName: 'b', PolicyDocument: {} }] } }),
      Details: [
        {
          Target: {
            Attribute: 'Properties',
            Name: 'Policies',
            RequiresRecreation: 'Never',
            Path: '/Properties/Policies',
            BeforeValue: '(Truncated-Signature):8892463b',
            AfterValue: '(Truncated-Signature):de795a4a',
            AttributeChangeType: 'Modify',
          },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
    }),
  ]);
  expect(change?.properties).toMatchObject([{ path: 'Policies.0.PolicyName', before: 'a', after: 'b' }]);
});

test('one place that several things make change is shown once, with all of them', () => {
  const Target = {
    Attribute: 'Properties',
    Name: 'Environment',
    RequiresRecreation: 'Never',
    Path: '/Properties/Environment/Variables/TABLE',
    BeforeValue: 'old',
    AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}',
    AttributeChangeType: 'Modify',
  } as const;
  const changes = readChanges([
    modify({
      Details: [
        { Target, Evaluation: 'Dynamic', ChangeSource: 'DirectModification' },
        { Target, Evaluation: 'Static', ChangeSource: 'ParameterReference', CausingEntity: 'TableName' },
      ],
    }),
  ]);
  expect(renderChanges(changes, plain)).toContain(
    'Environment.Variables.TABLE: old → (known after deployment)  by TableName\n',
  );
});

test('attributes beside the properties, and tags, are named', () => {
  const changes = readChanges([
    modify({
      Details: [
        {
          Target: { Attribute: 'DeletionPolicy', RequiresRecreation: 'Never' },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
        {
          Target: {
            Attribute: 'Tags',
            Path: '/Properties/Tags/0',
            AfterValue: '{"Key":"a","Value":"b"}',
            AttributeChangeType: 'Add',
          },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
    }),
  ]);
  expect(changes[0]?.properties).toMatchObject([
    { path: 'DeletionPolicy' },
    { path: 'Tags.0', after: '{"Key":"a","Value":"b"}' },
  ]);
});

test('replacements are red, perhaps-replacements amber, and what is kept says so', () => {
  const changes = readChanges([
    modify({ LogicalResourceId: 'Sure', Replacement: 'True', PolicyAction: 'ReplaceAndRetain' }),
    modify({
      LogicalResourceId: 'Perhaps',
      Replacement: 'Conditional',
      PolicyAction: 'ReplaceAndDelete',
      Details: [
        {
          Target: { Attribute: 'Properties', Name: 'Endpoint', RequiresRecreation: 'Always' },
          Evaluation: 'Dynamic',
          ChangeSource: 'ResourceAttribute',
          CausingEntity: 'Sure.Arn',
        },
      ],
    }),
    {
      Type: 'Resource',
      ResourceChange: {
        Action: 'Remove',
        LogicalResourceId: 'Kept',
        ResourceType: 'AWS::S3::Bucket',
        PolicyAction: 'Retain',
      },
    },
  ]);
  const text = renderChanges(changes, coloured);
  expect(text).toContain('\u001b[31mREPLACED, the old one is kept\u001b[39m');
  expect(text).toContain(
    '\u001b[33mreplaced if its new value differs (Sure); the old one then is deleted\u001b[39m',
  );
  expect(text).toContain('leaves the stack, is kept');
  expect(text).toContain('1 to replace, 1 to replace perhaps, 1 to remove.');
});

test('code is compared by lines, and its middle only', () => {
  const lines = (middle: readonly string[]) => ['a', ...middle, 'z'].join('\n');
  const Target = {
    Attribute: 'Properties',
    Name: 'Code',
    Path: '/Properties/Code/ZipFile',
    BeforeValue: lines(['b']),
    AfterValue: lines(Array.from({ length: 20 }, (_, index) => `new ${index}`)),
  } as const;
  const text = renderChanges(readChanges([modify({ Details: [{ Target }] })]), plain);
  expect(text).toContain('Code.ZipFile:\n         - b\n         + new 0\n');
  expect(text).toContain('+ … 8 more lines');
  expect(text).not.toMatch(/[-+] [az]$/m);
});

test('statements that come and go are said in one line each', () => {
  const policy = (...Statement: object[]) => ({ PolicyDocument: { Version: '2012-10-17', Statement } });
  const read = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::a/*' };
  const all = {
    Effect: 'Allow',
    Action: 'logs:*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  };
  expect(grantChanges('AWS::IAM::Policy', policy(read), policy(read, all))).toEqual([
    { sign: '+', text: 'Allow logs:* on * if aws:SourceAccount StringEquals 111122223333' },
  ]);
  expect(grantChanges('AWS::IAM::Role', { ManagedPolicyArns: ['arn:x'] }, { ManagedPolicyArns: [] })).toEqual(
    [{ sign: '-', text: 'managed policy arn:x' }],
  );
  expect(
    grantChanges('AWS::Lambda::Permission', undefined, {
      Principal: 'sns.amazonaws.com',
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Function' },
    }),
  ).toEqual([
    { sign: '+', text: 'Allow sns.amazonaws.com lambda:InvokeFunction on Ref Function from any source' },
  ]);
});

test('what is in names and values cannot write over the terminal', () => {
  const changes = readChanges([
    modify({
      LogicalResourceId: 'A\u001b[2J',
      Details: [
        {
          Target: {
            Attribute: 'Properties',
            Name: 'x',
            Path: '/Properties/x',
            BeforeValue: '\u001b]0;x\u0007',
            AfterValue: '\r',
          },
        },
      ],
    }),
  ]);
  expect(renderChanges(changes, plain)).not.toMatch(/[^\P{Cc}\n]/u);
});
