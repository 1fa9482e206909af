import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importTemplate } from '../../src/import/index.ts';
import type { TemplateJson } from '../../src/index.ts';
import { validate } from '../../src/validate/validate.ts';
import { meaningOf } from '../import/support/meaning.ts';
import { writeModules } from '../import/support/written-modules.ts';

/** What ends the process if it is run as code. */
const run = 'process.exit(66)';
const dollar = '$';
const text = fc.constantFrom(
  `\`;${run};//`,
  `\`+${run}+\``,
  `${dollar}{${run}}`,
  `\\${dollar}{${run}}`,
  `\\\`;${run};//`,
  `';${run};'`,
  `");${run};("`,
  `*/${run}/*`,
  `x\n${run}\n`,
  `x\r${run}`,
  `x\u2028${run}`,
  `x\u2029${run}//`,
  `\ud800\`${dollar}{${run}}`,
  `${dollar}{!${run}} ${dollar}{A} ${dollar}{`,
  `</script><script>${run}</script>`,
  `]: ${run}, [`,
  `// note: */ ${run}`,
  `a\n\`${dollar}{${run}}\`\n, which is written as several lines`,
  `!Sub ${dollar}{AWS::Region}${dollar}{${run}}`,
  'constructor',
  'toString',
  'default',
  'class',
  'await',
  't',
  'template',
  'AWS::NoValue',
  run,
  `\u202e${run}`,
  `A${run}`,
);
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.array(tie('data'), { maxLength: 2 }),
    fc.dictionary(text, tie('data'), { maxKeys: 2 }),
    fc
      .tuple(
        fc.constantFrom('Ref', 'Fn::Sub', 'Fn::Base64', 'Fn::ImportValue', 'Condition', 'Fn::Evil'),
        text,
      )
      .map(([key, value]) => ({ [key]: value })),
    fc.tuple(text, text).map((pair) => ({ 'Fn::GetAtt': pair })),
    fc.tuple(text, tie('data'), tie('data')).map((three) => ({ 'Fn::If': three })),
    fc.tuple(text, fc.dictionary(text, tie('data'), { maxKeys: 2 })).map((pair) => ({ 'Fn::Sub': pair })),
  ),
}));
const named = (of: fc.Arbitrary<unknown>) => fc.dictionary(text, of, { maxKeys: 3 });
const type = fc.oneof(
  text,
  text.map((each) => `AWS::SNS::${each}`),
  fc.constantFrom('AWS::SNS::Topic', 'AWS::Lambda::Function', 'AWS::IAM::Role', 'Custom::Any'),
);
const resource = fc.record(
  {
    Type: type,
    Properties: named(data),
    DependsOn: fc.array(text),
    Condition: text,
    Metadata: named(data),
    DeletionPolicy: text,
  },
  { requiredKeys: ['Type'] },
);
const hostile = fc.record(
  {
    Resources: named(resource),
    Description: text,
    Metadata: named(data),
    Parameters: named(fc.record({ Type: text, Default: text, Description: text, AllowedPattern: text })),
    Mappings: named(named(named(text))),
    Conditions: named(fc.tuple(text, data).map((pair) => ({ 'Fn::Equals': pair }))),
    Rules: named(
      fc.record({
        RuleCondition: data,
        Assertions: fc.array(fc.record({ Assert: data, AssertDescription: text })),
      }),
    ),
    Outputs: named(fc.record({ Value: data, Description: text, Export: fc.record({ Name: data }) })),
    Transform: text,
  },
  { requiredKeys: ['Resources'] },
);

describe('importTemplate', () => {
  it('makes no code of any text of a template', async () => {
    const templates = fc.sample(hostile, 120).map((each) => JSON.parse(JSON.stringify(each)) as TemplateJson);
    using modules = writeModules(new Map(templates.map((each, at) => [`t${at}`, importTemplate(each)])));
    // It would end here with its process.
    const results = await modules.run();
    for (const [at, template] of templates.entries()) {
      const { json, error } = results[`t${at}`] ?? {};
      expect(error, importTemplate(template)).toBeUndefined();
      expect(meaningOf(json as object)).toEqual(meaningOf(template));
    }
    expect(await modules.compile()).toEqual([]);
  }, 120_000);

  it('takes no name that JavaScript gives a meaning for a function of its own', () => {
    for (const named of ['constructor', 'toString', 'valueOf', 'hasOwnProperty']) {
      const any = { [named]: ['a', 'b'] };
      const template = {
        Conditions: { C: any },
        Rules: { R: { RuleCondition: any, Assertions: [{ Assert: any }] } },
        Resources: { T: { Type: 'AWS::SNS::Topic', [named]: any, Properties: any } },
        Outputs: { O: { Value: any } },
      };
      expect(importTemplate(template as unknown as TemplateJson)).not.toContain('native code');
      expect(validate(template as unknown as TemplateJson).map(({ id }) => id)).toContain('UnknownProperty');
    }
  });

  it('leaves nothing unseen or turned round in its text', () => {
    const unseen = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
    for (const template of fc.sample(hostile, 200))
      expect(importTemplate(template as TemplateJson)).not.toMatch(unseen);
  });
});
