import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandServerless } from '../../../../src/prove/model/serverless/expand-serverless.ts';

const NAMES = [
  ...['Properties', 'Events', 'Type', 'Path', 'Method', 'RestApiId', 'ApiId', 'Auth', 'Authorizers'],
  ...['FunctionArn', 'StageName', 'DefinitionBody', 'DefinitionUri', 'DefinitionSubstitutions', 'paths'],
  ...['/a', 'get', 'x-amazon-apigateway-integration', 'uri', '$ref', 'MergeDefinitions', 'Definition'],
  ...['Policies', 'Source', 'Destination', 'Permissions', 'Id', 'Connectors', 'Condition', 'Schedule'],
  ...['DeadLetterConfig', 'AutoPublishAlias', 'PrimaryKey', 'Fn::If', 'Fn::Transform', 'Ref', 'Fn::GetAtt'],
  ...['components', 'securityDefinitions', 'x-amazon-apigateway-authorizer', 'Targets', 'Role'],
];
const TYPES = [
  ...[
    'Function',
    'StateMachine',
    'Api',
    'HttpApi',
    'SimpleTable',
    'LayerVersion',
    'Connector',
    'Application',
  ],
].map((each) => `AWS::Serverless::${each}`);
const TEXTS = [
  ...TYPES,
  'AWS::Events::Rule',
  'Api',
  'HttpApi',
  'Schedule',
  'A',
  'B',
  'Read',
  'Write',
  '/a',
  'get',
  '',
];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom<unknown>(...TEXTS),
    fc.constantFrom<unknown>(null, true, 0),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const resource = fc.record(
  {
    Type: fc.constantFrom(...TYPES, 'AWS::Events::Rule'),
    Properties: value,
    Connectors: value,
    Condition: value,
    IgnoreGlobals: value,
  },
  { requiredKeys: ['Type'] },
);

describe('expansion', () => {
  it('takes anything', () => {
    const resources = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'ServerlessRestApi'), resource);
    const template = fc.record({
      Resources: resources,
      Globals: fc.dictionary(fc.constantFrom('Api', 'HttpApi', 'Function'), value),
    });
    fc.assert(
      fc.property(template, (written) => {
        const before = JSON.stringify(written);
        const { template: made } = expandServerless({ Transform: 'AWS::Serverless-2016-10-31', ...written });
        expect(typeof made).toBe('object');
        expect(JSON.stringify(written)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });
});
