import { describe, expect, it } from 'vitest';
import { referenceStackJson } from '../support/reference-stack-json.ts';
import { check } from './checked.ts';

/** A template as the faults change it. */
interface Mutable {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

function mutated(
  change: (properties: (id: string) => Record<string, unknown>, all: Mutable['Resources']) => void,
) {
  const template = structuredClone(referenceStackJson()) as unknown as Mutable;
  change((id) => {
    const resource = template.Resources[id];
    if (resource === undefined) throw new Error(`no ${id}`);
    resource.Properties ??= {};
    return resource.Properties;
  }, template.Resources);
  return template;
}

const endpoint = (attribute: string) => [
  { Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Function', attribute] } },
];

const faults = {
  '11 a cycle through the environment': [
    mutated((of) => {
      of('Function')['Environment'] = { Variables: { TOPIC: { Ref: 'Topic' } } };
    }),
    ['DependencyCycle Resources.Function'],
  ],
  '13 a handler that is not in the inline code': [
    mutated((of) => {
      of('Function')['Handler'] = 'main.handler';
    }),
    ['InlineCodeHandler Resources.Function.Properties.Handler'],
  ],
  '20 an attribute that is misspelt': [
    mutated((of) => {
      of('Topic')['Subscription'] = endpoint('ARN');
    }),
    ['UnknownAttribute Resources.Topic.Properties.Subscription.0.Endpoint'],
  ],
  '21 an unknown property': [
    mutated((of) => {
      of('Topic')['Subscriptions'] = [];
    }),
    ['UnknownProperty Resources.Topic.Properties.Subscriptions'],
  ],
  '22 a missing required property': [
    mutated((of) => {
      delete of('Function')['Role'];
    }),
    ['MissingProperty Resources.Function.Properties'],
  ],
  '23 a blocked runtime': [
    mutated((of) => {
      of('Function')['Runtime'] = 'python2.7';
    }),
    ['RuntimeBlocked Resources.Function.Properties.Runtime'],
  ],
  '24 a timeout over the limit': [
    mutated((of) => {
      of('Function')['Timeout'] = 901;
    }),
    ['NumberOutOfRange Resources.Function.Properties.Timeout'],
  ],
  '25 a memory size under the limit': [
    mutated((of) => {
      of('Function')['MemorySize'] = 64;
    }),
    ['NumberOutOfRange Resources.Function.Properties.MemorySize'],
  ],
  '26 a dangling Ref': [
    mutated((of) => {
      of('Permission')['SourceArn'] = { Ref: 'Topik' };
    }),
    ['UnknownReference Resources.Permission.Properties.SourceArn'],
  ],
  '27 more than 500 resources': [
    mutated((_, all) => {
      for (let index = 0; index < 497; index += 1) all[`T${index}`] = { Type: 'AWS::SNS::Topic' };
    }),
    ['LimitExceeded Resources'],
  ],
  '28 inline code over 4 MB': [
    mutated((of) => {
      of('Function')['Code'] = { ZipFile: `#${'x'.repeat(4 * 1024 * 1024 + 10)}` };
    }),
    ['LimitExceeded Template', 'InlineCodeSize Resources.Function.Properties.Code.ZipFile'],
  ],
} satisfies Record<string, readonly [object, readonly string[]]>;

describe('the reference stack', () => {
  it('has no error and no warning', () => {
    expect(check(referenceStackJson()).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it.each(Object.entries(faults))('is refused with %s', (_, [template, expected]) => {
    const found = check(template);
    expect(found.map(({ id, path }) => `${id} ${path.join('.')}`)).toEqual(expected);
    for (const finding of found) {
      expect(finding.severity).toBe('error');
      for (const text of [finding.message, finding.cause, finding.fix]) expect(text).toMatch(/^[^\n]+[.?]$/);
    }
  });

  it('offers the right names as patches', () => {
    const [attribute] = check(faults['20 an attribute that is misspelt'][0]);
    expect(attribute?.patch).toEqual([
      {
        op: 'replace',
        path: ['Resources', 'Topic', 'Properties', 'Subscription', 0, 'Endpoint', 'Fn::GetAtt', 1],
        value: 'Arn',
      },
    ]);
    const [reference] = check(faults['26 a dangling Ref'][0]);
    expect(reference).toMatchObject({
      message: expect.stringContaining('Did you mean Topic?'),
      patch: [{ path: ['Resources', 'Permission', 'Properties', 'SourceArn', 'Ref'], value: 'Topic' }],
    });
  });

  it('names the whole cycle, and the way out of it', () => {
    const [cycle] = check(faults['11 a cycle through the environment'][0]);
    expect(cycle?.cycle).toEqual(['Function', 'Topic']);
    expect(cycle?.message).toContain('Function → Topic → Function');
    expect(cycle?.fix).toContain('AWS::SNS::Subscription');
  });

  it('says where the builder added what is at fault', () => {
    const source = { file: 'stack.ts', line: 3, column: 5 };
    const sourceOf = (id: string) => (id === 'Function' ? source : undefined);
    const [timeout] = check(faults['24 a timeout over the limit'][0], { sourceOf });
    expect(timeout).toMatchObject({ logicalId: 'Function', source });
  });
});
