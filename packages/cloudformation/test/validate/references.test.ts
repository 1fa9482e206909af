// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { check, custom, told, withTopic } from './checked.ts';

const conditions = { Conditions: { Yes: { 'Fn::Equals': ['a', { Ref: 'AWS::Region' }] } } };
const mappings = { Mappings: { Map: { a: { x: '1' }, b: { x: '2', y: '3' } } } };

describe('references', () => {
  it.each([
    [
      'a resource, a parameter, a pseudo parameter',
      { A: { Ref: 'Topic' }, B: { Ref: 'Stage' }, C: { Ref: 'AWS::Region' } },
    ],
    ['attributes', { A: { 'Fn::GetAtt': ['Topic', 'TopicArn'] }, B: { 'Fn::GetAtt': 'Topic.TopicName' } }],
    [
      'Fn::Sub',
      { A: { 'Fn::Sub': ['${Topic}${Topic.TopicArn}${Own}${!Free}${AWS::Region}', { Own: 'x' }] } },
    ],
    [
      'outputs of a nested stack',
      { A: { 'Fn::GetAtt': ['Stack', 'Outputs.Anything'] }, B: { 'Fn::Sub': '${Stack.Outputs.X}' } },
    ],
    ['any attribute of a custom resource', { A: { 'Fn::GetAtt': ['Other', 'Anything.Else'] } }],
    ['mappings', { A: { 'Fn::FindInMap': ['Map', { Ref: 'Stage' }, 'y'] } }],
    [
      'a default for a key that is missing',
      { A: { 'Fn::FindInMap': ['Map', 'c', 'x', { DefaultValue: '' }] } },
    ],
  ])('takes %s', (_, properties) => {
    const others = {
      Any: custom(properties),
      Other: custom({}),
      Stack: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://x' } },
    };
    const rest = {
      ...mappings,
      Parameters: { Stage: { Type: 'String' } },
      Transform: 'AWS::LanguageExtensions',
    };
    expect(told(withTopic(others, rest))).toEqual([]);
  });

  it.each([
    ['UnknownReference', { Ref: 'Topik' }, 'Topic'],
    ['UnknownReference', { Ref: 'AWS::Regoin' }, 'AWS::Region'],
    ['UnknownReference', { Ref: 'constructor' }, undefined],
    ['UnknownReference', { 'Fn::GetAtt': ['topic', 'TopicArn'] }, 'Topic'],
    ['UnknownReference', { 'Fn::Sub': 'x${Topik}' }, 'x${Topic}'],
    ['UnknownAttribute', { 'Fn::GetAtt': ['Topic', 'topicarn'] }, 'TopicArn'],
    ['UnknownAttribute', { 'Fn::GetAtt': 'Topic.TopicArm' }, 'Topic.TopicArn'],
    ['UnknownAttribute', { 'Fn::Sub': ['${Topic.TopicAn}', {}] }, '${Topic.TopicArn}'],
    ['UnknownMapping', { 'Fn::FindInMap': ['Mop', 'a', 'x'] }, 'Map'],
    ['UnknownMappingKey', { 'Fn::FindInMap': ['Map', 'c', 'x'] }, undefined],
    ['UnknownMappingKey', { 'Fn::FindInMap': ['Map', 'a', 'y'] }, undefined],
    ['UnknownMappingKey', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'z'] }, undefined],
    ['UnknownCondition', { 'Fn::If': ['Yess', 'a', 'b'] }, 'Yes'],
  ])('finds %s in %j and knows the right name', (id, value, right) => {
    const template = withTopic({ Any: custom({ Value: value }) }, { ...mappings, ...conditions });
    const [finding, ...more] = check(template).filter(({ severity }) => severity !== 'info');
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      id,
      severity: 'error',
      path: ['Resources', 'Any', 'Properties', 'Value'],
    });
    expect(finding?.patch?.map((each) => ('value' in each ? each.value : each.op))).toEqual(
      right === undefined ? undefined : [right],
    );
  });

  it('finds names that are not there in DependsOn and Condition', () => {
    const template = withTopic({
      A: custom({}, { DependsOn: ['Topic', 'Tpic'] }),
      B: custom({}, { DependsOn: 'No' }),
      C: custom({}, { Condition: 'No' }),
      D: custom({}, { DependsOn: { Ref: 'Topic' } }),
    });
    expect(told(template)).toEqual([
      'UnknownReference Resources.A.DependsOn',
      'UnknownReference Resources.B.DependsOn',
      'UnknownCondition Resources.C.Condition',
      'FunctionNotAllowed Resources.D.DependsOn',
    ]);
  });

  it('refuses resources where none exists yet', () => {
    const template = withTopic(
      { Any: custom({ A: { 'Fn::ImportValue': { 'Fn::Sub': '${Topic}-x' } } }) },
      {
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'Topic' }, 'x'] } },
        Outputs: { O: { Value: 'x', Export: { Name: { 'Fn::GetAtt': ['Topic', 'TopicName'] } } } },
      },
    );
    expect(told(template)).toEqual([
      'ReferenceNotAllowed Conditions.C.Fn::Equals.0',
      'ReferenceNotAllowed Resources.Any.Properties.A.Fn::ImportValue',
      'ReferenceNotAllowed Outputs.O.Export.Name',
    ]);
  });

  it('tells of what nothing uses', () => {
    const template = withTopic(
      { Any: custom({ A: { 'Fn::Sub': '${Used}' } }) },
      { ...conditions, ...mappings, Parameters: { Used: { Type: 'String' }, Idle: { Type: 'String' } } },
    );
    expect(check(template).map(({ id, severity, logicalId }) => [id, severity, logicalId])).toEqual([
      ['UnusedParameter', 'info', 'Idle'],
      ['UnusedCondition', 'info', 'Yes'],
      ['UnusedMapping', 'info', 'Map'],
    ]);
  });
});

describe('references to what may be absent', () => {
  const stage = (extra: object = {}) => ({
    Parameters: { Stage: { Type: 'String', Default: 'dev', ...extra } },
    Conditions: {
      Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
      Dev: { 'Fn::Not': [{ Condition: 'Prod' }] },
      Always: { 'Fn::Or': [{ Condition: 'Prod' }, { Condition: 'Dev' }] },
    },
  });
  const build = (value: unknown, own: object = {}, extra: object = {}) => ({
    ...stage(extra),
    Resources: {
      Maybe: { Type: 'AWS::SNS::Topic', Condition: 'Prod' },
      Sure: { Type: 'AWS::SNS::Topic', Condition: 'Always' },
      Any: custom({ Value: value }, own),
    },
  });

  it('warns where the condition can be false', () => {
    const at = 'ConditionalReference Resources.Any.Properties.Value';
    expect(told(build({ Ref: 'Maybe' }))).toEqual([at]);
    expect(told(build({ Ref: 'Maybe' }, { Condition: 'Always' }))).toEqual([at]);
    expect(told(build({ 'Fn::If': ['Prod', 'x', { Ref: 'Maybe' }] }))).toEqual([`${at}.Fn::If.2`]);
  });

  it.each([
    ['the same condition guards', build({ Ref: 'Maybe' }, { Condition: 'Prod' })],
    ['a branch guards', build({ 'Fn::If': ['Dev', 'x', { Ref: 'Maybe' }] })],
    ['the condition always holds', build({ Ref: 'Sure' })],
    [
      'the parameter allows nothing else',
      build({ Ref: 'Maybe' }, {}, { AllowedValues: ['prod'], Default: 'prod' }),
    ],
    [
      'rules may forbid it',
      {
        ...build({ Ref: 'Maybe' }),
        Rules: { R: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'a'] } }] } },
      },
    ],
  ])('is silent where %s', (_, template) => {
    expect(told(template)).toEqual([]);
  });
});

describe('cycles', () => {
  it('are found through Ref, GetAtt, Sub and DependsOn, each group once', () => {
    const template = {
      Resources: {
        Self: custom({ A: { 'Fn::Sub': '${Self}' } }),
        One: custom({ A: { 'Fn::GetAtt': ['Two', 'X'] } }),
        Two: custom({}, { DependsOn: ['Three'] }),
        Three: custom({ A: { Ref: 'One' }, B: { Ref: 'Leaf' } }),
        Leaf: custom({}),
      },
    };
    expect(check(template).map(({ id, cycle }) => [id, cycle])).toEqual([
      ['DependencyCycle', ['Self']],
      ['DependencyCycle', ['One', 'Two', 'Three']],
    ]);
  });

  it('do not overflow on long chains', () => {
    const all = Array.from({ length: 20_000 }, (_, index) => [
      `R${index}`,
      custom({ A: { Ref: `R${index + 1}` } }),
    ]);
    const template = { Resources: { ...Object.fromEntries(all), R20000: custom({ A: { Ref: 'R0' } }) } };
    expect(check(template).find(({ id }) => id === 'DependencyCycle')?.cycle).toHaveLength(20_001);
  });
});
