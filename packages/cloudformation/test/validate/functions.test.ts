// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { check, custom, told, withTopic } from './checked.ts';

const any = (value: unknown, rest: object = {}) => withTopic({ Any: custom({ Value: value }) }, rest);
const place = 'Resources.Any.Properties.Value';
const extended = { Transform: 'AWS::LanguageExtensions' };

describe('functions', () => {
  it.each([
    { 'Fn::Base64': { 'Fn::Sub': 'x' } },
    { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] },
    { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, '4'] },
    { 'Fn::Join': ['', { 'Fn::GetAZs': '' }] },
    { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] },
    { 'Fn::Select': ['0', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] },
    { 'Fn::Select': [1, ['a', 'b']] },
    { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] },
    { 'Fn::Sub': ['${A}', { A: { Ref: 'Topic' } }] },
    { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b' } },
    { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } },
    { 'Fn::Sub': { 'Fn::Transform': { Name: 'Dynamic' } } },
    { 'Fn::Join': ['', { 'Fn::Transform': { Name: 'Dynamic' } }] },
  ])('takes %j', (value) => {
    expect(told(any(value))).toEqual([]);
  });

  it.each([
    { 'Fn::Join': [',', 'a'] },
    { 'Fn::Join': ['a'] },
    { 'Fn::Join': [{ Ref: 'Topic' }, []] },
    { 'Fn::Join': ['', [{ 'Fn::GetAZs': '' }]] },
    { 'Fn::Join': ['', { 'Fn::Sub': 'x' }] },
    { 'Fn::Select': ['a', ['x']] },
    { 'Fn::Select': [2, ['x', 'y']] },
    { 'Fn::Select': [-1, ['x', 'y']] },
    { 'Fn::Select': [0, 'x'] },
    { 'Fn::Split': [',', ['a']] },
    { 'Fn::Split': 'a' },
    { 'Fn::Sub': ['x'] },
    { 'Fn::Sub': [{ Ref: 'Topic' }, {}] },
    { 'Fn::Sub': '${HOME:-x}' },
    { 'Fn::GetAtt': ['Topic'] },
    { 'Fn::GetAtt': 'Topic' },
    { 'Fn::GetAtt': [{ Ref: 'Topic' }, 'TopicArn'] },
    { 'Fn::If': ['a', 'b'] },
    { 'Fn::If': [{ Ref: 'Topic' }, 'b', 'c'] },
    { 'Fn::FindInMap': ['a', 'b'] },
    { 'Fn::FindInMap': ['a', 'b', 'c', { DefaultValue: 'd' }] },
    { 'Fn::Cidr': ['10.0.0.0/16'] },
    { 'Fn::GetAZs': [] },
    { 'Fn::GetStackOutput': 'a.b' },
    { 'Fn::Transform': 'x' },
    { Ref: ['Topic'] },
    { Ref: null },
  ])('does not take %j', (value) => {
    expect(told(any(value))).toEqual([`MalformedFunction ${place}`]);
  });

  it('are known by their names', () => {
    const [finding] = check(any({ 'Fn::Getatt': ['Topic', 'TopicArn'] }));
    expect(finding).toMatchObject({
      id: 'UnknownFunction',
      message: expect.stringContaining('Did you mean Fn::GetAtt?'),
    });
    expect(told(withTopic({ Any: custom({}, { Metadata: { 'Fn::Own': 1 } }) }))).toEqual([]);
  });

  it('need the transform where they are of the language extensions', () => {
    const value = { 'Fn::ToJsonString': { a: { 'Fn::Length': ['a', 'b'] } } };
    expect(told(any(value))).toEqual([
      `MissingTransform ${place}`,
      `MissingTransform ${place}.Fn::ToJsonString.a`,
    ]);
    expect(told(any(value, extended))).toEqual([]);
    expect(check(any(value))[0]?.patch).toEqual([
      { op: 'add', path: ['Transform'], value: 'AWS::LanguageExtensions' },
    ]);
  });

  it('are legal in their places only', () => {
    const equals = (operand: unknown) =>
      withTopic({}, { Conditions: { C: { 'Fn::Equals': [operand, 'x'] } } });
    expect(told(equals({ 'Fn::Select': [0, ['a']] }))).toEqual([]);
    expect(told(equals({ 'Fn::GetAtt': ['Topic', 'TopicArn'] }))).toEqual([
      'FunctionNotAllowed Conditions.C.Fn::Equals.0',
    ]);
    expect(told(equals({ 'Fn::ImportValue': 'x' }))).toHaveLength(1);
    expect(told(any({ 'Fn::Equals': ['a', 'b'] }))).toEqual([`FunctionNotAllowed ${place}`]);
    expect(told(withTopic({}, { Conditions: { C: { 'Fn::If': ['A', 'b', 'c'] } } }))).toEqual([
      'FunctionNotAllowed Conditions.C',
    ]);
  });

  it('of conditions take 2 to 10', () => {
    const one = { 'Fn::Equals': ['a', 'b'] };
    const and = (count: number) =>
      withTopic({}, { Conditions: { C: { 'Fn::And': Array.from({ length: count }, () => one) } } });
    expect([2, 10].flatMap((count) => told(and(count)))).toEqual([]);
    expect([1, 11].flatMap((count) => told(and(count)))).toEqual([
      'LimitExceeded Conditions.C',
      'LimitExceeded Conditions.C',
    ]);
  });

  it('of rules are taken in rules, and count as uses', () => {
    const Rules = {
      R: {
        RuleCondition: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        Assertions: [
          { Assert: { 'Fn::Contains': [{ 'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', 'Tags.x'] }, 'y'] } },
          {
            Assert: {
              'Fn::EachMemberIn': [{ 'Fn::ValueOf': ['Vpc', 'Tags'] }, { 'Fn::RefAll': 'AWS::EC2::VPC::Id' }],
            },
          },
        ],
      },
    };
    const Parameters = { Stage: { Type: 'String' }, Vpc: { Type: 'AWS::EC2::VPC::Id' } };
    expect(check(withTopic({}, { Rules, Parameters }))).toEqual([]);
  });
});

describe('loops', () => {
  const topics = (collection: unknown, rest: object = {}) => ({
    ...extended,
    ...rest,
    Resources: {
      'Fn::ForEach::Topics': [
        'Name',
        collection,
        {
          'Topic${Name}': {
            Type: 'AWS::SNS::Topic',
            Properties: { DisplayName: { Ref: 'Name' }, TopicName: 'x${Name}' },
          },
        },
      ],
      User: custom({ A: { 'Fn::GetAtt': ['TopicOne', 'TopicArn'] } }),
    },
  });

  it('are written out, and what they make can be referred to', () => {
    expect(check(topics(['One', 'Two']))).toEqual([]);
    expect(told(topics(['Two', 'Three']))).toEqual(['UnknownReference Resources.User.Properties.A']);
    expect(
      told(
        topics({ Ref: 'List' }, { Parameters: { List: { Type: 'CommaDelimitedList', Default: 'One,Two' } } }),
      ),
    ).toEqual([]);
  });

  it('of which the items are not known open the names', () => {
    const found = check(topics({ Ref: 'List' }, { Parameters: { List: { Type: 'CommaDelimitedList' } } }));
    expect(found.map(({ id, severity }) => [id, severity])).toEqual([['NotJudged', 'info']]);
  });

  it('have faults in their bodies, told once', () => {
    const template = topics(['One', 'Two']);
    Object.assign(template.Resources['Fn::ForEach::Topics'][2] as object, {
      'Q${Name}': { Type: 'AWS::SQS::Queue', Properties: { Bad: 1 } },
    });
    expect(told(template)).toEqual([
      'UnknownProperty Resources.Fn::ForEach::Topics.2.QOne.Properties.Bad',
      'UnknownProperty Resources.Fn::ForEach::Topics.2.QTwo.Properties.Bad',
    ]);
  });

  it('inside properties know their variable', () => {
    const Tags = {
      'Fn::ForEach::T': [
        'K',
        ['a', 'b'],
        { 'Tag${K}': { Ref: 'K' }, 'X${K}': { 'Fn::Sub': '${K}-${AWS::Region}' } },
      ],
    };
    expect(told(any(Tags, extended))).toEqual([]);
    expect(told(any(Tags))).toEqual([`MissingTransform ${place}.Fn::ForEach::T`]);
  });

  it('over members of a section need the transform, too', () => {
    const loop = { 'Fn::ForEach::Topics': ['Name', ['A', 'B'], { '${Name}': { Type: 'AWS::SNS::Topic' } }] };
    expect(told({ Resources: loop })).toEqual(['MissingTransform Resources.Fn::ForEach::Topics']);
    expect(told({ ...extended, Resources: loop })).toEqual([]);
  });
});

describe('macros', () => {
  it('that may rewrite everything keep it from being judged', () => {
    const template = any({ Ref: 'MadeByTheMacro' }, { Transform: ['MyMacro'], Own: {} });
    expect(check(template)).toMatchObject([{ id: 'NotJudged', severity: 'info', path: ['Transform'] }]);
  });

  it('of AWS that add one thing do not', () => {
    const template = any({ Ref: 'Topik' }, { Transform: 'AWS::SecretsManager-2020-07-23' });
    expect(told(template)).toEqual([`UnknownReference ${place}`]);
  });

  it('in the place of resources open the names', () => {
    const include = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://a/b' } } };
    const found = check({ Resources: { ...include, Any: custom({ A: { Ref: 'Included' } }) } });
    expect(found).toMatchObject([{ id: 'NotJudged', severity: 'info' }]);
  });

  it('of serverless applications make resources of their own', () => {
    const fn = { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 's3://a/b' } };
    const value = [
      { Ref: 'FnRole' },
      { Ref: 'Fn.Version' },
      { Ref: 'ServerlessRestApi' },
      { 'Fn::Sub': '${ServerlessRestApi}' },
    ];
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Fn: fn, Any: custom({ value }) },
    };
    expect(told(template)).toEqual([]);
    expect(told({ Resources: template.Resources })).toEqual([
      'UnknownReference Resources.Any.Properties.value.2',
      'UnknownReference Resources.Any.Properties.value.3',
      'MissingTransform Resources.Fn',
    ]);
  });
});
