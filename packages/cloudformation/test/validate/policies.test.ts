import { describe, expect, it } from 'vitest';
import { told } from './checked.ts';

const statement = (size: number) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${'x'.repeat(size)}`,
});
const document = (size: number) => ({ Version: '2012-10-17', Statement: [statement(size)] });
const trust = { Statement: [] };
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, ...properties },
});

describe('policies', () => {
  it('of a role are added up wherever they are attached', () => {
    const inline = { PolicyName: 'a', PolicyDocument: document(5_000) };
    const attached = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'b', Roles: [{ Ref: 'R' }], PolicyDocument: document(5_500) },
    };
    expect(told({ Resources: { R: role({ Policies: [inline] }) } })).toEqual([]);
    expect(told({ Resources: { R: role({ Policies: [inline] }), P: attached } })).toEqual([
      'PolicyTooLarge Resources.R.Properties',
    ]);
    const other = { ...attached, Properties: { ...attached.Properties, Roles: [{ Ref: 'S' }] } };
    expect(told({ Resources: { R: role({ Policies: [inline] }), S: role(), P: other } })).toEqual([]);
    expect(
      told({
        Conditions: { C: { 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] } },
        Resources: { R: role({ Policies: [inline] }), P: { ...attached, Condition: 'C' } },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ Statement: [] }, ['PolicyVersion Resources.M.Properties.PolicyDocument']],
    [{ Version: '2008-10-17', Statement: [] }, ['PolicyVersion Resources.M.Properties.PolicyDocument']],
    [{ Version: '2012-10-17', Statement: [] }, []],
    [{ Version: { Ref: 'AWS::Region' }, Statement: [] }, []],
    [{ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }, []],
  ])('that are managed have the version 2012-10-17: %j', (PolicyDocument, found) => {
    const managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } };
    expect(told({ Resources: { M: managed } }).filter((each) => each.startsWith('PolicyVersion'))).toEqual(
      found,
    );
  });

  it('that are managed have 6,144 characters, white space aside', () => {
    const managed = (PolicyDocument: object) =>
      told({ Resources: { M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument } } } });
    expect(managed(document(5_900))).toEqual([]);
    expect(
      managed({ Version: '2012-10-17', Statement: [{ ...statement(5_900), Sid: ' '.repeat(1_000) }] }),
    ).toEqual([]);
    expect(managed(document(6_144))).toEqual(['PolicyTooLarge Resources.M.Properties.PolicyDocument']);
    const joined = {
      ...statement(0),
      Resource: { 'Fn::Join': ['', ['x'.repeat(7_000), { Ref: 'AWS::Region' }]] },
    };
    expect(managed({ Version: '2012-10-17', Statement: [joined] })).toHaveLength(1);
  });

  it('of trust warn first, since that quota can be raised', () => {
    const of = (size: number) =>
      told({ Resources: { R: role({ AssumeRolePolicyDocument: document(size) }) } });
    expect(of(1_900)).toEqual([]);
    expect(of(2_100)).toEqual(['PolicyTooLarge Resources.R.Properties.AssumeRolePolicyDocument']);
  });

  it('of queues have 20 statements and 8,192 bytes', () => {
    const queue = (Statement: object[]) =>
      told({
        Resources: {
          Q: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Statement } } },
        },
      });
    const at = 'PolicyTooLarge Resources.Q.Properties.PolicyDocument';
    expect(queue(Array.from({ length: 20 }, () => statement(1)))).toEqual([]);
    expect(queue(Array.from({ length: 21 }, () => statement(1)))).toEqual([at]);
    expect(queue([statement(8_192)])).toEqual([at]);
  });
});
