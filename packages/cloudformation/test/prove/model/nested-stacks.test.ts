// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../../src/index.ts';
import { createWorlds } from '../../../src/prove/model/create-worlds.ts';
import { withNested } from '../../../src/prove/model/nested-stacks.ts';
import type { ProveOptions } from '../../../src/prove/provable.ts';
import {
  fromArn,
  getAtt,
  hopOf,
  lambda,
  permission,
  proofOf,
  queue,
  queuePolicy,
  type Resources,
  ref,
  role,
  set,
  statement,
  topic,
} from '../hops/support.ts';

const stack = (parameters: object = {}, more: object = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: './consumer.yaml', Parameters: parameters },
  ...more,
});
// Templates are what a test makes them.
const templates = (all: Record<string, object>) =>
  ({ nested: all as unknown as Record<string, TemplateJson> }) satisfies ProveOptions;

/** A function that is subscribed to a topic that it is told of. */
const consumer = (changes: (resources: Resources) => void = () => {}) => {
  const resources: Resources = {
    Role: role(),
    Function: lambda(),
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('TopicArn'), Protocol: 'lambda', Endpoint: getAtt('Function') },
    },
    Permission: permission({ SourceArn: { 'Fn::Sub': '${TopicArn}' } }),
  };
  changes(resources);
  return {
    Parameters: { TopicArn: { Type: 'String' } },
    Resources: resources,
    Outputs: { FunctionArn: { Value: getAtt('Function') } },
  };
};

describe('a nested stack whose template is not given', () => {
  it('is an unknown hop that says what to prove', () => {
    const proof = proofOf({ Topic: topic(), Consumer: stack({ TopicArn: ref('Topic') }) });
    expect(proof.proven).toBe(false);
    expect(hopOf(proof, 'Consumer', 'use', './consumer.yaml')).toMatchObject({
      answer: 'unknown',
      check: 'prove ./consumer.yaml with TopicArn = Topic, or give it as the template of Consumer.',
    });
  });
});

describe('a nested stack whose template is given', () => {
  const outer = (): Resources => ({ Topic: topic(), Consumer: stack({ TopicArn: ref('Topic') }) });

  it('is proven with what it is passed', () => {
    const proof = proofOf(outer(), templates({ Consumer: consumer() }));
    expect(proof.proven).toBe(true);
    const hop = hopOf(proof, 'Topic', 'invoke', 'Consumer/Function');
    expect(hop).toMatchObject({ answer: 'allowed', path: ['Resources', 'Consumer'] });
    expect(hop.because).toMatch(/Permission "Consumer\/Permission": .* = Topic/);
    expect(hopOf(proof, 'Consumer/Function', 'assume', 'Consumer/Role').answer).toBe('allowed');
  });

  it('is denied with what would mend it, and without a patch for another template', () => {
    const without = consumer((r) => delete r['Permission']);
    const hop = hopOf(
      proofOf(outer(), templates({ Consumer: without })),
      'Topic',
      'invoke',
      'Consumer/Function',
    );
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.fix?.text).toMatch(/lambda:InvokeFunction on Consumer\/Function/);
    expect(hop.fix?.patch).toBeUndefined();
    expect(hop.fix?.code).toBeUndefined();
  });

  it('yields outputs that the outer template and its other stacks use', () => {
    const producer = {
      Resources: { Topic: topic() },
      Outputs: { Arn: { Value: ref('Topic') } },
    };
    const resources: Resources = {
      Producer: stack(),
      Consumer: stack({ TopicArn: getAtt('Producer', 'Outputs.Arn') }),
      Queue: queue(),
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { 'Fn::Sub': '${Producer.Outputs.Arn}' },
          Protocol: 'sqs',
          Endpoint: getAtt('Queue'),
        },
      },
      Policy: queuePolicy('Queue', {
        ...statement('sqs:SendMessage', getAtt('Queue')),
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: fromArn({ 'Fn::GetAtt': 'Producer.Outputs.Arn' }),
      }),
    };
    const proof = proofOf(resources, templates({ Producer: producer, Consumer: consumer() }));
    expect(hopOf(proof, 'Producer/Topic', 'invoke', 'Consumer/Function').answer).toBe('allowed');
    expect(hopOf(proof, 'Producer/Topic', 'deliver', 'Queue').answer).toBe('allowed');
    expect(proof.proven).toBe(true);
  });

  it('keeps its names apart, its defaults, its mappings and its conditions', () => {
    const inner = {
      Parameters: {
        Stage: { Type: 'String', Default: 'test' },
        Names: { Type: 'CommaDelimitedList' },
      },
      Mappings: { Sizes: { test: { Name: 'small' } } },
      Conditions: {
        IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] },
        IsNotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
      },
      Resources: {
        Topic: topic({
          TopicName: {
            'Fn::Join': [
              '-',
              [{ 'Fn::FindInMap': ['Sizes', ref('Stage'), 'Name'] }, { 'Fn::Select': [1, ref('Names')] }],
            ],
          },
          DisplayName: { 'Fn::If': ['IsProd', 'prod', { 'Fn::Sub': '${Stage}, ${AWS::Region}' }] },
        }),
        Other: { ...topic(), Condition: 'IsProd' },
      },
    };
    const { worlds } = createWorlds(
      {
        Parameters: { Stage: { Type: 'String', Default: 'prod' } },
        Conditions: { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } },
        Resources: { Topic: topic(), Inner: { ...stack({ Names: 'a,b' }), Condition: 'IsProd' } },
      },
      { nested: { Inner: inner }, region: 'eu-west-1' },
    );
    const [world] = worlds;
    expect([...(world?.resources.keys() ?? [])]).toEqual(['Topic', 'Inner/Topic']);
    expect(world?.resources.get('Inner/Topic')).toMatchObject({
      name: 'small-b',
      properties: { DisplayName: 'test, eu-west-1' },
    });
  });

  it('is not there where its condition does not hold', () => {
    const { worlds } = createWorlds(
      {
        Parameters: { Stage: { Type: 'String' } },
        Conditions: { IsProd: { 'Fn::Equals': [ref('Stage'), 'prod'] } },
        Resources: { Inner: { ...stack(), Condition: 'IsProd' } },
      },
      {
        nested: {
          Inner: {
            Conditions: { Always: { 'Fn::Equals': ['a', 'a'] } },
            Resources: { Topic: { ...topic(), Condition: 'Always' }, Queue: queue() },
          },
        },
      },
    );
    expect(worlds.map(({ resources }) => [...resources.keys()])).toEqual([
      [],
      ['Inner/Topic', 'Inner/Queue'],
    ]);
  });

  it('has nested stacks and loops of its own', () => {
    const middle = {
      Parameters: { TopicArn: { Type: 'String' } },
      Resources: { Inner: stack({ TopicArn: ref('TopicArn') }) },
    };
    const proof = proofOf(
      { Topic: topic(), Middle: stack({ TopicArn: ref('Topic') }) },
      templates({ Middle: middle, 'Middle/Inner': consumer() }),
    );
    expect(hopOf(proof, 'Topic', 'invoke', 'Middle/Inner/Function').answer).toBe('allowed');

    const looping = {
      Transform: 'AWS::LanguageExtensions',
      Resources: {
        'Fn::ForEach::All': [
          'Name',
          ['A', 'B'],
          {
            'Topic${Name}': topic({ DisplayName: ref('Name') }),
            'Queue${Name}': queue({ QueueName: { 'Fn::Sub': '${Topic${Name}.TopicName}-${Name}' } }),
          },
        ],
      },
    };
    const { worlds } = createWorlds({ Resources: { Inner: stack() } }, { nested: { Inner: looping } });
    expect([...(worlds[0]?.resources.keys() ?? [])]).toEqual([
      'Inner/TopicA',
      'Inner/QueueA',
      'Inner/TopicB',
      'Inner/QueueB',
    ]);
    expect(worlds[0]?.resources.get('Inner/TopicB')?.properties['DisplayName']).toBe('B');
  });

  it('does not show a secret that it is passed', () => {
    const secret = {
      Parameters: { Password: { Type: 'String', NoEcho: true } },
      Resources: { Topic: topic({ DisplayName: ref('Password') }) },
    };
    const { worlds } = createWorlds(
      { Resources: { Inner: stack({ Password: 'hunter2' }) } },
      { nested: { Inner: secret } },
    );
    expect(JSON.stringify([...(worlds[0]?.resources.values() ?? [])])).not.toContain('hunter2');
  });

  it('that is in itself, or asks for outputs in a circle, comes to an end', () => {
    const circle = {
      Parameters: { A: { Type: 'String' } },
      Resources: { Topic: topic({ DisplayName: ref('A') }) },
      Outputs: { A: { Value: ref('A') } },
    };
    const resources: Resources = {
      One: stack({ A: getAtt('Two', 'Outputs.A') }),
      Two: stack({ A: getAtt('One', 'Outputs.A') }),
    };
    expect(() => proofOf(resources, templates({ One: circle, Two: circle }))).not.toThrow();
  });

  it('never throws, whatever the templates are', () => {
    const json = fc.jsonValue();
    fc.assert(
      fc.property(json, json, json, (parameters, inner, outputs) => {
        const resources = {
          Inner: stack(parameters as object),
          Topic: topic({ DisplayName: getAtt('Inner', 'Outputs.A') }),
        };
        const nested = { Inner: { Resources: inner, Outputs: { A: { Value: outputs } }, Parameters: inner } };
        createWorlds({ Resources: resources }, { nested });
      }),
      { numRuns: 200 },
    );
  });

  it('leaves a template alone that has none', () => {
    const template = { Resources: { Topic: topic() } };
    expect(withNested(template, {})).toBe(template);
    set(template, 'Resources.Topic', queue());
    expect(withNested(template, { Other: {} })).toMatchObject(template);
  });
});
