// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub and loops are written so.
import { describe, expect, it } from 'vitest';
import { Subscription, Topic } from '../../../src/aws/sns.ts';
import { Queue } from '../../../src/aws/sqs.ts';
import { template } from '../../../src/index.ts';
import { createWorlds } from '../../../src/prove/model/create-worlds.ts';
import { prove } from '../../../src/prove/prove.ts';
import { fromArn, getAtt, hopOf, proofOf, queue, type Resources, ref, statement } from '../hops/support.ts';

const extended = { Transform: 'AWS::LanguageExtensions' };

/** Topics that send to a queue each. */
const body = (policies = true) => ({
  'Topic${Name}': { Type: 'AWS::SNS::Topic' },
  'Queue${Name}': queue({ QueueName: { 'Fn::Sub': 'videos-${Name}' } }),
  'Subscription${Name}': {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: ref('Topic${Name}'),
      Protocol: 'sqs',
      Endpoint: getAtt('Queue${Name}'),
    },
  },
  ...(policies && {
    'Policy${Name}': {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: { 'Fn::Sub': 'Queue${Name}' } }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            statement('sqs:SendMessage', getAtt('Queue${Name}'), {
              Principal: { Service: 'sns.amazonaws.com' },
              Condition: fromArn(ref('Topic${Name}')),
            }),
          ],
        },
      },
    },
  }),
});
const loop = (collection: unknown, policies?: boolean): Resources => ({
  'Fn::ForEach::Videos': ['Name', collection, body(policies)],
});
const lines = (proof: ReturnType<typeof prove>) =>
  proof.hops.map((hop) => `${hop.from.label} ${hop.kind} ${hop.to.label}: ${hop.answer}`);

describe('loops over resources', () => {
  it('are written out over literals', () => {
    const proof = proofOf(loop(['A', 'B']), {}, extended);
    expect(lines(proof)).toEqual(['TopicA deliver QueueA: allowed', 'TopicB deliver QueueB: allowed']);
    expect(proof.hops[0]?.path).toEqual(['Resources', 'Fn::ForEach::Videos', 2, 'Subscription${Name}']);
  });

  it("are written out over a parameter's value or default", () => {
    const sections = { ...extended, Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'A' } } };
    expect(lines(proofOf(loop(ref('Names')), {}, sections))).toEqual(['TopicA deliver QueueA: allowed']);
    const given = { parameters: { Names: ['C', 'D'] } };
    expect(lines(proofOf(loop(ref('Names')), given, sections))).toHaveLength(2);
    expect(lines(proofOf(loop([ref('Names'), 'E']), given, sections))).toHaveLength(3);
  });

  it('are written out over a mapping, in loops of loops, and with what no logical id can have', () => {
    const sections = {
      ...extended,
      Mappings: { Names: { A: { Kinds: ['x-1', 'y'] } } },
    };
    const inner = [
      'Kind',
      { 'Fn::FindInMap': ['Names', ref('Name'), 'Kinds'] },
      {
        'Topic${Name}&{Kind}': {
          Type: 'AWS::SNS::Topic',
          Properties: { TopicName: { 'Fn::Sub': '${Name}-${Kind}' } },
        },
      },
    ];
    const { worlds } = createWorlds({
      ...sections,
      Resources: { 'Fn::ForEach::Outer': ['Name', ['A'], { 'Fn::ForEach::Inner': inner }] },
    });
    expect(
      [...(worlds[0]?.resources.values() ?? [])].map(({ logicalId, name }) => [logicalId, name]),
    ).toEqual([
      ['TopicAx1', 'A-x-1'],
      ['TopicAy', 'A-y'],
    ]);
  });

  it('are denied turn by turn, without a patch inside the body', () => {
    const denied = hopOf(proofOf(loop(['A', 'B'], false), {}, extended), 'TopicB', 'deliver', 'QueueB');
    expect(denied).toMatchObject({ answer: 'denied' });
    expect(denied.fix?.patch).toMatchObject([{ path: ['Resources', 'QueueBPolicy'] }]);
    const other = loop(['A', 'B']);
    const policy = (other as { 'Fn::ForEach::Videos': [string, string[], ReturnType<typeof body>] })[
      'Fn::ForEach::Videos'
    ][2];
    Object.assign(policy, { 'Topic${Name}': queue(), Elsewhere: { Type: 'AWS::SNS::Topic' } });
    Object.assign(policy['Subscription${Name}'].Properties, {
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:other',
    });
    const { hops } = proofOf(other, {}, extended);
    expect(hops.map(({ answer, fix }) => [answer, fix?.patch])).toEqual([
      ['denied', undefined],
      ['denied', undefined],
    ]);
  });

  it('over what is not known are unknown, with what to give', () => {
    const sections = { ...extended, Parameters: { Names: { Type: 'CommaDelimitedList' } } };
    const proof = proofOf(loop(ref('Names')), {}, sections);
    const hop = hopOf(
      proof,
      'Topic⟨any item of parameter Names⟩',
      'deliver',
      'Queue⟨any item of parameter Names⟩',
    );
    expect(hop).toMatchObject({ answer: 'unknown' });
    expect(hop.because).toMatch(/^For any item of parameter Names it is allowed: /);
    expect(hop.check).toMatch(/any item of parameter Names/);
    expect(proof.findings.map(({ id }) => id)).toContain('LoopOverUnknown');
    expect(JSON.stringify(proof)).not.toMatch(/[\uE000-\uF8FF]/);
    const without = hopOf(
      proofOf(loop(ref('Names'), false), {}, sections),
      'Topic⟨any item of parameter Names⟩',
      'deliver',
      'Queue⟨any item of parameter Names⟩',
    );
    expect(without).toMatchObject({ answer: 'unknown' });
  });

  it('over what is not known settle nothing outside of them by their statements', () => {
    const sections = { ...extended, Parameters: { Names: { Type: 'CommaDelimitedList' } } };
    const policy = body()['Policy${Name}'];
    const resources: Resources = {
      Topic: { Type: 'AWS::SNS::Topic' },
      Queue: queue(),
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: getAtt('Queue') },
      },
      'Fn::ForEach::Policies': [
        'Name',
        ref('Names'),
        {
          'Policy${Name}': JSON.parse(JSON.stringify(policy).replaceAll(/(Topic|Queue)\$\{Name\}/g, '$1')),
        },
      ],
    };
    expect(hopOf(proofOf(resources, {}, sections), 'Topic', 'deliver', 'Queue')).toMatchObject({
      answer: 'unknown',
    });
    const given = { parameters: { Names: 'A' } };
    expect(hopOf(proofOf(resources, given, sections), 'Topic', 'deliver', 'Queue').answer).toBe('allowed');
  });
});

describe('loops elsewhere', () => {
  it('in properties join the members beside them, and paths end before them', () => {
    const resources: Resources = {
      Bucket: { Type: 'AWS::S3::Bucket' },
      Other: { Type: 'AWS::S3::Bucket' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: getAtt('Role'),
          Environment: {
            Variables: { 'Fn::ForEach::Names': ['Name', ['Bucket', 'Other'], { '${Name}': ref('Name') }] },
          },
        },
      },
    };
    const text = JSON.stringify(resources).replace('{"Ref":"Name"}', '{"Ref":"${Name}"}');
    const hop = hopOf(proofOf(JSON.parse(text) as Resources, {}, extended), 'Function', 'use', 'Other');
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.path).toEqual(['Resources', 'Function', 'Properties', 'Environment', 'Variables']);
  });

  it('in conditions make conditions', () => {
    const { worlds } = createWorlds({
      ...extended,
      Parameters: { Stage: { Type: 'String', Default: 'b' } },
      Conditions: {
        'Fn::ForEach::Stages': ['S', ['a', 'b'], { 'Is${S}': { 'Fn::Equals': [ref('Stage'), ref('S')] } }],
      },
      Resources: {
        A: { Type: 'AWS::SNS::Topic', Condition: 'Isa' },
        B: { Type: 'AWS::SNS::Topic', Condition: 'Isb' },
      },
    });
    expect([...(worlds[0]?.resources.keys() ?? [])]).toEqual(['B']);
  });

  it('that the builder makes lead back to the line that does', () => {
    const t = template();
    t.forEach('Videos', ['A', 'B'], (each) => {
      const topic = each.add(`Topic${each.key}`, Topic({}));
      const q = each.add(`Queue${each.key}`, Queue({}));
      each.add(
        `Subscription${each.key}`,
        Subscription({ TopicArn: topic.ref, Protocol: 'sqs', Endpoint: q.Arn }),
      );
    });
    const hop = hopOf(prove(t), 'TopicA', 'deliver', 'QueueA');
    expect(hop.answer).toBe('denied');
    expect(hop.source?.file).toMatch(/loops\.test\.ts$/);
  });
});

describe('the functions of AWS::LanguageExtensions', () => {
  const shown = (value: unknown, parameters: object = {}) => {
    const { worlds } = createWorlds(
      {
        ...extended,
        Parameters: { Names: { Type: 'CommaDelimitedList' }, Stage: { Type: 'String' } },
        Mappings: { Sizes: { prod: { Depth: '9' } } },
        Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: value } } },
      },
      { parameters: { ...parameters } },
    );
    const [world] = worlds;
    const found = world?.resources.get('Topic')?.properties['DisplayName'];
    return typeof found === 'string' ? world?.show(found) : found;
  };
  it('count what is known, and only that', () => {
    expect(shown({ 'Fn::Length': ref('Names') }, { Names: 'a,b' })).toBe(2);
    expect(shown({ 'Fn::Length': [1, 2, 3] })).toBe(3);
    expect(shown({ 'Fn::Length': ref('Names') })).toMatch(/^⟨Length/);
  });
  it('find with a default in a mapping', () => {
    const find = (top: unknown) => ({ 'Fn::FindInMap': ['Sizes', top, 'Depth', { DefaultValue: '1' }] });
    expect(shown(find('prod'))).toBe('9');
    expect(shown(find('test'))).toBe('1');
    expect(shown(find(ref('Stage')))).toMatch(/^⟨FindInMap/);
  });
  it('write JSON, and take names from functions', () => {
    expect(shown({ 'Fn::ToJsonString': { a: ref('Topic') } })).toBe('{"a":"Topic"}');
    expect(shown({ Ref: { 'Fn::Sub': '${Stage}' } }, { Stage: 'Topic' })).toBe('Topic');
  });
});
