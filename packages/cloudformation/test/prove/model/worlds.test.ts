// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { createWorlds, type WorldOptions } from '../../../src/prove/model/create-worlds.ts';
import type { World } from '../../../src/prove/model/world.ts';

function world(template: object, options: WorldOptions = {}): World {
  const [first, ...more] = createWorlds(template, options).worlds;
  if (first === undefined || more.length > 0) throw new Error('not one world');
  return first;
}

/** The values of a made-up resource's properties, resolved beside some known resources. */
function values(properties: object, sections: object = {}, options: WorldOptions = {}) {
  const Resources = {
    Topic: { Type: 'AWS::SNS::Topic' },
    Named: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'uploads' } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Group: { Type: 'AWS::Logs::LogGroup' },
    Function: { Type: 'AWS::Lambda::Function' },
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Function' }, Name: 'live' } },
    It: { Type: 'Custom::It', Properties: properties },
  };
  const made = world({ ...sections, Resources }, options);
  const found = made.resources.get('It')?.properties ?? {};
  return { ...found, world: made } as Record<string, unknown> & { readonly world: World };
}

describe('a world', () => {
  it('has one text for all ways to say one resource', () => {
    const { a, b, c, d } = values({
      a: { Ref: 'Topic' },
      b: { 'Fn::GetAtt': ['Topic', 'TopicArn'] },
      c: { 'Fn::GetAtt': 'Topic.TopicArn' },
      d: { 'Fn::Sub': '${Topic}' },
    });
    expect(new Set([a, b, c, d]).size).toBe(1);
  });

  it('spells ARNs out of region, account and name', () => {
    const arn = 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:';
    const found = values({
      ref: { Ref: 'Named' },
      sub: { 'Fn::Sub': `${arn}uploads` },
      join: {
        'Fn::Join': [
          ':',
          [
            'arn',
            { Ref: 'AWS::Partition' },
            'sns',
            { Ref: 'AWS::Region' },
            { Ref: 'AWS::AccountId' },
            'uploads',
          ],
        ],
      },
      given: { 'Fn::Sub': [`${arn}\${Name}`, { Name: { 'Fn::GetAtt': ['Named', 'TopicName'] } }] },
    });
    expect([found['sub'], found['join'], found['given']]).toEqual([found['ref'], found['ref'], found['ref']]);
    expect(found.world.show(String(found['ref']))).toBe('Named');
    const known = values(
      { ref: { Ref: 'Named' } },
      {},
      { region: 'eu-west-1', account: '111122223333', partition: 'aws-cn' },
    );
    expect(known['ref']).toBe('arn:aws-cn:sns:eu-west-1:111122223333:uploads');
  });

  it('takes ARNs apart', () => {
    const parts = (index: number, id: string) => ({
      'Fn::Select': [index, { 'Fn::Split': [':', { Ref: id }] }],
    });
    const found = values({
      service: parts(2, 'Topic'),
      account: parts(4, 'Topic'),
      own: { Ref: 'AWS::AccountId' },
      name: parts(5, 'Named'),
    });
    expect(found).toMatchObject({ service: 'sns', name: 'uploads' });
    expect(found['account']).toBe(found['own']);
  });

  it('cannot take apart what is given as a whole, but knows the same part of the same', () => {
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { Ref: 'TopicArn' }] }] });
    const found = values(
      { a: part(5), b: part(5), c: part(4) },
      { Parameters: { TopicArn: { Type: 'String' } } },
    );
    expect(found['a']).toBe(found['b']);
    expect(found['a']).not.toBe(found['c']);
    expect(found.world.show(String(found['a']))).toBe('⟨part 6 of parameter TopicArn⟩');
  });

  it('keeps what it does not know apart by its source', () => {
    const importOf = (name: string) => ({ 'Fn::ImportValue': name });
    const found = values({
      a: importOf('x'),
      b: importOf('x'),
      c: importOf('y'),
      d: '{{resolve:ssm:/x}}',
      e: { 'Fn::Sub': '{{resolve:ssm:/x}}' },
    });
    expect(found['a']).toBe(found['b']);
    expect(found['a']).not.toBe(found['c']);
    expect(found['d']).toBe(found['e']);
    expect(found.world.show(String(found['a']))).toBe('⟨ImportValue x⟩');
  });

  it('has parameters by what is given, then by default', () => {
    const Parameters = {
      Stage: { Type: 'String', Default: 'dev' },
      Ids: { Type: 'CommaDelimitedList', Default: 'a, b' },
      Size: { Type: 'Number', Default: 3 },
    };
    const properties = { stage: { Ref: 'Stage' }, ids: { Ref: 'Ids' }, size: { 'Fn::Sub': '${Size}' } };
    expect(values(properties, { Parameters })).toMatchObject({ stage: 'dev', ids: ['a', 'b'], size: '3' });
    expect(values(properties, { Parameters }, { parameters: { Stage: 'prod', Size: 4 } })).toMatchObject({
      stage: 'prod',
      size: '4',
    });
  });

  it('shows neither secrets nor stored values', () => {
    const Parameters = {
      Secret: { Type: 'String', NoEcho: true, Default: 'hunter2' },
      Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
    };
    const found = values({ a: { Ref: 'Secret' }, b: { Ref: 'Stored' } }, { Parameters });
    expect(JSON.stringify(found)).not.toContain('hunter2');
    expect(found['b']).not.toBe('/path');
    expect(found.world.scenario.parameters).toEqual({ Stored: '/path' });
  });

  it('leaves out what is AWS::NoValue', () => {
    const gone = { Ref: 'AWS::NoValue' };
    expect(
      values(
        { a: gone, b: ['x', gone], c: { 'Fn::If': ['Yes', gone, 'y'] }, d: 1 },
        { Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } } },
      ),
    ).toMatchObject({ b: ['x'], d: 1 });
  });

  it('looks into mappings', () => {
    const Mappings = { Of: { 'eu-west-1': { Name: 'dublin' } } };
    const properties = {
      a: { 'Fn::FindInMap': ['Of', { Ref: 'AWS::Region' }, 'Name'] },
      b: { 'Fn::FindInMap': ['Of', 'none', 'Name', { DefaultValue: 'else' }] },
    };
    expect(values(properties, { Mappings }, { region: 'eu-west-1' })).toMatchObject({
      a: 'dublin',
      b: 'else',
    });
    expect(values(properties, { Mappings })['a']).not.toBe('dublin');
  });

  it('knows the shapes of other identities', () => {
    const found = values({
      url: { Ref: 'Queue' },
      logs: { 'Fn::GetAtt': ['Group', 'Arn'] },
      alias: { Ref: 'Alias' },
      fn: { 'Fn::GetAtt': ['Function', 'Arn'] },
    });
    const { world: made } = found;
    expect(found['alias']).toBe(`${found['fn']}:live`);
    expect(String(found['logs']).endsWith(':*')).toBe(true);
    expect(
      ['url', 'logs', 'alias', 'fn'].map((key) => made.resourceOf(String(found[key]))?.logicalId),
    ).toEqual(['Queue', 'Group', 'Alias', 'Function']);
    expect(made.show(`/aws/lambda/${made.resources.get('Function')?.name} in ${made.region}`)).toBe(
      '/aws/lambda/Function in ⟨region⟩',
    );
  });
});

describe('scenarios', () => {
  const ifProd = {
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'IsProd' } },
  };
  const names = (template: object, options?: WorldOptions) =>
    createWorlds(template, options).worlds.map(({ scenario }) => scenario.name);

  it('are one where conditions are known', () => {
    const Parameters = { Stage: { Type: 'String', Default: 'dev' } };
    expect(names({ ...ifProd, Parameters })).toEqual(['always']);
    expect(createWorlds({ ...ifProd, Parameters }).worlds[0]?.resources.size).toBe(0);
    expect(
      createWorlds({ ...ifProd, Parameters }, { parameters: { Stage: 'prod' } }).worlds[0]?.resources.size,
    ).toBe(1);
  });

  it('are both where they are not', () => {
    const { worlds } = createWorlds({ ...ifProd, Parameters: { Stage: { Type: 'String' } } });
    expect(worlds.map(({ scenario, resources }) => [scenario.name, resources.size])).toEqual([
      ['IsProd = false', 0],
      ['IsProd = true', 1],
    ]);
    expect(worlds[1]?.scenario.parameters).toEqual({ Stage: 'prod' });
  });

  it('never have one parameter with two values', () => {
    const equals = (value: string) => ({ 'Fn::Equals': [{ Ref: 'Stage' }, value] });
    const template = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: {
        IsProd: equals('prod'),
        IsTest: equals('test'),
        Not: { 'Fn::Not': [{ Condition: 'IsProd' }] },
      },
      Resources: Object.fromEntries(
        ['IsProd', 'IsTest', 'Not'].map((Condition) => [Condition, { Type: 'AWS::SNS::Topic', Condition }]),
      ),
    };
    expect(names(template)).toEqual([
      'IsProd = false, IsTest = false, Not = true',
      'IsProd = true, IsTest = false, Not = false',
      'IsProd = false, IsTest = true, Not = true',
    ]);
  });

  it('keep to allowed values', () => {
    const template = (AllowedValues: string[]) => ({
      ...ifProd,
      Parameters: { Stage: { Type: 'String', AllowedValues } },
    });
    expect(names(template(['dev', 'test']))).toEqual(['always']);
    expect(names(template(['prod']))).toEqual(['always']);
    expect(names(template(['prod', 'dev']))).toHaveLength(2);
  });

  it('are capped, and say so', () => {
    const ids = Array.from({ length: 8 }, (_, index) => `P${index}`);
    const template = {
      Parameters: Object.fromEntries(ids.map((id) => [id, { Type: 'String' }])),
      Conditions: Object.fromEntries(ids.map((id) => [`If${id}`, { 'Fn::Equals': [{ Ref: id }, 'x'] }])),
      Resources: Object.fromEntries(
        ids.map((id) => [`T${id}`, { Type: 'AWS::SNS::Topic', Condition: `If${id}` }]),
      ),
    };
    const capped = createWorlds(template, { maxScenarios: 10 });
    expect(capped.worlds).toHaveLength(10);
    expect(capped.findings.map(({ id }) => id)).toEqual(['ScenariosNotExplored']);
    const all = createWorlds(template, { maxScenarios: 256 });
    expect(all.worlds).toHaveLength(256);
    expect(all.findings).toEqual([]);
  });

  it("do not count the condition of CDK's own statistics", () => {
    const template = {
      Conditions: {
        Available: {
          'Fn::Or': ['eu-west-1', 'us-east-1'].map((region) => ({
            'Fn::Equals': [{ Ref: 'AWS::Region' }, region],
          })),
        },
      },
      Resources: {
        Metadata: { Type: 'AWS::CDK::Metadata', Condition: 'Available' },
        Topic: { Type: 'AWS::SNS::Topic' },
      },
    };
    expect(names(template)).toEqual(['always']);
  });

  it('tell of loops that cannot be expanded', () => {
    const told = (loop: unknown) =>
      createWorlds({ Resources: { 'Fn::ForEach::Topics': loop } }).findings.map(({ id }) => id);
    expect(told(['Name', ['a'], {}])).toEqual([]);
    expect(told(['Name', ['a']])).toEqual(['LoopNotRead']);
    expect(told('a')).toEqual(['LoopNotRead']);
    const many = Array.from({ length: 6_000 }, (_, index) => `a${index}`);
    expect(told(['Name', many, { 'Topic${Name}': { Type: 'AWS::SNS::Topic' } }])).toEqual(['LoopNotRead']);
  });

  it('tell of macros that are not run, and of SAM', () => {
    const told = (template: object) =>
      createWorlds({ Resources: {}, ...template }).findings.map(({ id, severity }) => [id, severity]);
    expect(told({ Transform: ['AWS::LanguageExtensions'] })).toEqual([]);
    expect(told({ Transform: 'Company::Macro' })).toEqual([['MacroNotRun', 'warning']]);
    expect(told({ Resources: { 'Fn::Transform': { Name: 'AWS::Include' } } })).toEqual([
      ['MacroNotRun', 'warning'],
    ]);
    expect(
      told({
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { Api: { Type: 'AWS::Serverless::GraphQLApi' } },
      }),
    ).toEqual([['ServerlessNotExpanded', 'info']]);
  });
});
