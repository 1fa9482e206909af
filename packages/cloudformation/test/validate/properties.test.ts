import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { referenceStackJson } from '../support/reference-stack-json.ts';
import { check } from './checked.ts';

/** Names that mean something to the checks, so that chance meets them. */
const words = fc.constantFrom(
  'Ref',
  'Fn::If',
  'Fn::Sub',
  'Fn::Join',
  'Fn::GetAtt',
  'Fn::Select',
  'Fn::FindInMap',
  'Fn::Equals',
  'Fn::Transform',
  'Fn::ForEach::X',
  'Condition',
  'Type',
  'Properties',
  'Code',
  'ZipFile',
  'Environment',
  'Variables',
  'Policies',
  'PolicyDocument',
  'Subscription',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'Value',
  'Export',
  'Name',
  'DependsOn',
  'A',
  'B',
  '__proto__',
  'constructor',
);
const texts = fc.constantFrom(
  'A',
  'B',
  'A.Arn',
  '$' + '{A.Arn}',
  'AWS::NoValue',
  'AWS::Lambda::Function',
  'String',
  '(a+)+$',
  '',
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    texts,
    words,
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(words, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const section = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(fc.constantFrom('A', 'B', 'Fn::ForEach::L'), json) },
  { weight: 1, arbitrary: json },
);
const resource = fc.record(
  {
    Type: fc.oneof(texts, fc.constantFrom('AWS::SNS::Topic', 'AWS::IAM::Role', 'AWS::SQS::QueuePolicy')),
    Properties: json,
    DependsOn: json,
    Condition: json,
  },
  { requiredKeys: [] },
);
const template = fc.record(
  {
    Parameters: section,
    Mappings: section,
    Conditions: section,
    Resources: fc.oneof(section, fc.dictionary(fc.constantFrom('A', 'B'), resource)),
    Outputs: section,
    Rules: section,
    Transform: fc.oneof(texts, fc.constant('AWS::LanguageExtensions'), json),
  },
  { requiredKeys: [] },
);

/** What findings say but for the names of resources and the order. */
function essence(
  findings: readonly Finding[],
  rename: (text: string) => string = (text) => text,
): readonly string[] {
  return findings
    .map(({ id, severity, path, message, cycle }) =>
      // A cycle is told from the resource that is declared first.
      id === 'DependencyCycle'
        ? `${id} ${cycle?.map(rename).sort().join()}`
        : rename(JSON.stringify([id, severity, path, message])),
    )
    .sort();
}

function shuffled(data: unknown, random: (most: number) => number): unknown {
  if (Array.isArray(data)) return data.map((each) => shuffled(each, random));
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).map(([key, value]) => [key, shuffled(value, random)] as const);
  for (let index = entries.length - 1; index > 0; index -= 1) {
    const other = random(index + 1);
    const [here, there] = [entries[index], entries[other]];
    if (here !== undefined && there !== undefined) {
      entries[index] = there;
      entries[other] = here;
    }
  }
  return Object.fromEntries(entries);
}

/** The reference stack with one value replaced by any other: mostly faulty in one place. */
const mutant = fc.tuple(fc.nat(), json).map(([position, value]) => {
  const stack = structuredClone(referenceStackJson());
  const places: [Record<string, unknown>, string][] = [];
  const collect = (data: unknown): void => {
    if (typeof data !== 'object' || data === null) return;
    for (const key of Object.keys(data)) {
      places.push([data as Record<string, unknown>, key]);
      collect((data as Record<string, unknown>)[key]);
    }
  };
  collect(stack.Resources);
  const place = places[position % places.length];
  if (place !== undefined) place[0][place[1]] = value;
  return stack;
});

describe('any JSON', () => {
  it('is judged without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(template, json, mutant), (data) => {
        for (const finding of check(data as object)) {
          expect(finding.message).not.toBe('');
          expect(() => JSON.stringify(finding)).not.toThrow();
        }
      }),
      { numRuns: 700 },
    );
  });

  it('is judged the same in another order', () => {
    fc.assert(
      fc.property(fc.oneof(template, mutant), fc.infiniteStream(fc.nat()), (data, numbers) => {
        const random = (most: number) => (numbers.next().value ?? 0) % most;
        expect(essence(check(shuffled(data, random) as object))).toEqual(essence(check(data)));
      }),
      { numRuns: 250 },
    );
  });

  it('is judged the same when a resource has another name everywhere', () => {
    const rename = (text: string) =>
      text
        .replaceAll('Topic', 'Zopic')
        .replaceAll('AWS::SNS::Zopic', 'AWS::SNS::Topic')
        .replaceAll('ZopicArn', 'TopicArn')
        .replaceAll('ZopicName', 'TopicName');
    fc.assert(
      fc.property(mutant, (data) => {
        const renamed = JSON.parse(rename(JSON.stringify(data))) as object;
        const without = (findings: readonly Finding[]) =>
          essence(findings, rename).map((each) => each.replace(/ Did you mean [^"]*/, ''));
        expect(without(check(renamed))).toEqual(without(check(data)));
      }),
      { numRuns: 250 },
    );
  });
});
