import { describe, expect, it } from 'vitest';
import { check, told, withTopic } from './checked.ts';

const parameter = (declaration: object) => told(withTopic({}, { Parameters: { P: declaration } }));

describe('parameters', () => {
  it.each([
    { Type: 'String', Default: 'a', AllowedValues: ['a', 'b'], NoEcho: true },
    { Type: 'String', Default: 'abc', AllowedPattern: '[a-c]+', MinLength: 1, MaxLength: '3' },
    { Type: 'Number', Default: '5', MinValue: 1, MaxValue: 5 },
    { Type: 'Number', Default: 1.5, AllowedValues: [1.5, 2] },
    { Type: 'CommaDelimitedList', Default: 'a, b', AllowedValues: ['a', 'b'], AllowedPattern: '[ab]' },
    { Type: 'List<Number>', Default: '1,2' },
    { Type: 'AWS::EC2::KeyPair::KeyName' },
    { Type: 'List<AWS::EC2::Subnet::Id>' },
    { Type: 'AWS::SSM::Parameter::Name' },
    {
      Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
      Default: '/aws/service/x',
      AllowedPattern: 'ami-.*',
    },
    { Type: 'AWS::SSM::Parameter::Value<List<String>>' },
    { Type: 'String', Default: 'x', AllowedPattern: '(?i)[a-z' },
  ])('%j is right', (declaration) => {
    expect(parameter(declaration)).toEqual([]);
  });

  it.each([
    ['BadParameter', 'Type', { Default: 'a' }],
    ['BadParameter', 'Type', { Type: 'Text' }],
    ['BadParameter', 'AllowedValue', { Type: 'String', AllowedValue: ['a'] }],
    ['BadDefault', 'Default', { Type: 'String', Default: 'c', AllowedValues: ['a', 'b'] }],
    ['BadDefault', 'Default', { Type: 'String', Default: 'xabcx', AllowedPattern: '[a-c]+' }],
    ['BadDefault', 'Default', { Type: 'String', Default: 'a', MinLength: 2 }],
    ['BadDefault', 'Default', { Type: 'String', Default: 'abcd', MaxLength: 3 }],
    ['BadDefault', 'Default', { Type: 'Number', Default: 'many' }],
    ['BadDefault', 'Default', { Type: 'Number', Default: '' }],
    ['BadDefault', 'Default', { Type: 'Number', Default: 6, MaxValue: 5 }],
    ['BadDefault', 'Default', { Type: 'List<Number>', Default: '1,b' }],
    ['BadDefault', 'Default', { Type: 'CommaDelimitedList', Default: 'a,c', AllowedValues: ['a', 'b'] }],
    ['BadDefault', 'Default', { Type: 'String', Default: ['a'] }],
  ])('%s at %s of %j', (id, key, declaration) => {
    expect(parameter(declaration)).toEqual([`${id} Parameters.P.${key}`]);
  });

  it.each(['(a+)+b', '(a|aa)+b', '((a)|a)*b', '(?:a{1,}){2,}b', '(a*)*b'])(
    'are not held up by the pattern %s',
    (AllowedPattern) => {
      const before = performance.now();
      parameter({ Type: 'String', Default: 'a'.repeat(190), AllowedPattern });
      parameter({ Type: 'String', Default: 'a'.repeat(22), AllowedPattern });
      expect(performance.now() - before).toBeLessThan(2_000);
    },
  );

  it('do not show a default that is not to be echoed', () => {
    const found = check(
      withTopic(
        {},
        { Parameters: { P: { Type: 'String', NoEcho: true, Default: 'hunter2', MinLength: 9 } } },
      ),
    );
    expect(found.map(({ id }) => id)).toContain('BadDefault');
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('names and sections', () => {
  it('are checked', () => {
    const topic = { Type: 'AWS::SNS::Topic' };
    const template = {
      Resources: { Good: topic, 'Bad-Name': topic, Both: topic, ['x'.repeat(256)]: topic },
      Parameters: { Both: { Type: 'String' }, a_b: { Type: 'String' } },
      Outputs: { 'o.o': { Value: 'x' } },
      Paramters: {},
    };
    expect(told(template)).toEqual([
      'UnknownMember Paramters',
      'BadLogicalId Parameters.a_b',
      'BadLogicalId Resources.Bad-Name',
      `BadLogicalId Resources.${'x'.repeat(256)}`,
      'BadLogicalId Outputs.o.o',
      'DuplicateLogicalId Resources.Both',
    ]);
  });

  it('have the types that they have to have', () => {
    expect(told({ Resources: [] })).toEqual(['WrongType Resources', 'NoResources Resources']);
    expect(told(withTopic({}, { Outputs: null }))).toEqual(['NullValue Outputs']);
    expect(told(withTopic({ A: 'x', B: null, C: {} }))).toEqual([
      'WrongType Resources.A',
      'NullValue Resources.B',
      'UnknownResourceType Resources.C',
    ]);
    expect(
      told(withTopic({}, { Mappings: { M: 1, N: { a: 'x' }, O: { a: { b: null, c: ['x'] } } } })),
    ).toEqual(['WrongType Mappings.M', 'WrongType Mappings.N.a', 'WrongType Mappings.O.a.b']);
  });

  it('have outputs that are texts, with names that can be exported once', () => {
    const Outputs = {
      Fine: { Value: { Ref: 'Topic' }, Description: 'd', Export: { Name: { 'Fn::Sub': 'x' } } },
      Number: { Value: 5 },
      List: { Value: { 'Fn::GetAZs': '' } },
      None: {},
      More: { Value: 'x', Values: 'y' },
      One: { Value: 'x', Export: { Name: 'same:name-1' } },
      Two: { Value: 'x', Export: { Name: 'same:name-1' } },
      Bad: { Value: 'x', Export: { Name: 'a_b' } },
    };
    expect(told(withTopic({}, { Outputs }))).toEqual([
      'WrongType Outputs.List.Value',
      'MissingProperty Outputs.None',
      'UnknownMember Outputs.More.Values',
      'DuplicateExport Outputs.Two.Export.Name',
      'BadExportName Outputs.Bad.Export.Name',
    ]);
  });
});

describe('limits', () => {
  const many = (count: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`N${index}`, value]));
  const topic = { Type: 'AWS::SNS::Topic' };

  it.each([
    ['Resources', 450, 500, topic],
    ['Parameters', 180, 200, { Type: 'String' }],
    ['Outputs', 180, 200, { Value: 'x' }],
    ['Mappings', 180, 200, { a: { b: 'c' } }],
  ])('of %s warn over %i and refuse over %i', (section, near, most, value) => {
    const of = (count: number) =>
      check({ Resources: { Topic: topic }, [section]: many(count, value) })
        .filter(({ path, severity }) => path.length === 1 && severity !== 'info')
        .map(({ id, severity }) => `${severity} ${id}`);
    expect(of(near)).toEqual([]);
    expect(of(near + 1)).toEqual(['warning NearLimit']);
    expect(of(most)).toEqual(['warning NearLimit']);
    expect(of(most + 1)).toEqual(['error LimitExceeded']);
  });

  it('count bytes, not characters', () => {
    expect(told(withTopic({}, { Description: 'ä'.repeat(460) }))).toEqual([]);
    expect(told(withTopic({}, { Description: 'ä'.repeat(512) }))).toEqual(['NearLimit Description']);
    expect(told(withTopic({}, { Description: 'ä'.repeat(513) }))).toEqual(['LimitExceeded Description']);
    expect(told(withTopic({}, { Outputs: { O: { Value: 'x', Description: '€'.repeat(342) } } }))).toEqual([
      'LimitExceeded Outputs.O.Description',
    ]);
    expect(told(withTopic({}, { Metadata: { m: 'ä'.repeat(500_000) } }))).toEqual(['LimitExceeded Template']);
    const Parameters = { P: { Type: 'String', Default: 'x'.repeat(4_097) } };
    expect(told(withTopic({}, { Parameters }))).toEqual(['LimitExceeded Parameters.P.Default']);
  });

  it('count dynamic references and the keys of mappings', () => {
    const values = (count: number) => withTopic({}, { Metadata: many(count, '{{resolve:ssm:a}}') });
    expect(told(values(54))).toEqual([]);
    expect(told(values(61))).toEqual(['LimitExceeded Template']);
    expect(told(withTopic({}, { Mappings: { M: many(201, { a: 'b' }) } }))).toEqual([
      'LimitExceeded Mappings.M',
    ]);
  });

  it('say so when a template is too deep to judge', () => {
    let deep: object = {};
    for (let index = 0; index < 20_000; index += 1) deep = { deep };
    expect(check({ Resources: deep })).toMatchObject([{ id: 'NotJudged', path: [] }]);
  });
});
