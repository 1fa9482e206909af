import { expect, test } from 'vitest';
import {
  evaluate,
  type Scope,
  UNKNOWN,
  type Value,
} from '../../../../src/aws/cloudformation/template/functions.ts';
import type { Json } from '../../../../src/aws/cloudformation/template/json.ts';

const values = new Map<string, Value>([
  ['Text', 'text'],
  ['List', ['a', 'b']],
  ['Number', 7],
  ['Later', UNKNOWN],
]);

const scope: Scope = {
  region: 'us-east-1',
  ref: (name) => values.get(name),
  attribute: (id, attribute) => (id === 'Later' ? UNKNOWN : `${id}/${attribute}`),
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => `${map}-${first}-${second}`,
  importValue: (name) => `imported ${name}`,
};

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
const cases: readonly (readonly [Json, unknown])[] = [
  [{ Ref: 'Text' }, 'text'],
  [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'Queue/Arn'],
  [{ 'Fn::GetAtt': 'Queue.Arn' }, 'Queue/Arn'],
  [{ 'Fn::Sub': '${Text}-${Queue.Arn}-${!Text}-$Text' }, 'text-Queue/Arn-${Text}-$Text'],
  [{ 'Fn::Sub': ['${Own}/${Text}', { Own: { Ref: 'Number' } }] }, '7/text'],
  [{ 'Fn::Join': ['-', ['a', 1, true, { Ref: 'Text' }]] }, 'a-1-true-text'],
  [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
  [{ 'Fn::Split': ['|', 'a|b|'] }, ['a', 'b', '']],
  [{ 'Fn::Select': ['1', { Ref: 'List' }] }, 'b'],
  [{ 'Fn::If': ['Yes', 'y', 'n'] }, 'y'],
  [{ 'Fn::If': ['No', 'y', { Ref: 'Text' }] }, 'text'],
  [{ 'Fn::FindInMap': ['M', { Ref: 'Text' }, 'k'] }, 'M-text-k'],
  [{ 'Fn::Base64': 'hé' }, 'aMOp'],
  [{ 'Fn::GetAZs': '' }, ['us-east-1a', 'us-east-1b', 'us-east-1c']],
  [{ 'Fn::ImportValue': { 'Fn::Sub': 'x-${Text}' } }, 'imported x-text'],
  [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  [{ Condition: { StringEquals: { a: 'b' } } }, { Condition: { StringEquals: { a: 'b' } } }],
];

test.each(cases)('evaluates %j', (node, expected) => {
  expect(evaluate(node, scope)).toEqual(expected);
});

test.each<readonly [Json]>([
  [{ 'Fn::Sub': 'x${Later}' }],
  [{ 'Fn::Join': ['', ['a', { 'Fn::GetAtt': ['Later', 'Arn'] }]] }],
  [{ 'Fn::Select': [0, { 'Fn::Split': [',', { Ref: 'Later' }] }] }],
  [{ 'Fn::Base64': { Ref: 'Later' } }],
])('knows nothing of %j before the resource exists', (node) => {
  expect(evaluate(node, scope)).toBe(UNKNOWN);
});

test.each<readonly [Json, string]>([
  [
    { 'Fn::Join': ['-', 'a'] },
    'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  ],
  [{ 'Fn::Select': [5, ['a']] }, 'Fn::Select cannot select nonexistent value at index 5'],
  [
    { 'Fn::GetAtt': ['A'] },
    'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  ],
  [{ 'Fn::Sub': '${List}' }, 'variable List in Fn::Sub expression does not resolve to a string'],
])('refuses %j in CloudFormation words', (node, message) => {
  expect(() => evaluate(node, scope)).toThrow(
    expect.objectContaining({ code: 'ValidationError', message: `Template error: ${message}` }),
  );
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub

test.each(['Fn::Cidr', 'Fn::Transform', 'Fn::ToJsonString', 'Fn::Equals'])(
  'refuses %s where it cannot stand',
  (name) => {
    expect(() => evaluate({ [name]: [] }, scope)).toThrow(
      `Template error: Encountered unsupported function: ${name} Supported functions are: [`,
    );
  },
);
