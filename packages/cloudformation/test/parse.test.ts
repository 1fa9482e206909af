// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { parseTemplate, Template, TemplateError, type TemplateJson } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import { describe, expect, it } from 'vitest';

/** What is read in the place of one property. */
function read(property: string): unknown {
  const text = `Resources:\n  A:\n    Type: Custom::A\n    Properties:\n      P: ${property}\n`;
  return parseTemplate(text).toJson({ validate: false }).Resources['A']?.Properties?.['P'];
}

function refusal(text: string): TemplateError {
  try {
    parseTemplate(text, { file: 'a.yaml' });
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const json = (text: string): TemplateJson => parseTemplate(text).toJson({ validate: false });

describe('short tags', () => {
  it.each([
    ['!Ref AWS::Region', { Ref: 'AWS::Region' }],
    ['!GetAtt Role.Arn', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Url', { 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }],
    ['!GetAtt [Role, Arn]', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['!GetAtt Role', { 'Fn::GetAtt': 'Role' }],
    ['!Sub "${A}-x"', { 'Fn::Sub': '${A}-x' }],
    ['!Sub ["${a}", {a: !Ref B}]', { 'Fn::Sub': ['${a}', { a: { Ref: 'B' } }] }],
    ["!GetAZs ''", { 'Fn::GetAZs': '' }],
    [
      '!Select [0, !Split [",", !ImportValue x]]',
      { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }] },
    ],
    ['!If [C, !Ref A, !Ref "AWS::NoValue"]', { 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!Not [!Condition C]', { 'Fn::Not': [{ Condition: 'C' }] }],
    ['!Transform {Name: M, Parameters: {a: 1}}', { 'Fn::Transform': { Name: 'M', Parameters: { a: 1 } } }],
    ['!ToJsonString {a: !Length [1, 2]}', { 'Fn::ToJsonString': { a: { 'Fn::Length': [1, 2] } } }],
    ['!Ref 012', { Ref: '012' }],
    [
      '!Base64\n        Fn::Sub: |\n          #!/bin/sh\n          echo $x\n',
      { 'Fn::Base64': { 'Fn::Sub': '#!/bin/sh\necho $x\n' } },
    ],
  ])('%s', (text, meant) => expect(read(text)).toEqual(meant));

  it('refuses what is no function, and says where', () => {
    expect(refusal('Resources:\n  A:\n    Type: !Reff B\n')).toMatchObject({
      code: 'BadTemplateText',
      file: 'a.yaml',
      line: 3,
      message: expect.stringContaining('!Reff'),
    });
    expect(refusal('Resources:\n  A: !!binary aGk=\n').message).toContain('!!binary');
  });
});

describe('words', () => {
  it.each([
    ['2012-10-17', '2012-10-17'],
    ['2010-09-09T10:00:00Z', '2010-09-09T10:00:00Z'],
    ['012345678901', '012345678901'],
    ['123456789012', 123456789012],
    ['0644', 420],
    ['0x1F', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['1:30', 90],
    ['-3', -3],
    ['+3', 3],
    ['-0', 0],
    ['1.5', 1.5],
    ['1e3', '1e3'],
    ['1.5e+3', 1500],
    ['.inf', '.inf'],
    ['12345678901234567890', '12345678901234567890'],
    ['0.12345678901234567890', '0.12345678901234567890'],
    ['yes', true],
    ['Off', false],
    ['y', 'y'],
    ['~', null],
    ['', null],
    ['"yes"', 'yes'],
    ["'012'", '012'],
    ['!!str 5', '5'],
    ['python3.13', 'python3.13'],
  ])('%s', (text, meant) => expect(read(text)).toBe(meant));

  it('that are names stay text', () => {
    const text = 'Mappings:\n  on:\n    012345678901:\n      yes: no\nResources: {}\n';
    expect(json(text).Mappings).toEqual({ on: { '012345678901': { yes: false } } });
  });
});

describe('YAML', () => {
  it('keeps literal and folded blocks as they are', () => {
    expect(read('|\n        a: b\n\n          c\n')).toBe('a: b\n\n  c\n');
    expect(read('>-\n        one\n        two\n')).toBe('one two');
    expect(read('|-\r\n        one\r\n        two\r\n')).toBe('one\ntwo');
  });

  it('writes aliases and merge keys out, what is written in place first', () => {
    const text = `
Base: &base {Type: Custom::A, Properties: {a: 1}}
More: &more {Type: Custom::B, DeletionPolicy: Retain}
Resources:
  One: *base
  Two: {<<: *base, Properties: {a: 2}}
  Three: {Properties: {a: 3}, <<: [*more, *base]}
  Four: {"<<": kept}
`;
    expect(json(text).Resources).toEqual({
      One: { Type: 'Custom::A', Properties: { a: 1 } },
      Two: { Type: 'Custom::A', Properties: { a: 2 } },
      Three: { Type: 'Custom::B', DeletionPolicy: 'Retain', Properties: { a: 3 } },
      Four: { '<<': 'kept' },
    });
  });

  it('takes the last anchor of a name before an alias', () => {
    const text = 'A: [&x 1, *x, &x 2, *x]\nResources: {}\n';
    expect(json(text)).toMatchObject({ A: [1, 1, 2, 2] });
    expect(refusal('A: *x\nB: &x 1\n').line).toBe(1);
  });

  it('refuses aliases that grow without end', () => {
    const rows = ['a: &l0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1)
      rows.push(
        `b${level}: &l${level} [${Array(10)
          .fill(`*l${level - 1}`)
          .join(', ')}]`,
      );
    expect(refusal(rows.join('\n')).message).toContain('aliases');
    expect(refusal('a: &a [*a]').message).toContain('deep');
    expect(refusal('a: &a {b: 1, <<: *a}').message).toContain('deep');
  });

  it.each([
    ['twice in one place', 'Resources:\n  A: {Type: X}\n  B: {Type: X}\n  A: {Type: X}\n', 4],
    ['tabs for indentation', 'Resources:\n\tA: 1\n', 2],
    ['two documents', 'Resources: {}\n---\nResources: {}\n', 2],
    ['a list for a name', 'Resources:\n  ? [a]\n  : 1\n', 2],
    ['a merge of a word', 'Resources:\n  A:\n    <<: x\n', 3],
    ['__proto__', 'Resources:\n  A:\n    __proto__: {x: 1}\n', 3],
    ['no object', '- Resources\n', 1],
    ['nothing', ' \n', 1],
    ['a section that is no object', 'AWSTemplateFormatVersion: 2010-09-09\nResources: [A]\n', 2],
  ])('refuses %s, with the line', (_, text, line) => {
    expect(refusal(text)).toMatchObject({ code: 'BadTemplateText', line });
  });
});

describe('JSON', () => {
  it('reads what JSON.parse reads', () => {
    const text =
      ' {"Resources": {"A": {"Type": "X\\u0041\\n\\"", "P": [1, -2.5, 1e3, true, false, null, {}, []]}}} ';
    expect(json(text)).toEqual(JSON.parse(text));
  });

  it('keeps digits that a number would lose', () => {
    expect(
      json('{"Resources": {}, "A": [12345678901234567890, 1e400, 100000000000000000000]}'),
    ).toMatchObject({
      A: ['12345678901234567890', '1e400', 100000000000000000000],
    });
  });

  it.each([
    ['a comma too many', '{\n "Resources": {},\n}', 3, 1],
    ['a missing comma', '{"a": 1\n "b": 2}', 2, 2],
    ['a missing end', '{"a": [1, 2', 1, 12],
    ['more after the end', '{"Resources": {}}\n}', 2, 1],
    ['a raw line break in text', '{"a":\n  "x\ny"}', 2, 3],
    ['text without end', '{"a": "x', 1, 7],
    ['a leading zero', '{"a": 012}', 1, 8],
    ['a bare word', '{"a": yes}', 1, 7],
    ['what is there twice', '{"Resources": {\n "A": 1,\n "A": 2}}', 3, 2],
    ['__proto__', '{"__proto__": {"x": 1}}', 1, 2],
  ])('refuses %s, with line and column', (_, text, line, column) => {
    expect(refusal(text)).toMatchObject({ code: 'BadTemplateText', line, column });
  });
});

describe('hostile text', () => {
  it('is refused when it is nested without end', () => {
    for (const text of [
      '{"a":'.repeat(300),
      '['.repeat(20_000),
      `a: ${'['.repeat(20_000)}`,
      '{"a":['.repeat(50_000),
    ])
      expect(refusal(text).code).toBe('BadTemplateText');
  });

  it('is refused when it is longer than any template', () => {
    expect(refusal('#'.repeat(17 * 1024 * 1024)).message).toContain('longer');
  });

  it('changes no prototype', () => {
    json('{"Resources": {"constructor": {"prototype": {"polluted": true}}}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('with very many names is read in time', () => {
    const names = Array.from({ length: 30_000 }, (_, index) => `  N${index}: {Type: X}`).join('\n');
    const before = performance.now();
    expect(Object.keys(json(`Resources:\n${names}\n`).Resources)).toHaveLength(30_000);
    expect(performance.now() - before).toBeLessThan(15_000);
  });
});

describe('a template that was read', () => {
  const text = `AWSTemplateFormatVersion: 2010-09-09
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Timeout: 3}}
Resources:
  Uploads:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub
        - "\${a}"
        - a: !GetAtt Queue.QueueName
  Queue:
    Type: AWS::SQS::Queue
`;

  it('keeps what SAM reads', () => {
    expect(json(text)).toMatchObject({
      Transform: 'AWS::Serverless-2016-10-31',
      Globals: { Function: { Timeout: 3 } },
    });
  });

  it('is read by Template.parse, too', () => {
    expect(Template.parse(text).toJson({ validate: false })).toEqual(json(text));
  });

  it('knows where everything is, also inside short tags', () => {
    const t = parseTemplate(text);
    expect(t.positionOf(['Resources', 'Queue', 'Type'])).toEqual({ line: 12, column: 5 });
    const variable = [
      'Resources',
      'Uploads',
      'Properties',
      'DisplayName',
      'Fn::Sub',
      1,
      'a',
      'Fn::GetAtt',
      0,
    ];
    expect(t.positionOf(variable)).toEqual({ line: 10, column: 22 });
    expect(t.positionOf(['Resources', 'Queue', 'Properties', 'Absent'])).toEqual({ line: 11, column: 3 });
    expect(t.positionOf([])).toEqual({ line: 1, column: 1 });
    const compact = parseTemplate('{"Resources": {"A": {\n  "Type": "X", "P": [1, {"b": 2}]}}}');
    expect(compact.positionOf(['Resources', 'A', 'P', 1, 'b'])).toEqual({ line: 2, column: 26 });
  });

  it('is frozen, and is what a builder makes: it can be added to', () => {
    const t = parseTemplate('Resources:\n  Uploads:\n    Type: AWS::SNS::Topic\n', { file: 'a.yaml' });
    const uploads = t.handle('Uploads', Topic);
    const queue = t.add('Queue', Queue());
    t.output('TopicArn', uploads.TopicArn);
    const printed = t.toJson();
    expect(printed).toEqual({
      Resources: { Uploads: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue' } },
      Outputs: { TopicArn: { Value: { 'Fn::GetAtt': ['Uploads', 'TopicArn'] } } },
    });
    expect(Object.isFrozen(t) && Object.isFrozen(printed.Resources['Uploads'])).toBe(true);
    expect(t.logicalIds).toEqual(['Uploads', queue.logicalId]);
    expect(t.sourceOf('Uploads')).toEqual({ file: 'a.yaml', line: 2, column: 3 });
    expect(t.sourceOf('Queue')?.file).toBe(import.meta.filename);
    expect(() => t.add('Uploads', Topic())).toThrow(expect.objectContaining({ code: 'DuplicateLogicalId' }));
    expect(() => t.handle('Queue', Topic)).toThrow(expect.objectContaining({ code: 'UnknownReference' }));
    expect(() => t.handle('Nope', Topic)).toThrow(expect.objectContaining({ code: 'UnknownReference' }));
  });

  it('says in the file where a finding is', () => {
    const t = parseTemplate('Resources:\n  A:\n    Type: AWS::SNS::Topic\n    DependsOn: Nope\n', {
      file: 'a.yaml',
    });
    const [finding] = t.validate().filter(({ id }) => id === 'UnknownReference');
    expect(finding?.source).toMatchObject({ file: 'a.yaml', line: 4 });
  });
});
