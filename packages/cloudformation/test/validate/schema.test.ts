// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import type { ResourceSchema } from '../../src/schemas/schema.ts';
import { check, told } from './checked.ts';

const thing: ResourceSchema = {
  type: 'AWS::Made::Thing',
  properties: {
    Name: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 5 },
    Mode: { type: 'string', enum: ['Active', 'PassThrough'] },
    Count: { type: 'integer', minimum: 1, maximum: 10 },
    Ratio: { type: 'number' },
    Size: { type: 'integer', enum: [1, 3, 7] },
    Flag: { type: 'boolean' },
    Names: { type: 'list', items: { type: 'string' }, minItems: 1, maxItems: 3, unique: true },
    Parts: { type: 'list', items: { type: 'object', definition: 'Part' } },
    Part: { type: 'object', definition: 'Part' },
    Map: { type: 'map', items: { type: 'integer' }, keyPattern: '^[a-z]+$' },
    Either: { type: 'union', of: [{ type: 'boolean' }, { type: 'object', definition: 'Part' }] },
    Free: { type: 'json' },
    Policy: { type: 'policy' },
    Tags: { type: 'list', items: { type: 'tag' } },
    Old: { type: 'string', deprecated: true },
    Id: { type: 'string' },
    Role: { type: 'string', wants: { arns: ['iam:role'] } },
    Target: { type: 'string', wants: { arns: ['made:thing'], names: ['made:thing'] } },
    RoleName: { type: 'string', wants: { names: ['iam:role'] } },
  },
  definitions: {
    Part: {
      properties: {
        A: { type: 'string' },
        B: { type: 'string' },
        C: { type: 'string' },
        Inner: { type: 'object', definition: 'Part' },
      },
      required: ['A'],
      oneOfRequired: [['A'], ['B']],
    },
  },
  attributes: {
    Arn: { type: 'string', held: { form: 'Arn', kind: 'made:thing' } },
    Names: { type: 'list' },
    Number: { type: 'integer' },
    Endpoint: { type: 'json' },
  },
  ref: { form: 'Name', kind: 'made:thing' },
  readOnly: ['Id', 'Part.C'],
};
const role: ResourceSchema = {
  type: 'AWS::Made::Role',
  properties: {},
  attributes: { Arn: { type: 'string', held: { form: 'Arn', kind: 'iam:role' } } },
  ref: { form: 'Name', kind: 'iam:role' },
};
const strict: ResourceSchema = {
  type: 'AWS::Made::Strict',
  properties: { Must: { type: 'string' }, X: { type: 'string' }, Y: { type: 'string' } },
  required: ['Must'],
  anyOfRequired: [['X'], ['Y']],
  attributes: {},
};
const schemas = (type: string) => [thing, role, strict].find((each) => each.type === type);

const rest = {
  Parameters: {
    Text: { Type: 'String', Default: 'abc' },
    Bad: { Type: 'String', Default: 'ABC' },
    Empty: { Type: 'String', Default: '' },
    Number: { Type: 'Number', Default: 5 },
    Many: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/some/KEY' },
    StoredMany: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/key' },
    Modes: { Type: 'String', Default: 'Active', AllowedValues: ['Active', 'active'] },
    Secret: { Type: 'String', Default: 'HUNTER2', NoEcho: true },
  },
  Mappings: {
    Map: { a: { name: 'abc', list: ['x', 'y'], bad: 'ABC' }, b: { name: 'def', list: ['z'], bad: 'abc' } },
  },
  Conditions: {
    Given: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Empty' }, ''] }] },
    East: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
  },
};

function found(Properties: object, others: object = {}, Type = 'AWS::Made::Thing') {
  const template = { ...rest, Resources: { Thing: { Type, Properties }, ...others } };
  return told(template, { schemas }).map((each) =>
    each.replace('Resources.Thing.Properties', '').replace(' .', ' '),
  );
}

const others = {
  Other: { Type: 'AWS::Made::Thing' },
  Role: { Type: 'AWS::Made::Role' },
};

describe('values that CloudFormation takes', () => {
  it.each([
    { Name: 'abc', Mode: 'Active', Count: 5, Ratio: 0.5, Size: 3, Flag: true },
    { Count: '5', Ratio: '0.5', Size: '7', Flag: 'true' },
    { Names: ['a', 'b'], Map: { a: 1 }, Parts: [{ A: 'x' }], Tags: [{ Key: 'a', Value: 'b' }] },
    { Names: ['a', 1, true] },
    { Either: true },
    { Either: { A: 'x' } },
    { Free: [null, { 'Any thing': 1 }], Policy: { Statement: [] } },
    { Policy: '{"Statement":[]}' },
    { Name: { Ref: 'Text' }, Count: { Ref: 'Number' }, Ratio: { Ref: 'Number' } },
    { Name: { Ref: 'Stored' }, Names: { Ref: 'StoredMany' } },
    { Names: { Ref: 'Many' } },
    { Names: { Ref: 'Subnets' } },
    { Names: { 'Fn::Split': [',', 'a,b'] } },
    { Names: { 'Fn::GetAZs': '' } },
    { Names: { 'Fn::GetAtt': ['Other', 'Names'] }, Count: { 'Fn::GetAtt': ['Other', 'Number'] } },
    { Names: { 'Fn::GetAtt': ['Other', 'Endpoint'] }, Name: { 'Fn::GetAtt': ['Other', 'Endpoint.Address'] } },
    {
      Names: { 'Fn::FindInMap': ['Map', 'a', 'list'] },
      Name: { 'Fn::FindInMap': ['Map', { Ref: 'Text' }, 'name'] },
    },
    { Name: { 'Fn::Select': [0, ['abc', 'DEF']] }, Names: [{ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }] },
    { Name: { 'Fn::ImportValue': 'x' }, Count: { 'Fn::ImportValue': 'x' } },
    {
      Name: '{{resolve:ssm:X:1}}',
      Count: '{{resolve:ssm:X}}',
      Mode: '{{resolve:ssm:X}}',
      Flag: '{{resolve:ssm:X}}',
    },
    { Name: { 'Fn::Transform': { Name: 'X' } }, Names: { 'Fn::Transform': { Name: 'X' } } },
    { Part: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://x' } } } },
    {
      Names: [
        'a',
        { 'Fn::If': ['East', 'b', { Ref: 'AWS::NoValue' }] },
        'c',
        'd',
        { Ref: 'AWS::NoValue' },
      ].slice(1),
    },
    { Name: { 'Fn::If': ['Given', { Ref: 'Empty' }, { Ref: 'AWS::NoValue' }] } },
    { Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Target: { Ref: 'Other' } },
    { Role: 'arn:aws:iam::111122223333:role/x', Target: { 'Fn::GetAtt': ['Other', 'Arn'] } },
    { Role: { Ref: 'Text' } },
    { Name: { 'Fn::Join': ['', ['a', { Ref: 'AWS::Region' }]] } },
  ])('%j', (properties) => {
    expect(found(properties, others)).toEqual([]);
  });
});

describe('values that it does not take', () => {
  it.each([
    [{ Nmae: 'x' }, 'UnknownProperty Nmae'],
    [{ name: 'x' }, 'UnknownProperty name'],
    [{ Part: { A: 'x', Z: 1 } }, 'UnknownProperty Part.Z'],
    [{ Part: {} }, 'MissingProperty Part', 'MissingProperty Part'],
    [{ Part: { A: { Ref: 'AWS::NoValue' }, B: 'x' } }, 'MissingProperty Part'],
    [{ Part: { A: 'x', B: 'y' } }, 'ExclusiveProperties Part'],
    [{ Name: 'abcdef' }, 'LengthOutOfRange Name'],
    [{ Name: 'ABC' }, 'PatternMismatch Name'],
    [{ Name: 123 }, 'PatternMismatch Name'],
    [{ Name: null }, 'NullValue Name'],
    [{ Name: ['a'] }, 'WrongType Name'],
    [{ Name: {} }, 'WrongType Name'],
    [{ Mode: 'active' }, 'ValueNotAllowed Mode'],
    [{ Count: 0 }, 'NumberOutOfRange Count'],
    [{ Count: '11' }, 'NumberOutOfRange Count'],
    [{ Count: 1.5 }, 'WrongType Count'],
    [{ Count: 'many' }, 'WrongType Count'],
    [{ Count: '' }, 'WrongType Count'],
    [{ Size: 2 }, 'ValueNotAllowed Size'],
    [{ Flag: 'yes' }, 'WrongType Flag'],
    [{ Flag: 1 }, 'WrongType Flag'],
    [{ Names: 'a' }, 'WrongType Names'],
    [{ Names: [] }, 'ItemsOutOfRange Names'],
    [{ Names: ['a', 'b', 'c', 'd'] }, 'ItemsOutOfRange Names'],
    [{ Names: ['a', 'a'] }, 'DuplicateItems Names'],
    [{ Names: [{ Ref: 'Text' }, { Ref: 'Text' }] }, 'DuplicateItems Names'],
    [{ Names: [{ Ref: 'Many' }] }, 'WrongType Names.0'],
    [{ Names: { Ref: 'Text' } }, 'WrongType Names'],
    [{ Names: { Ref: 'Other' } }, 'WrongType Names'],
    [{ Names: { 'Fn::Join': [',', ['a', 'b']] } }, 'WrongType Names'],
    [{ Names: { 'Fn::GetAtt': ['Other', 'Arn'] } }, 'WrongType Names'],
    [{ Name: { 'Fn::GetAtt': ['Other', 'Names'] } }, 'WrongType Name'],
    [{ Name: { Ref: 'Many' } }, 'WrongType Name'],
    [{ Name: { Ref: 'AWS::NotificationARNs' } }, 'WrongType Name'],
    [{ Name: { 'Fn::Split': [',', 'a'] } }, 'WrongType Name'],
    [{ Part: { 'Fn::Sub': '{}' } }, 'WrongType Part'],
    [{ Map: { a: 'x' } }, 'WrongType Map.a'],
    [{ Map: { A: 1 } }, 'PatternMismatch Map'],
    [{ Map: 'x' }, 'WrongType Map'],
    [{ Either: 'x' }, 'WrongType Either'],
    [{ Either: { B: 'x', Z: 1 } }, 'UnknownProperty Either.Z', 'MissingProperty Either'],
    [{ Policy: 1 }, 'WrongType Policy'],
    [{ Tags: ['a'] }, 'WrongType Tags.0'],
    [{ Id: 'x' }, 'ReadOnlyProperty Id'],
    [{ Part: { A: 'x', C: 'y' } }, 'ReadOnlyProperty Part.C'],
    [{ Name: { 'Fn::Join': ['', ['A', 'B']] } }, 'PatternMismatch Name'],
    [{ Name: { 'Fn::Sub': 'ABC' } }, 'PatternMismatch Name'],
    [{ Name: { 'Fn::Select': [1, ['abc', 'DEF']] } }, 'PatternMismatch Name.Fn::Select.1.1'],
    [{ Name: { Ref: 'Bad' } }, 'PatternMismatch Name'],
    [{ Count: { Ref: 'Text' } }, 'WrongType Count'],
    [{ Mode: { Ref: 'Modes' } }, 'ValueNotAllowed Mode'],
    [{ Name: { 'Fn::FindInMap': ['Map', { Ref: 'Text' }, 'bad'] } }, 'PatternMismatch Name'],
    [{ Name: { 'Fn::If': ['East', 'ABC', 'abc'] } }, 'PatternMismatch Name.Fn::If.1'],
    [{ Role: { 'Fn::GetAtt': ['Other', 'Arn'] } }, 'WrongKind Role'],
    [{ Role: { Ref: 'Role' } }, 'WrongKind Role'],
    [{ Target: { 'Fn::GetAtt': ['Role', 'Arn'] } }, 'WrongKind Target'],
  ] as const)('%j: %s', (properties, ...expected) => {
    expect(found(properties, others)).toEqual(expected);
  });

  it('tells of an empty default only where nothing guards it', () => {
    expect(found({ Name: { Ref: 'Empty' } })).toEqual(['LengthOutOfRange Name', 'PatternMismatch Name']);
    expect(
      check(
        { ...rest, Resources: { Thing: { Type: thing.type, Properties: { Name: { Ref: 'Empty' } } } } },
        { schemas },
      ).filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
  });

  it('only warns of an ARN where the name of the same resource is meant, and offers the name', () => {
    const Properties = { RoleName: { 'Fn::GetAtt': ['Role', 'Arn'] } };
    const Resources = { Thing: { Type: thing.type, Properties }, ...others };
    const path = ['Resources', 'Thing', 'Properties', 'RoleName'];
    expect(check({ Resources }, { schemas })).toMatchObject([
      { id: 'WrongKind', severity: 'warning', patch: [{ op: 'replace', path, value: { Ref: 'Role' } }] },
    ]);
  });

  it('tells of deprecated properties as info', () => {
    const template = { Resources: { Thing: { Type: thing.type, Properties: { Old: 'x' } } } };
    expect(check(template, { schemas })).toMatchObject([{ id: 'DeprecatedProperty', severity: 'info' }]);
  });

  it('asks for what is required, and for one of the alternatives', () => {
    expect(found({}, {}, strict.type)).toEqual(['MissingProperty ', 'MissingProperty ']);
    expect(found({ Must: 'x', Y: 'y' }, {}, strict.type)).toEqual([]);
    expect(
      found({ Must: { 'Fn::If': ['East', 'x', { Ref: 'AWS::NoValue' }] }, X: 'x' }, {}, strict.type),
    ).toEqual(['MissingProperty ']);
  });

  it('offers what is surely right as a patch', () => {
    const patches = (properties: object) =>
      check(
        { ...rest, Resources: { Thing: { Type: thing.type, Properties: properties }, ...others } },
        { schemas },
      )
        .flatMap(({ patch = [] }) => patch)
        .filter(({ path }) => path[0] === 'Resources');
    const at = ['Resources', 'Thing', 'Properties'];
    expect(patches({ nmae: 'abc' })).toEqual([
      { op: 'add', path: [...at, 'Name'], value: 'abc' },
      { op: 'remove', path: [...at, 'nmae'] },
    ]);
    expect(patches({ Mode: 'active' })).toEqual([{ op: 'replace', path: [...at, 'Mode'], value: 'Active' }]);
    expect(patches({ Names: 'a' })).toEqual([{ op: 'replace', path: [...at, 'Names'], value: ['a'] }]);
    expect(patches({ Names: { Ref: 'Text' } })).toEqual([
      { op: 'replace', path: [...at, 'Names'], value: [{ Ref: 'Text' }] },
    ]);
    expect(patches({ Role: { Ref: 'Role' } })).toEqual([
      { op: 'replace', path: [...at, 'Role'], value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    ]);
  });

  it('repeats no secret', () => {
    const secret: ResourceSchema = {
      ...thing,
      properties: {
        MasterUserPassword: { type: 'string', pattern: '^[a-z]+$' },
        Name: { type: 'string', pattern: '^[a-z]+$' },
      },
    };
    const template = {
      Parameters: rest.Parameters,
      Resources: {
        Thing: { Type: thing.type, Properties: { MasterUserPassword: 'HUNTER2', Name: { Ref: 'Secret' } } },
      },
    };
    const all = check(template, { schemas: () => secret });
    expect(all.filter(({ id }) => id === 'PatternMismatch')).toHaveLength(2);
    expect(JSON.stringify(all)).not.toContain('HUNTER2');
  });
});

describe('whole sets of properties', () => {
  it('are checked in both branches of a condition', () => {
    const branches = { 'Fn::If': ['East', { Name: 'abc' }, { Name: 'ABC', Count: 'x' }] };
    expect(found(branches)).toEqual(['PatternMismatch Fn::If.2.Name', 'WrongType Fn::If.2.Count']);
  });
});

describe('resource types', () => {
  it.each([
    'Custom::Anything',
    'AWS::CloudFormation::CustomResource',
    'My::Own::Thing::MODULE',
    'Datadog::Monitors::Monitor',
    'AWS::CDK::Metadata',
  ])('takes %s', (Type) => {
    expect(told({ Resources: { A: { Type, Properties: { ServiceToken: 'x' } } } })).toEqual([]);
  });

  it.each([
    ['AWS::SNS::Topics', 'AWS::SNS::Topic'],
    ['AWS::Lambda::function', 'AWS::Lambda::Function'],
    ['Topic', undefined],
    ['AWS::Nothing::LikeThis', undefined],
  ])('does not know %s', (Type, near) => {
    const [finding] = check({ Resources: { A: { Type } } });
    expect(finding).toMatchObject({
      id: 'UnknownResourceType',
      severity: 'error',
      path: ['Resources', 'A', 'Type'],
    });
    expect(finding?.patch).toEqual(
      near === undefined ? undefined : [{ op: 'replace', path: ['Resources', 'A', 'Type'], value: near }],
    );
  });

  it('needs the transform for serverless types', () => {
    const Resources = { A: { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 's3://a/b' } } };
    expect(told({ Resources })).toEqual(['MissingTransform Resources.A']);
    expect(told({ Transform: 'AWS::Serverless-2016-10-31', Resources })).toEqual([]);
  });

  it('knows the members of a resource', () => {
    const topic = (rest: object) => ({ Resources: { A: { Type: 'AWS::SNS::Topic', ...rest } } });
    expect(told(topic({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }))).toEqual(
      [],
    );
    expect(told(topic({ Property: {} }))).toEqual(['UnknownMember Resources.A.Property']);
    expect(told(topic({ DeletionPolicy: 'Keep' }))).toEqual(['ValueNotAllowed Resources.A.DeletionPolicy']);
    expect(told(topic({ DeletionPolicy: 'Snapshot' }))).toEqual([
      'ValueNotAllowed Resources.A.DeletionPolicy',
    ]);
    expect(told(topic({ UpdateReplacePolicy: 'RetainExceptOnCreate' }))).toHaveLength(1);
    expect(told(topic({ Properties: null }))).toEqual(['NullValue Resources.A.Properties']);
  });
});
