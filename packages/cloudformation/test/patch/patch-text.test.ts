import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatchOperation } from '../../src/finding.ts';
import { readYaml } from '../../src/parse/read-yaml.ts';
import { applyPatch, patchText } from '../../src/patch/index.ts';
import { toYaml } from '../../src/print/to-yaml.ts';
import type { TemplateJson } from '../../src/template-json.ts';

const yaml = `# The road of uploads
Resources:
    Fn: # the function
      Type:   "AWS::Lambda::Function"
      Properties:
        Role: !GetAtt Role.Arn   # made below
        Code:
          ZipFile: |
            def handler(event, context):
              pass

        Layers:
        - a # first
        -   !Ref Second

    # Its permission
    Permission:
      Type: AWS::Lambda::Permission
      Properties: {Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com}
    Empty:
      Type: AWS::SNS::Topic
      Properties: {}
# the end
Outputs:
  Arn:
    Value: !Sub "\${Fn}-x"
`;

/** The lines that a patch takes away and adds. */
function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, made] = [before.split('\n'), after.split('\n')];
  const rest = [...made];
  const gone = old.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return { gone, come: rest };
}

describe('patchText on YAML', () => {
  it.each<[string, PatchOperation, string[], string[]]>([
    [
      'a member after the last one',
      { op: 'add', path: ['Resources', 'Fn', 'Properties', 'Timeout'], value: 30 },
      [],
      ['        Timeout: 30'],
    ],
    [
      'a resource with functions in their short form',
      {
        op: 'add',
        path: ['Resources', 'Queue'],
        value: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
      },
      [],
      [
        '    Queue:',
        '      Type: AWS::SQS::Queue',
        '      Properties:',
        '        KmsMasterKeyId: !GetAtt Key.Arn',
      ],
    ],
    [
      'a word, its comment kept',
      { op: 'replace', path: ['Resources', 'Fn', 'Properties', 'Layers', 0], value: 'b' },
      ['        - a # first'],
      ['        - b # first'],
    ],
    [
      'a function with a short tag',
      { op: 'replace', path: ['Resources', 'Fn', 'Properties', 'Role'], value: { Ref: 'RoleArn' } },
      ['        Role: !GetAtt Role.Arn   # made below'],
      ['        Role: !Ref RoleArn   # made below'],
    ],
    [
      'the inside of a function with a short tag',
      { op: 'replace', path: ['Resources', 'Fn', 'Properties', 'Role', 'Fn::GetAtt', 1], value: 'RoleId' },
      ['        Role: !GetAtt Role.Arn   # made below'],
      ['        Role: !GetAtt Role.RoleId   # made below'],
    ],
    [
      'a member between braces',
      { op: 'add', path: ['Resources', 'Permission', 'Properties', 'SourceArn'], value: { Ref: 'Empty' } },
      ["      Properties: {Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com}"],
      [
        '      Properties: {Action: \'lambda:InvokeFunction\', Principal: s3.amazonaws.com, SourceArn: {Ref: "Empty"}}',
      ],
    ],
    [
      'the first member of empty braces',
      { op: 'add', path: ['Resources', 'Empty', 'Properties', 'TopicName'], value: 'uploads' },
      ['      Properties: {}'],
      ['      Properties:', '        TopicName: uploads'],
    ],
    [
      'parents that are not there',
      { op: 'add', path: ['Resources', 'Fn', 'Metadata', 'List', '-', 'A'], value: 'yes' },
      [],
      ['      Metadata:', '        List:', "          - A: 'yes'"],
    ],
    [
      'an item before another',
      { op: 'add', path: ['Resources', 'Fn', 'Properties', 'Layers', 1], value: { A: 1, B: [2] } },
      [],
      ['        - A: 1', '          B:', '            - 2'],
    ],
    [
      'an item at the end',
      { op: 'add', path: ['Resources', 'Fn', 'Properties', 'Layers', '-'], value: 'c' },
      [],
      ['        - c'],
    ],
    [
      'text of several lines',
      { op: 'replace', path: ['Resources', 'Fn', 'Properties', 'Code', 'ZipFile'], value: 'a:\n  b\n' },
      ['            def handler(event, context):', '              pass'],
      ['            a:', '              b'],
    ],
    [
      'one member gone',
      { op: 'remove', path: ['Resources', 'Fn', 'Properties', 'Role'] },
      ['        Role: !GetAtt Role.Arn   # made below'],
      [],
    ],
    [
      'one member between braces gone',
      { op: 'remove', path: ['Resources', 'Permission', 'Properties', 'Action'] },
      ["      Properties: {Action: 'lambda:InvokeFunction', Principal: s3.amazonaws.com}"],
      ['      Properties: {Principal: s3.amazonaws.com}'],
    ],
    [
      'the last item gone',
      { op: 'remove', path: ['Outputs', 'Arn', 'Value'] },
      ['  Arn:', `    Value: !Sub "\${Fn}-x"`],
      ['  Arn: {}'],
    ],
  ])('changes %s and no other line', (_, operation, gone, come) => {
    const patched = patchText(yaml, [operation]);
    expect(changedLines(yaml, patched)).toEqual({ gone, come });
  });

  it('turns a replacement of a large value into the lines that differ', () => {
    const properties = (readYaml(yaml).data as { Resources: { Fn: { Properties: object } } }).Resources.Fn
      .Properties;
    const patched = patchText(yaml, [
      { op: 'replace', path: ['Resources', 'Fn', 'Properties'], value: { ...properties, Timeout: 3 } },
    ]);
    expect(changedLines(yaml, patched)).toEqual({ gone: [], come: ['        Timeout: 3'] });
  });

  it('keeps line ends of Windows and a byte order mark', () => {
    const windows = `\uFEFF${yaml.replaceAll('\n', '\r\n')}`;
    const patched = patchText(windows, [
      { op: 'add', path: ['Resources', 'T', 'Type'], value: 'AWS::SNS::Topic' },
    ]);
    expect(patched.startsWith('\uFEFF#')).toBe(true);
    expect(patched.match(/(?<!\r)\n/g)).toBeNull();
    expect(patched).toContain('    T:\r\n      Type: AWS::SNS::Topic\r\n');
  });

  it('adds to a text whose last line has no end', () => {
    expect(patchText('A:\n  B: 1', [{ op: 'add', path: ['A', 'C'], value: 2 }])).toBe('A:\n  B: 1\n  C: 2');
  });

  it('refuses to change what an alias shares with other places', () => {
    const shared = 'A: &a\n  B: 1\nC: *a\nD:\n  <<: *a\n  E: 1\n';
    const code = (operation: PatchOperation) => {
      try {
        return patchText(shared, [operation]);
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code({ op: 'replace', path: ['C', 'B'], value: 2 })).toBe('SharedText');
    expect(code({ op: 'replace', path: ['A', 'B'], value: 2 })).toBe('TextNotPatched');
    expect(code({ op: 'remove', path: ['D', 'B'] })).toBe('SharedText');
    expect(code({ op: 'add', path: ['D', 'B'], value: 2 })).toContain('  E: 1\n  B: 2\n');
    expect(code({ op: 'replace', path: ['C'], value: 2 })).toContain('C: 2\n');
  });

  it('says what is neither JSON nor YAML', () => {
    expect(() => patchText('{"a": ', [])).toThrowError(expect.objectContaining({ code: 'BadText' }));
    expect(() => patchText('a: [', [])).toThrowError(expect.objectContaining({ code: 'BadText' }));
  });
});

describe('patchText on JSON', () => {
  const operation: PatchOperation = {
    op: 'add',
    path: ['Resources', 'P', 'Properties', 'SourceArn'],
    value: { Ref: 'Topic' },
  };

  it('keeps indentation, tabs included, and the order', () => {
    const json =
      '{\n\t"Resources": {\n\t\t"P": {"Type": "X",\n\t\t  "Properties": {\n\t\t\t"A": 1\n\t\t\t}}\n\t}\n}\n';
    expect(patchText(json, [operation])).toBe(
      json.replace('"A": 1', '"A": 1,\n\t\t\t"SourceArn": {\n\t\t\t\t"Ref": "Topic"\n\t\t\t}'),
    );
  });

  it('writes what is in one line in one line', () => {
    expect(patchText('{"Resources":{"P":{"Properties":{}}}}', [operation])).toBe(
      '{"Resources":{"P":{"Properties":{"SourceArn":{"Ref":"Topic"}}}}}',
    );
    expect(patchText('{"Resources": {"P": {"Properties": {"A": 1}}}}', [operation])).toBe(
      '{"Resources": {"P": {"Properties": {"A": 1, "SourceArn": {"Ref": "Topic"}}}}}',
    );
  });
});

describe('patchText on any text', () => {
  const key = fc
    .oneof(
      fc.constantFrom('Type', 'Properties', 'Ref', 'Fn::Sub', 'on', '1', 'a b', 'x:y', '#', '- a'),
      fc.string({ minLength: 1, maxLength: 6 }),
    )
    .filter((each) => each !== '__proto__' && each !== '<<');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.oneof(
        fc.constantFrom('yes', '012', 'a\nb\n', ' x', '', 'x #y', '{', "it's"),
        fc.string({ maxLength: 8 }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
      ),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const template = fc.record({
    Resources: fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    Metadata: value,
  });
  const choices = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });

  /** A random place in data, and whether it is in a list. */
  function somewhere(data: unknown, picks: readonly number[]): (string | number)[] {
    const path: (string | number)[] = [];
    let here = data;
    for (const pick of picks.slice(0, 1 + ((picks.at(-1) ?? 0) % 5))) {
      if (typeof here !== 'object' || here === null) break;
      const keys = Array.isArray(here) ? [...here.keys()] : Object.keys(here);
      const next = keys[pick % Math.max(1, keys.length)];
      if (next === undefined) break;
      path.push(next);
      here = (here as Record<string | number, unknown>)[next];
    }
    return path;
  }

  it.each(['JSON', 'YAML', 'one line'])('of %s says exactly what the patch says', (form) => {
    fc.assert(
      fc.property(
        template,
        choices,
        fc.constantFrom('add', 'replace', 'remove', 'new', 'append'),
        key,
        value,
        (json, picks, kind, name, made) => {
          const text =
            form === 'JSON'
              ? JSON.stringify(json, null, 4)
              : form === 'YAML'
                ? toYaml(json as unknown as TemplateJson)
                : JSON.stringify(json);
          const path = somewhere(json, picks);
          let held: unknown = json;
          for (const each of path) held = (held as Record<string | number, unknown>)[each];
          const inside = Array.isArray(held) ? '-' : name;
          const operation: PatchOperation =
            kind === 'remove'
              ? { op: 'remove', path }
              : kind === 'new' || kind === 'append'
                ? { op: 'add', path: [...path, inside], value: made }
                : { op: kind as 'add' | 'replace', path, value: made };
          let wanted: unknown;
          try {
            wanted = applyPatch(json, [operation]);
          } catch {
            return; // there is no such place
          }
          if (path.length <= 1 && kind !== 'new') return; // sections stay sections
          const patched = patchText(text, [operation]);
          expect(form === 'YAML' ? readYaml(patched).data : JSON.parse(patched)).toEqual(wanted);
        },
      ),
      { numRuns: 400 },
    );
  });
});
