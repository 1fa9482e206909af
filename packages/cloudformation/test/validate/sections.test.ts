import { describe, expect, it } from 'vitest';
import { check, told, withTopic } from './checked.ts';

const yes = { 'Fn::Equals': ['a', 'a'] };
const topic = (more: object) => ({ Resources: { Topic: { Type: 'AWS::SNS::Topic', ...more } } });

describe('the head of a template', () => {
  it('has the one version that there is, as text', () => {
    expect(told(withTopic({}, { AWSTemplateFormatVersion: '2010-09-09' }))).toEqual([]);
    for (const AWSTemplateFormatVersion of ['2012-10-17', 20100909, { Ref: 'AWS::Region' }, null])
      expect(told(withTopic({}, { AWSTemplateFormatVersion }))).toEqual([
        'ValueNotAllowed AWSTemplateFormatVersion',
      ]);
    const [finding] = check(withTopic({}, { AWSTemplateFormatVersion: '2012-10-17' }));
    expect(finding?.patch).toEqual([
      { op: 'replace', path: ['AWSTemplateFormatVersion'], value: '2010-09-09' },
    ]);
  });

  it('has a description that is a text', () => {
    for (const Description of [['a'], { Ref: 'AWS::StackName' }, null])
      expect(told(withTopic({}, { Description }))).toEqual(['WrongType Description']);
  });
});

describe('deletion policies', () => {
  it('are words or functions', () => {
    const Parameters = { P: { Type: 'String', Default: 'Retain' } };
    const policy = { Ref: 'P' };
    expect(told({ Parameters, ...topic({ DeletionPolicy: policy, UpdateReplacePolicy: policy }) })).toEqual(
      [],
    );
    expect(told(topic({ DeletionPolicy: ['Retain'], UpdateReplacePolicy: 7 }))).toEqual([
      'WrongType Resources.Topic.DeletionPolicy',
      'WrongType Resources.Topic.UpdateReplacePolicy',
    ]);
    expect(told(topic({ DeletionPolicy: { Keep: true }, UpdateReplacePolicy: null }))).toEqual([
      'WrongType Resources.Topic.DeletionPolicy',
      'NullValue Resources.Topic.UpdateReplacePolicy',
    ]);
  });
});

describe('conditions', () => {
  const conditions = (Conditions: object) =>
    told(withTopic({}, { Conditions })).filter((each) => !each.startsWith('Unused'));

  it('are functions', () => {
    expect(conditions({ Text: 'a', Boolean: true, List: [yes], None: null, Empty: {}, Right: yes })).toEqual([
      'WrongType Conditions.Text',
      'WrongType Conditions.Boolean',
      'WrongType Conditions.List',
      'NullValue Conditions.None',
      'WrongType Conditions.Empty',
    ]);
    expect(conditions({ Right: yes, Same: { Condition: 'Right' } })).toEqual([]);
  });

  it('do not go in circles', () => {
    const not = (name: string) => ({ 'Fn::Not': [{ Condition: name }] });
    expect(conditions({ Self: not('Self') })).toEqual(['DependencyCycle Conditions.Self']);
    const Conditions = {
      A: { 'Fn::And': [{ Condition: 'B' }, { Condition: 'D' }] },
      B: not('C'),
      C: { Condition: 'A' },
      D: yes,
      Outside: not('A'),
    };
    expect(conditions(Conditions)).toEqual(['DependencyCycle Conditions.A']);
    const [cycle] = check(withTopic({}, { Conditions })).filter(({ id }) => id === 'DependencyCycle');
    expect(cycle?.cycle).toEqual(['A', 'B', 'C']);
    expect(conditions({ A: not('C'), B: not('C'), C: yes, D: { 'Fn::Or': [not('A'), not('B')] } })).toEqual(
      [],
    );
  });

  it('are followed as far as they go', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 199 }, (_, index) => [`C${index}`, { Condition: `C${index + 1}` }]),
    );
    expect(conditions({ ...chain, C199: yes })).toEqual([]);
    expect(conditions({ ...chain, C199: { Condition: 'C0' } })).toEqual(['DependencyCycle Conditions.C0']);
  });
});

describe('rules', () => {
  const rule = (data: unknown) => told(withTopic({}, { Rules: { R: data } }));
  const assertion = { Assert: { 'Fn::Contains': [['a'], 'a'] } };

  it('assert something', () => {
    expect(rule({ Assertions: [assertion], RuleCondition: yes })).toEqual([]);
    expect(rule({ Assertions: [{ ...assertion, AssertDescription: 'why' }] })).toEqual([]);
    expect(rule({ RuleCondition: yes })).toEqual(['MissingProperty Rules.R']);
    expect(rule({ Assertions: [] })).toEqual(['ItemsOutOfRange Rules.R.Assertions']);
    expect(rule({ Assertions: 'a' })).toEqual(['WrongType Rules.R.Assertions']);
    expect(rule({ Assertions: [{}] })).toEqual(['MissingProperty Rules.R.Assertions.0']);
    expect(rule({ Assertions: ['a'] })).toEqual(['WrongType Rules.R.Assertions.0']);
    expect(rule({ Assertions: [{ Assert: 'a' }] })).toEqual(['WrongType Rules.R.Assertions.0.Assert']);
    expect(rule({ Assertions: [assertion], RuleCondition: 'a' })).toEqual([
      'WrongType Rules.R.RuleCondition',
    ]);
    expect(rule('a')).toEqual(['WrongType Rules.R']);
  });
});

describe('an object of several functions', () => {
  it('is no text, no number and no list', () => {
    const both = { Ref: 'AWS::Region', 'Fn::Sub': 'a' };
    expect(told(topic({ Properties: { DisplayName: both } }))).toEqual([
      'WrongType Resources.Topic.Properties.DisplayName',
    ]);
    const two = { 'Fn::If': ['A', 1, 2], 'Fn::Select': [0, ['a']] };
    expect(told(topic({ Properties: { MaximumMessageSize: two, Subscription: two } }))).toContain(
      'WrongType Resources.Topic.Properties.MaximumMessageSize',
    );
  });

  it('may be what a macro is in', () => {
    const macro = { 'Fn::Transform': { Name: 'M', Parameters: {} }, Other: 'a' };
    expect(told(topic({ Properties: { Subscription: macro } }))).toEqual([]);
  });
});

describe('tags', () => {
  const tagged = (tag: unknown) => told(topic({ Properties: { Tags: [tag] } }));

  it('have a key and a value', () => {
    expect(tagged({ Key: 'a', Value: 'b' })).toEqual([]);
    expect(tagged({ Key: 'a', Value: 7 })).toEqual([]);
    expect(tagged({ Key: { Ref: 'AWS::Region' }, Value: { 'Fn::Sub': 'b' } })).toEqual([]);
    expect(tagged({ Key: '', Value: '' })).toEqual([
      'LengthOutOfRange Resources.Topic.Properties.Tags.0.Key',
    ]);
    expect(tagged({ Value: 'b' })).toEqual(['MissingProperty Resources.Topic.Properties.Tags.0']);
    expect(tagged({ Name: 'a', Value: 'b' })).toEqual([
      'UnknownProperty Resources.Topic.Properties.Tags.0.Name',
      'MissingProperty Resources.Topic.Properties.Tags.0',
    ]);
    expect(tagged({ Key: 'a', Value: ['b'] })).toEqual(['WrongType Resources.Topic.Properties.Tags.0.Value']);
    expect(tagged('a')).toEqual(['WrongType Resources.Topic.Properties.Tags.0']);
  });
});
