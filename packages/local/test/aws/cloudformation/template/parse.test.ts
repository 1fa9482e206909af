import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resourceRegistry } from '../../../../src/aws/cloudformation/resources/registry.ts';
import { parseTemplateBody } from '../../../../src/aws/cloudformation/template/parse.ts';
import { readTemplate } from '../../../../src/aws/cloudformation/template/read-template.ts';
import { AwsError } from '../../../../src/aws/service.ts';

test('reads YAML short tags as the functions they stand for', () => {
  const yaml = `
Outputs:
  A: !Ref Topic
  B: !GetAtt Function.Arn
  C: !GetAtt [Stack, Outputs.Name]
  D: !Sub 'arn:\${AWS::Partition}:x'
  E: !Join ['-', [a, !Select [0, !Split [',', 'x,y']]]]
  F: !If [Prod, !Base64 text, !Ref AWS::NoValue]
  G: !Sub
    - '\${Name}'
    - Name: !ImportValue shared
Conditions:
  Prod: !And [!Equals [a, a], !Not [!Condition Other]]
`;
  expect(parseTemplateBody(yaml)).toEqual({
    Outputs: {
      A: { Ref: 'Topic' },
      B: { 'Fn::GetAtt': ['Function', 'Arn'] },
      C: { 'Fn::GetAtt': ['Stack', 'Outputs.Name'] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
      D: { 'Fn::Sub': 'arn:${AWS::Partition}:x' },
      E: { 'Fn::Join': ['-', ['a', { 'Fn::Select': [0, { 'Fn::Split': [',', 'x,y'] }] }]] },
      F: { 'Fn::If': ['Prod', { 'Fn::Base64': 'text' }, { Ref: 'AWS::NoValue' }] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
      G: { 'Fn::Sub': ['${Name}', { Name: { 'Fn::ImportValue': 'shared' } }] },
    },
    Conditions: {
      Prod: { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Not': [{ Condition: 'Other' }] }] },
    },
  });
});

test('keeps a date in YAML as the text it is', () => {
  expect(parseTemplateBody('Version: 2012-10-17')).toEqual({ Version: '2012-10-17' });
});

test.each([
  ['arn:aws:s3:::bucket', 'Template format error: unsupported structure.'],
  ['- a\n- b', 'Template format error: unsupported structure.'],
  ['{"a": 1,}', 'Template format error: JSON not well-formed. (line 1, column 9)'],
  ['{"a": 1,\n "b" 2}', 'Template format error: JSON not well-formed. (line 2, column 6)'],
  ['a: [1, 2', 'Template format error: YAML not well-formed. (line 1, column 9)'],
  ['a: &x 1\nb: *x', 'Template error: YAML aliases are not allowed in CloudFormation templates'],
  [
    '{"Resources": {"A": null}}',
    "Template format error: [/Resources/A] 'null' values are not allowed in templates",
  ],
  ['a: !Fetch b', 'Template format error: YAML not well-formed. Unknown tag !Fetch'],
])('refuses %j in CloudFormation words', (body, message) => {
  expect(() => parseTemplateBody(body)).toThrow(
    expect.objectContaining({ code: 'ValidationError', message }),
  );
});

test('refuses a template that is nested without end', () => {
  const refusal = expect.objectContaining({ code: 'ValidationError' });
  expect(() => parseTemplateBody(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toThrow(refusal);
  expect(() => parseTemplateBody(`a: ${'['.repeat(20_000)}`)).toThrow(refusal);
});

/** Template-like data: right in places, wrong in others. */
const name = fc.constantFrom('A', 'B', 'Topic', '__proto__', 'constructor', 'AWS::Region', 'AWS::NoValue');
const value = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    name,
    fc.integer({ min: -2, max: 3 }),
    fc.boolean(),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
    fc.constantFrom('${A}', '${A.Arn}', '${', '${!x}', '${a b}'),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(name, tie('node'), { maxKeys: 3 }),
    fc
      .tuple(
        fc.constantFrom(
          'Ref',
          'Condition',
          ...['Sub', 'GetAtt', 'Join', 'Select', 'Split', 'If', 'Equals', 'And', 'FindInMap', 'Foo'].map(
            (f) => `Fn::${f}`,
          ),
        ),
        tie('node'),
      )
      .map(([key, argument]) => ({ [key]: argument })),
  ),
})).node;

const section = fc.dictionary(name, value, { maxKeys: 3 });
const resources = fc.dictionary(
  fc.constantFrom('A', 'B', 'Topic'),
  fc.record(
    {
      Type: fc.constantFrom('AWS::SNS::Topic', 'AWS::IAM::Role', 'AWS::Foo::Bar'),
      Properties: fc.oneof(section, value),
      DependsOn: value,
      Condition: name,
    },
    { requiredKeys: ['Type'] },
  ),
  { maxKeys: 3 },
);

function onlyTypedErrors(body: string): void {
  try {
    readTemplate(body, resourceRegistry);
  } catch (error) {
    expect(error).toBeInstanceOf(AwsError);
    expect((error as AwsError).code).toBe('ValidationError');
  }
}

test('answers any text with a template or its typed error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), onlyTypedErrors), { numRuns: 300 });
});

test('answers anything like a template with a template or its typed error', () => {
  const template = fc.record(
    { Parameters: section, Mappings: section, Conditions: section, Resources: resources, Outputs: section },
    { requiredKeys: ['Resources'] },
  );
  fc.assert(
    fc.property(template, (data) => onlyTypedErrors(JSON.stringify(data))),
    { numRuns: 500 },
  );
});
