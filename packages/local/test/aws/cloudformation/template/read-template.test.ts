import { expect, test } from 'vitest';
import { resourceRegistry } from '../../../../src/aws/cloudformation/resources/registry.ts';
import { createConditions } from '../../../../src/aws/cloudformation/template/conditions.ts';
import { dependencyGraph } from '../../../../src/aws/cloudformation/template/graph.ts';
import { readTemplate } from '../../../../src/aws/cloudformation/template/read-template.ts';

const topic = (properties: object = {}, attributes: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: properties,
  ...attributes,
});
const read = (template: object) => readTemplate(JSON.stringify(template), resourceRegistry);

test.each<readonly [string, object, string]>([
  [
    'an unknown section',
    { Resources: { A: topic() }, Resource: {} },
    'Invalid template property or properties [Resource]',
  ],
  [
    'no resources',
    { Description: 'x' },
    'Template format error: At least one Resources member must be defined.',
  ],
  [
    'a resource that is no object',
    { Resources: { A: 'x' } },
    'Template format error: Any Resources member must be an object.',
  ],
  [
    'a resource name with colons',
    { Resources: { 'AWS::NoValue': topic() } },
    'Template format error: Resource name AWS::NoValue is non alphanumeric.',
  ],
  [
    'a parameter name with colons',
    { Parameters: { 'AWS::NoValue': { Type: 'String' } }, Resources: { A: topic() } },
    'Template format error: Parameter name AWS::NoValue is non alphanumeric.',
  ],
  [
    'a resource without a type',
    { Resources: { A: {} } },
    'Template format error: [/Resources/A] Every Resources object must contain a Type member.',
  ],
  [
    'an unknown attribute',
    { Resources: { A: topic({}, { Propertys: {} }) } },
    "Invalid template resource property 'Propertys'",
  ],
  [
    'unknown resource types',
    { Resources: { A: { Type: 'AWS::EC2::Instance' }, B: { Type: 'Foo' } } },
    'Template format error: Unrecognized resource types: [AWS::EC2::Instance, Foo] (local CloudFormation does not build AWS::EC2::Instance)',
  ],
  [
    'a dangling Ref',
    { Resources: { A: topic({ DisplayName: { Ref: 'Topik' } }) } },
    'Template format error: Unresolved resource dependencies [Topik] in the Resources block of the template',
  ],
  [
    'a dangling DependsOn',
    { Resources: { A: topic({}, { DependsOn: 'B' }) } },
    'Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
  ],
  [
    'a dangling Sub in an output',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
    { Resources: { A: topic() }, Outputs: { O: { Value: { 'Fn::Sub': '${B}' } } } },
    'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
  ],
  [
    'a GetAtt of nothing',
    { Resources: { A: topic({ DisplayName: { 'Fn::GetAtt': ['B', 'Arn'] } }) } },
    'Template error: instance of Fn::GetAtt references undefined resource B',
  ],
  [
    'a GetAtt of no attribute',
    { Resources: { A: topic(), B: topic({ DisplayName: { 'Fn::GetAtt': ['A', 'ARN'] } }) } },
    'Template error: resource A does not support attribute type ARN in Fn::GetAtt',
  ],
  [
    'a condition that is not there',
    { Resources: { A: topic({}, { Condition: 'Prod' }) } },
    'Template format error: Unresolved condition dependency Prod in the Resources block of the template',
  ],
  [
    'a condition on a resource',
    { Conditions: { C: { 'Fn::Equals': [{ Ref: 'A' }, 'x'] } }, Resources: { A: topic() } },
    'Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template',
  ],
  [
    'an output without a value',
    { Resources: { A: topic() }, Outputs: { O: {} } },
    'Template format error: Every Outputs member must contain a Value object',
  ],
  [
    'an unknown parameter property',
    { Parameters: { P: { Type: 'String', Value: 'x' } }, Resources: { A: topic() } },
    "Invalid template parameter property 'Value'",
  ],
  [
    'an unknown parameter type',
    { Parameters: { P: { Type: 'Text' } }, Resources: { A: topic() } },
    'Template format error: Unrecognized parameter type: Text',
  ],
  [
    'a transform',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { A: topic() } },
    'Section Transform of a template is not built in local CloudFormation.',
  ],
  [
    'a creation policy',
    { Resources: { A: topic({}, { CreationPolicy: {} }) } },
    'CreationPolicy of resource A is not built in local CloudFormation.',
  ],
  [
    'a looked-up parameter',
    { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>' } }, Resources: { A: topic() } },
    'Parameter type AWS::SSM::Parameter::Value<String> is not built in local CloudFormation.',
  ],
])('refuses %s', (_what, template, message) => {
  expect(() => read(template)).toThrow(expect.objectContaining({ code: 'ValidationError', message }));
});

test('refuses more than 500 resources', () => {
  const Resources = Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`T${n}`, topic()]));
  expect(() => read({ Resources })).toThrow(
    'Template format error: Number of resources, 501, is greater than maximum allowed, 500',
  );
});

const never = () => false;

test('orders resources by what they refer to', () => {
  const template = read({
    Resources: {
      A: topic({ DisplayName: { 'Fn::GetAtt': ['B', 'TopicName'] } }),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
      B: topic({ DisplayName: { 'Fn::Sub': '${C}' } }),
      C: topic({}, { DependsOn: ['D'] }),
      D: topic(),
    },
  });
  const graph = dependencyGraph(template, never);
  expect([...graph.keys()]).toEqual(['D', 'C', 'B', 'A']);
  expect([...(graph.get('A') ?? [])]).toEqual(['B']);
});

test('names the resources on a circle, and not those that wait for it', () => {
  const template = read({
    Resources: {
      A: topic({ DisplayName: { Ref: 'B' } }),
      B: topic({ DisplayName: { Ref: 'A' } }),
      C: topic({ DisplayName: { Ref: 'A' } }),
    },
  });
  expect(() => dependencyGraph(template, never)).toThrow('Circular dependency between resources: [A, B]');
});

test('leaves out resources whose condition does not hold, and refuses references to them', () => {
  const template = read({
    Conditions: { Off: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      A: topic({}, { Condition: 'Off' }),
      B: topic({ DisplayName: { 'Fn::If': ['Off', { Ref: 'A' }, 'none'] } }, { DependsOn: 'A' }),
      C: topic({ DisplayName: { Ref: 'A' } }),
    },
  });
  expect(() => dependencyGraph(template, never)).toThrow(
    'Template format error: Unresolved resource dependencies [A] in the Resources block of the template',
  );
  const { C: _, ...resources } = Object.fromEntries(template.resources);
  const without = { ...template, resources: new Map(Object.entries(resources)) };
  expect([...dependencyGraph(without, never).keys()]).toEqual(['B']);
});

test('evaluates conditions of conditions, and finds those that go in circles', () => {
  const nothing = () => '';
  const scope = {
    region: '',
    ref: nothing,
    attribute: nothing,
    condition: never,
    mapping: nothing,
    importValue: nothing,
  };
  const holds = createConditions(
    new Map<string, never>(
      Object.entries({
        Yes: { 'Fn::Equals': ['a', 'a'] },
        Both: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'Neither' }] }] },
        Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'Yes' }, { 'Fn::Equals': ['1', 2] }] }] },
        Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
        Short: { 'Fn::And': [{ Condition: 'Yes' }] },
      }) as never,
    ),
    scope,
  );
  expect([holds('Yes'), holds('Both'), holds('Neither')]).toEqual([true, true, false]);
  expect(() => holds('Circle')).toThrow('circular condition dependency');
  expect(() => holds('Short')).toThrow(
    'Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
  );
});
