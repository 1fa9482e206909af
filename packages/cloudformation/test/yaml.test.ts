// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { parseTemplate, type TemplateJson, toYaml } from '@wayleave/cloudformation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml12 } from 'yaml';
import { referenceStack } from './support/reference-stack.ts';

/** What is printed in the place of one property. */
function printed(property: unknown): string {
  const json = { Resources: { A: { Type: 'X', Properties: { P: property } } } };
  return toYaml(json as TemplateJson).replace(
    /^Resources:\n {2}A:\n {4}Type: X\n {4}Properties:\n {6}P: ?/,
    '',
  );
}

describe('toYaml', () => {
  it('prints the reference stack as a person would write it', () => {
    expect(referenceStack().toYaml({ validate: false })).toBe(`AWSTemplateFormatVersion: '2010-09-09'

Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service:
                - lambda.amazonaws.com
            Action:
              - sts:AssumeRole
  Policy:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: logs
      Roles:
        - !Ref Role
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action:
              - logs:*
            Resource: arn:aws:logs:*:*:*
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        ZipFile: !Join
          - "\\n"
          - - import json
            - 'def handler(event, context):'
            - '    print(json.dumps(event))'
      Handler: index.handler
      Runtime: python3.13
      Role: !GetAtt Role.Arn
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Subscription:
        - Protocol: lambda
          Endpoint: !GetAtt Function.Arn
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !GetAtt Function.Arn
      Principal: sns.amazonaws.com
      SourceArn: !Ref Topic
`);
  });

  it.each([
    [
      'a nested function outside in its long form',
      { 'Fn::Base64': { 'Fn::Sub': 'a\n${B}\n' } },
      '\n        Fn::Base64: !Sub |\n          a\n          ${B}\n',
    ],
    [
      'short lists in one line',
      { 'Fn::If': ['C', { Ref: 'A' }, { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }] },
      "!If [C, !Ref A, !Select [0, !GetAZs '']]\n",
    ],
    ['an attribute with a dot', { 'Fn::GetAtt': ['N', 'Outputs.Url'] }, '!GetAtt N.Outputs.Url\n'],
    ['an attribute as text in its long form', { 'Fn::GetAtt': 'N.Url' }, '\n        Fn::GetAtt: N.Url\n'],
    ['an IAM condition as data', { Condition: 'x' }, '\n        Condition: x\n'],
    ['several members as data', { Ref: 'A', B: 1 }, '\n        Ref: A\n        B: 1\n'],
    ['long lines as lines', `${'word '.repeat(60)}end`, `${'word '.repeat(60)}end\n`],
    ['lines as a literal block', 'a\n  b: c\n\nd\n', '|\n        a\n          b: c\n\n        d\n'],
    ['lines without an end', 'a\nb', '|-\n        a\n        b\n'],
    ['carriage returns in quotes', 'a\r\nb', '"a\\r\\nb"\n'],
    ['numbers', [1, 1.5, 1e21, 1e-7], '\n        - 1\n        - 1.5\n        - 1.0e+21\n        - 1.0e-7\n'],
    ['nothing', [null, '', {}, []], "\n        - null\n        - ''\n        - {}\n        - []\n"],
  ])('prints %s', (_, data, text) => expect(printed(data)).toBe(text));

  it.each([
    'yes',
    'No',
    'on',
    'y',
    'N',
    '012',
    '0o17',
    '1e3',
    'E3',
    '1.5',
    '0x1F',
    '1_000',
    '12:30',
    '2012-10-17',
    '2001-12-14 21:59:43.10 -5',
    '~',
    'null',
    'true',
    '.inf',
    '.NaN',
    '<<',
    '=',
    '+1',
    '-.5',
    '',
  ])('quotes the text %j, which one YAML or another would read as something else', (text) => {
    expect(printed(text)).toBe(`'${text}'\n`);
    expect(printed({ [text]: 1 })).toBe(`\n        '${text}': 1\n`);
  });

  it('puts sections and attributes in a fixed order, whatever the order of the program', () => {
    const json = {
      Outputs: { O: { Value: 'x' } },
      Resources: { A: { Properties: { z: 1, a: 2 }, DependsOn: ['B'], Extra: 1, Type: 'X' } },
      Zebra: 1,
      Conditions: { C: { 'Fn::Not': [{ Condition: 'D' }] } },
      Transform: 'M',
    };
    expect(toYaml(json as unknown as TemplateJson)).toBe(`Conditions:
  C: !Not [!Condition D]
Transform: M

Resources:
  A:
    Type: X
    DependsOn:
      - B
    Properties:
      z: 1
      a: 2
    Extra: 1

Outputs:
  O:
    Value: x
Zebra: 1
`);
  });

  it('changes few lines when little changes', () => {
    const with_ = (...names: readonly string[]) =>
      printed({ 'Fn::Join': ['', ['https://', ...names]] }).split('\n');
    const names = ['one.example.com/', 'two.example.com/', 'three.example.com/', 'four.example.com/'];
    const before = new Set(with_(...names));
    expect(with_(...names, 'five').filter((line) => !before.has(line))).toHaveLength(1);
  });
});

describe('what is printed', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(
        ...Array.from(' \t\n\r:-#\'"|>&*!%@`{}[],.?~0123456789_eEyn=<\u0085\u2028\uFEFF\u0000ä'),
      ),
      maxLength: 10,
    }),
    fc.constantFrom(
      'yes',
      'null',
      '012',
      '1e3',
      '2012-10-17',
      '<<',
      'Ref',
      'Fn::Sub',
      'Condition',
      'A.B',
      '---',
      '...',
      '%YAML',
      'a\n---\nb',
      'a\n',
      '\n',
      '\n\na',
      'a \nb',
      '- a\n- b',
    ),
  );
  const key = word.filter((text) => text !== '__proto__');
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0),
  );
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof(
      { maxDepth: 5 },
      word,
      number,
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('object'),
      tie('fn'),
    ),
    list: fc.array(tie('data'), { maxLength: 4 }),
    object: fc.dictionary(key, tie('data'), { maxKeys: 4, noNullPrototype: true }),
    fn: fc
      .tuple(
        fc.constantFrom(
          'Ref',
          'Fn::GetAtt',
          'Fn::Sub',
          'Fn::Join',
          'Fn::If',
          'Condition',
          'Fn::Base64',
          'Fn::Transform',
        ),
        fc.oneof(tie('data'), tie('list')),
      )
      .map(([name, argument]) => ({ [name]: argument })),
  }));
  const template = fc.record(
    {
      Description: word,
      Conditions: fc.dictionary(key, data, { maxKeys: 2, noNullPrototype: true }),
      Resources: fc.dictionary(key, data, { maxKeys: 3, noNullPrototype: true }),
      Other: data,
    },
    { requiredKeys: ['Resources'], noNullPrototype: true },
  );

  const clean = (json: unknown): TemplateJson => JSON.parse(JSON.stringify(json)) as TemplateJson;

  it('is read again as the same: YAML', () => {
    fc.assert(
      fc.property(template, (made) => {
        const json = clean(made);
        const once = parseTemplate(toYaml(json)).toJson({ validate: false });
        expect(once).toEqual(json);
        expect(toYaml(once)).toBe(toYaml(json));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read again as the same: JSON', () => {
    fc.assert(
      fc.property(template, fc.constantFrom(0, 2), (made, indent) => {
        const json = clean(made);
        expect(parseTemplate(JSON.stringify(json, null, indent)).toJson({ validate: false })).toEqual(json);
      }),
    );
  });

  it('means the same text to readers of YAML 1.2', () => {
    fc.assert(
      fc.property(word, (text) => {
        const yaml = toYaml({ Description: text, Resources: {} });
        expect((parseYaml12(yaml) as { Description: string }).Description).toBe(text);
        expect((parseYaml12(yaml, { version: '1.1' }) as { Description: string }).Description).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });
});
