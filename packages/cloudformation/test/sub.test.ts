// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { AccountId, join, Partition, Region, sub, TemplateError, template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const json = (value: object): unknown => JSON.parse(JSON.stringify(value));

const text = fc.string({ unit: fc.constantFrom('$', '{', '}', '!', 'a', '.') });

/** What CloudFormation does with it, references written as `<name>`. */
function expand(written: unknown): string {
  const body = (written as { readonly 'Fn::Sub': string | [string, Record<string, string>] })['Fn::Sub'];
  const [pattern, variables] = typeof body === 'string' ? [body, {}] : body;
  return pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
    name.startsWith('!') ? `\${${name.slice(1)}}` : (variables[name] ?? `<${name}>`),
  );
}

describe('sub', () => {
  it('writes references as placeholders', () => {
    const t = template();
    const topic = t.add('Topic', Topic());
    expect(
      json(sub`arn:${Partition}:x:${Region}:${AccountId}:${topic}/${topic.ref}/${topic.TopicName}`),
    ).toEqual({
      'Fn::Sub':
        'arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}:${Topic}/${Topic}/${Topic.TopicName}',
    });
  });

  it('writes other values as variables, past the names that the text refers to', () => {
    const t = template();
    const taken = t.add('Value1', Topic());
    expect(json(sub`${join('', ['a'])} ${taken} ${join('', ['b'])} ${5}`)).toEqual({
      'Fn::Sub': [
        '${Value2} ${Value1} ${Value3} 5',
        { Value2: { 'Fn::Join': ['', ['a']] }, Value3: { 'Fn::Join': ['', ['b']] } },
      ],
    });
  });

  it('keeps your own ${ as text, also across an interpolation', () => {
    expect(json(sub`\${HOME} $${'{x}'} ${'${y}'}`)).toEqual({ 'Fn::Sub': '${!HOME} $' + '{!x} ${!y}' });
  });

  it('reads back as what was written, whatever the text', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(expand(json(sub`${before}${Region}${after}`))).toBe(`${before}<AWS::Region>${after}`);
      }),
    );
  });

  it('refuses what is neither text, value nor handle', () => {
    // @ts-expect-error a plain object has no place in text
    expect(() => sub`${{ a: 1 }}`).toThrow(TemplateError);
  });
});
