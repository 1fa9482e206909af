// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { importTemplate } from '../../src/import/index.ts';
import { parseTemplate, TemplateError } from '../../src/index.ts';
import { prove } from '../../src/prove/prove.ts';

type Json = Readonly<Record<string, unknown>>;

const list = <T>(length: number, of: (at: number) => T) => Array.from({ length }, (_, at) => of(at));
const members = (length: number, of: (at: number) => readonly [string, unknown]) =>
  Object.fromEntries(list(length, of));
const stack = (Resources: Json, more: Json = {}) => JSON.stringify({ ...more, Resources });
const topic = (Properties: Json = {}) => ({ Type: 'AWS::SNS::Topic', Properties });
const text = { Type: 'String' };
const loop = (times: number, body: Json, name = 'X') => [name, list(times, String), body];
const extended = { Transform: 'AWS::LanguageExtensions' };
const named = (name: unknown) => stack({ T: topic({ TopicName: name }) });
const withPattern = (AllowedPattern: string, Default: string) =>
  stack({ T: topic() }, { Parameters: { P: { ...text, AllowedPattern, Default } } });

const texts: readonly (readonly [string, string])[] = [
  ['JSON that nests', `{"Resources":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`],
  ['YAML that nests in lines', list(1_400, (at) => `${' '.repeat(at)}a:`).join('\n')],
  ['YAML that nests in brackets', `Resources: ${'['.repeat(100_000)}`],
  ['text of backslashes without an end', `{"a":"${'\\"'.repeat(400_000)}`],
  [
    'a number of 900,000 digits',
    `{"Resources":{"T":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":${'9'.repeat(900_000)}}}}}`,
  ],
  [
    'a number with a huge exponent',
    `{"Resources":{"T":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":1e${'9'.repeat(300_000)}}}}}`,
  ],
  [
    'aliases of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${list(20, (at) => `a${at}: &a${at} [${list(9, () => `*a${at || ''}`.replace('*a1', at === 1 ? '*a0' : '*a')).join(',')}]`).join('\n')}\nResources: {}\n`,
  ],
  [
    'merge keys of merge keys',
    `a0: &a0 {x: 1}\n${list(40, (at) => `a${at + 1}: &a${at + 1} {<<: [*a${at}, *a${at}], k${at}: 1}`).join('\n')}\nResources: {}\n`,
  ],
  [
    'a mapping that is merged into each resource',
    `x: &x {${list(2_000, (at) => `k${at}: 1`).join(', ')}}\nResources:\n${list(490, (at) => `  A${at}:\n    <<: *x`).join('\n')}`,
  ],
  ['placeholders without an end', named({ 'Fn::Sub': '${'.repeat(400_000) })],
  ['many placeholders', named({ 'Fn::Sub': '${A}'.repeat(100_000) })],
  ['dynamic references without an end', named('{{resolve:'.repeat(80_000))],
  ['a pattern that goes back for ever', withPattern('(a|a|a|a|aa)*b', 'a'.repeat(40))],
  ['a pattern of many stars', withPattern('a*a*a*a*a*a*a*a*b', 'a'.repeat(200))],
  ['a pattern of counts of counts', withPattern('((((a{1,99}){1,99}){1,99}){1,99}){1,99}b', 'a'.repeat(24))],
  [
    'a name that breaks its pattern slowly',
    stack({ E: { Type: 'AWS::FinSpace::Environment', Properties: { Name: `${'a'.repeat(1_999)}!` } } }),
  ],
  [
    'names that are misspelt',
    stack(
      members(1_500, (at) => [`Axxxxxxxxxxxxx${at}`, topic({ DisplayName: { Ref: `Bxxxxxxxxxxxxx${at}` } })]),
    ),
  ],
  [
    'long names that are misspelt',
    stack(
      members(400, (at) => [
        `A${'x'.repeat(900)}${at}`,
        topic({ DisplayName: { Ref: `B${'x'.repeat(900)}${at}` } }),
      ]),
    ),
  ],
  ['types that there are not', stack(members(3_000, (at) => [`A${at}`, { Type: `AWS::Foo::Bar${at}` }]))],
  [
    'names that double',
    stack(
      members(60, (at) => [
        `T${at}`,
        topic({
          TopicName:
            at === 0 ? 'x' : { 'Fn::Sub': '${A.TopicName}${A.TopicName}'.replaceAll('A', `T${at - 1}`) },
        }),
      ]),
    ),
  ],
  [
    'names that are joined of names',
    stack(
      members(40, (at) => [
        `T${at}`,
        topic({
          TopicName:
            at === 0
              ? 'x'
              : { 'Fn::Join': ['', list(10, () => ({ 'Fn::GetAtt': [`T${at - 1}`, 'TopicName'] }))] },
        }),
      ]),
    ),
  ],
  [
    'a chain of names',
    stack(
      members(3_000, (at) => [`T${at}`, topic({ TopicName: { 'Fn::Sub': `x\${T${at + 1}.TopicName}` } })]),
    ),
  ],
  [
    'a mapping that holds itself',
    stack(
      { T: topic({ DisplayName: { 'Fn::FindInMap': ['M', 'a', 'b'] } }) },
      {
        Mappings: {
          M: { a: { b: { 'Fn::Join': ['', list(2, () => ({ 'Fn::FindInMap': ['M', 'a', 'b'] }))] } } },
        },
      },
    ),
  ],
  [
    'a chain of conditions',
    stack(
      { T: { ...topic(), Condition: 'C2999' } },
      {
        Parameters: { P: text },
        Conditions: members(3_000, (at) => [
          `C${at}`,
          at === 0
            ? { 'Fn::Equals': [{ Ref: 'P' }, 'x'] }
            : { 'Fn::And': list(2, () => ({ Condition: `C${at - 1}` })) },
        ]),
      },
    ),
  ],
  [
    'conditions that are all open',
    stack(
      members(200, (at) => [`T${at}`, { ...topic(), Condition: `C${at}` }]),
      {
        Parameters: members(200, (at) => [`P${at}`, text]),
        Conditions: members(200, (at) => [`C${at}`, { 'Fn::Equals': [{ Ref: `P${at}` }, 'x'] }]),
      },
    ),
  ],
  [
    'a parameter with a word for each condition',
    stack(
      members(100, (at) => [`T${at}`, { ...topic(), Condition: `C${at}` }]),
      {
        Parameters: { P: { ...text, AllowedValues: list(20_000, String) } },
        Conditions: members(100, (at) => [`C${at}`, { 'Fn::Equals': [{ Ref: 'P' }, String(at)] }]),
      },
    ),
  ],
  [
    'loops in loops',
    stack(
      {
        'Fn::ForEach::A': loop(100, {
          'Fn::ForEach::B': loop(
            100,
            { 'Fn::ForEach::C': loop(100, { 'T${X}${Y}${Z}': topic() }, 'Z') },
            'Y',
          ),
        }),
      },
      extended,
    ),
  ],
  [
    'loops that make texts long',
    stack(
      {
        T: topic({
          'Fn::ForEach::A': [
            'X',
            ['a'.repeat(3_000)],
            { 'Fn::ForEach::B': ['Y', ['${X}'.repeat(3_000)], { k: '${Y}${Y}'.repeat(3_000) }] },
          ],
        }),
      },
      extended,
    ),
  ],
  [
    'a role of 5,000 statements for 100 functions',
    stack({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: list(5_000, (at) => ({
                  Effect: 'Allow',
                  Action: ['sns:P*', 'sqs:*'],
                  Resource: `arn:aws:sns:*:*:t${at}*`,
                })),
              },
            },
          ],
        },
      },
      T: topic(),
      ...members(100, (at) => [
        `F${at}`,
        {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Code: { ZipFile: 'x' },
            Handler: 'index.handler',
            Runtime: 'nodejs22.x',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Environment: { Variables: { TOPIC: { Ref: 'T' } } },
          },
        },
      ]),
    }),
  ],
  [
    'wildcards',
    stack({
      T: topic({ TopicName: 'a'.repeat(20_000) }),
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'a'.repeat(20_000) } },
      S: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'T' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Q', 'Arn'] } },
      },
      P: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Q' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: list(10, () => ({
              Effect: 'Allow',
              Principal: '*',
              Action: '*a*a*a*',
              Resource: `arn:*${'a*'.repeat(5_000)}b`,
            })),
          },
        },
      },
    }),
  ],
];

/** A generous bound for a machine under load: what is not bounded takes minutes, or for ever. */
const mostMs = 4_000;

describe('what a stranger writes is read, checked, proven and imported in bounded time', () => {
  it.each(texts)('%s', (_, written) => {
    const before = process.cpuUsage();
    try {
      const template = parseTemplate(written);
      template.validate();
      const { proven } = prove(template);
      expect(typeof proven).toBe('boolean');
      importTemplate(template.toJson({ validate: false }));
    } catch (error) {
      expect(error).toBeInstanceOf(TemplateError);
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(mostMs);
  });
});
