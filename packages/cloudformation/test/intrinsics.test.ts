// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import {
  and,
  contains,
  eachMemberEquals,
  eachMemberIn,
  equals,
  findInMap,
  getAtt,
  getStackOutput,
  join,
  later,
  length,
  NoValue,
  not,
  or,
  Region,
  ref,
  refAll,
  resource,
  select,
  sub,
  type Template,
  TemplateError,
  template,
  toJsonString,
  transform,
  valueOfAll,
  valueOf as valueOfParameter,
} from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { Queue } from '@wayleave/cloudformation/aws/sqs/queue';
import { describe, expect, it } from 'vitest';

const plainJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const printed = (t: Template) => t.toJson({ validate: false });

describe('a function', () => {
  const t = template();
  const topic = t.add('Topic', Topic());
  const sizes = t.parameter('Sizes', { Type: 'List<Number>' });

  it.each([
    [ref(topic), { Ref: 'Topic' }],
    [getAtt(topic, 'TopicArn'), { 'Fn::GetAtt': ['Topic', 'TopicArn'] }],
    [later.ref('Soon'), { Ref: 'Soon' }],
    [later.getAtt('Soon', 'Outputs.Url'), { 'Fn::GetAtt': ['Soon', 'Outputs.Url'] }],
    [later.getAtt(topic, Region), { 'Fn::GetAtt': ['Topic', { Ref: 'AWS::Region' }] }],
    [select(1, sizes.ref), { 'Fn::Select': [1, { Ref: 'Sizes' }] }],
    [
      getStackOutput({ StackName: 'network', OutputName: 'VpcId', Region: 'eu-west-1' }),
      { 'Fn::GetStackOutput': { StackName: 'network', OutputName: 'VpcId', Region: 'eu-west-1' } },
    ],
    [
      transform('AWS::Include', { Location: 's3://b/k' }),
      { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } },
    ],
    [transform('Macro'), { 'Fn::Transform': { Name: 'Macro' } }],
    [length(sizes.ref), { 'Fn::Length': { Ref: 'Sizes' } }],
    [toJsonString({ a: [topic.ref, 1] }), { 'Fn::ToJsonString': { a: [{ Ref: 'Topic' }, 1] } }],
    [findInMap('M', 'a', 'b', { default: 'c' }), { 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 'c' }] }],
    [contains(['a'], 'b'), { 'Fn::Contains': [['a'], 'b'] }],
    [
      eachMemberEquals(refAll('AWS::EC2::VPC::Id'), 'x'),
      { 'Fn::EachMemberEquals': [{ 'Fn::RefAll': 'AWS::EC2::VPC::Id' }, 'x'] },
    ],
    [
      eachMemberIn(valueOfAll('AWS::EC2::Subnet::Id', 'VpcId'), refAll('AWS::EC2::VPC::Id')),
      {
        'Fn::EachMemberIn': [
          { 'Fn::ValueOfAll': ['AWS::EC2::Subnet::Id', 'VpcId'] },
          { 'Fn::RefAll': 'AWS::EC2::VPC::Id' },
        ],
      },
    ],
    [valueOfParameter(sizes, 'Tags.X'), { 'Fn::ValueOf': ['Sizes', 'Tags.X'] }],
  ])('is written as CloudFormation spells it: %#', (value, json) => expect(plainJson(value)).toEqual(json));

  it('reads an attribute that only the provider knows', () => {
    const custom = template().add('C', resource<{ Time: string }>('Custom::C', 'any'));
    expect(plainJson(getAtt(custom, 'Time'))).toEqual({ 'Fn::GetAtt': ['C', 'Time'] });
  });
});

describe('AWS::LanguageExtensions', () => {
  const transformOf = (build: (t: Template) => void, before?: string | readonly string[]) => {
    const t = template('x', before === undefined ? {} : { Transform: before });
    t.add('Topic', Topic());
    build(t);
    return printed(t).Transform;
  };

  it('is absent where nothing needs it', () => {
    expect(transformOf((t) => t.output('A', join('', ['a'])))).toBeUndefined();
    expect(transformOf((t) => t.output('A', 'a'), 'AWS::Serverless-2016-10-31')).toBe(
      'AWS::Serverless-2016-10-31',
    );
  });

  it.each<[string, (t: Template) => void]>([
    ['Fn::Length', (t) => t.output('A', length(['a']))],
    ['Fn::ToJsonString', (t) => t.add('A', Topic({ DisplayName: toJsonString({ a: 1 }) }))],
    ['inside other functions', (t) => t.output('A', sub`x${join('', [toJsonString([1])])}`)],
    ['in a condition', (t) => t.condition('A', equals(length(['a']), 1))],
    [
      'a default of FindInMap',
      (t) => t.output('A', t.mapping('M', { a: { b: 'c' } }).find('a', Region, { default: 'd' })),
    ],
    ['a computed attribute', (t) => t.output('A', later.getAtt('Topic', join('', ['Topic', 'Arn'])))],
    ['a computed policy', (t) => t.add('A', Topic(), { DeletionPolicy: later.ref('P') })],
    ['Fn::ForEach', (t) => t.forEach('L', ['A'], (each) => each.add(`T${each.key}`, Topic()))],
  ])('comes by itself for %s', (_, build) => {
    expect(transformOf(build)).toBe('AWS::LanguageExtensions');
    expect(transformOf(build, 'AWS::Serverless-2016-10-31')).toEqual([
      'AWS::LanguageExtensions',
      'AWS::Serverless-2016-10-31',
    ]);
    expect(transformOf(build, ['Own', 'AWS::LanguageExtensions'])).toEqual([
      'Own',
      'AWS::LanguageExtensions',
    ]);
  });
});

describe('a loop', () => {
  it('writes one body for all items, and hands out handles inside and outside', () => {
    const t = template();
    const { topic, queue } = t.forEach('Videos', ['Made', 'Failed'], (each) => {
      const queue = each.add(`Queue${each.key}`, Queue());
      const topic = each.add(
        `Topic${each.key}`,
        Topic({ DisplayName: sub`Videos ${each.item}, ${queue.QueueName}` }),
        {
          DependsOn: queue,
        },
      );
      each.output(`Arn${each.key}`, topic.TopicArn, { Description: 'Where to publish' });
      return { topic, queue };
    });
    t.output('FailedArn', topic.at('Failed').TopicArn);
    t.output('MadeUrl', queue.at('Made').ref);
    expect(printed(t)).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Transform: 'AWS::LanguageExtensions',
      Resources: {
        'Fn::ForEach::Videos': [
          'VideosItem',
          ['Made', 'Failed'],
          {
            'Queue${VideosItem}': { Type: 'AWS::SQS::Queue' },
            'Topic${VideosItem}': {
              Type: 'AWS::SNS::Topic',
              DependsOn: ['Queue${VideosItem}'],
              Properties: {
                DisplayName: {
                  'Fn::Sub': [
                    'Videos ${VideosItem}, ${Value1}',
                    { Value1: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Queue${VideosItem}' }, 'QueueName'] } },
                  ],
                },
              },
            },
          },
        ],
      },
      Outputs: {
        'Fn::ForEach::VideosOutputs': [
          'VideosItem',
          ['Made', 'Failed'],
          {
            'Arn${VideosItem}': {
              Description: 'Where to publish',
              Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Topic${VideosItem}' }, 'TopicArn'] },
            },
          },
        ],
        FailedArn: { Value: { 'Fn::GetAtt': ['TopicFailed', 'TopicArn'] } },
        MadeUrl: { Value: { Ref: 'QueueMade' } },
      },
    });
    expect(t.validate().filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('goes over a parameter, too', () => {
    const t = template();
    const names = t.parameter('Names', { Type: 'CommaDelimitedList' });
    const topic = t.forEach('Each', names.ref, (each) => each.add(each.key, Topic()));
    expect(topic.at('Any').logicalId).toBe('Any');
    expect(printed(t).Resources['Fn::ForEach::Each']).toEqual([
      'EachItem',
      { Ref: 'Names' },
      { '${EachItem}': { Type: 'AWS::SNS::Topic' } },
    ]);
  });

  it.each<[string, (t: Template) => void]>([
    ['BadLogicalId', (t) => t.forEach('L', ['eu-west-1'], (each) => each.add(`T${each.key}`, Topic()))],
    ['BadLogicalId', (t) => t.forEach('L', [], (each) => each.add(`T${each.key}`, Topic()))],
    ['BadLogicalId', (t) => t.forEach('L', ['A'], (each) => each.add('T', Topic()))],
    ['BadLogicalId', (t) => t.forEach('L', ['A'], (each) => each.output(`T-${each.key}`, 'x'))],
    ['DuplicateLogicalId', (t) => t.forEach('L', ['A', 'A'], (each) => each.add(`T${each.key}`, Topic()))],
    ['DuplicateLogicalId', (t) => t.forEach('L', ['opic'], (each) => each.add(`T${each.key}`, Topic()))],
    [
      'DuplicateLogicalId',
      (t) => {
        t.forEach('L', ['A'], (each) => each.add(`T${each.key}`, Topic()));
        t.add('TA', Topic());
      },
    ],
    [
      'DuplicateLogicalId',
      (t) =>
        t.forEach('L', ['A'], (each) => {
          each.add(`T${each.key}`, Topic());
          each.add(`T${each.key}`, Topic());
        }),
    ],
    [
      'ForeignReference',
      (t) => {
        const other = template('Other').add('X', Topic());
        t.forEach('L', ['A'], (each) => each.add(`T${each.key}`, Topic({ DisplayName: other.TopicName })));
      },
    ],
  ])('refuses %s: %#', (code, build) => {
    const t = template();
    t.add('Topic', Topic());
    expect(() => build(t)).toThrow(expect.objectContaining({ code }));
    expect(() => build(t)).toThrow(TemplateError);
  });
});

describe('the other sections', () => {
  it('are written in their documented order', () => {
    const t = template('All', { Transform: 'Own', Metadata: { Owner: 'video' } });
    t.output('O', 'x');
    t.add('Topic', Topic());
    t.condition('C', equals(Region, 'eu-west-1'));
    t.mapping('M', { a: { b: 'c' } });
    const vpc = t.parameter('Vpc', { Type: 'AWS::EC2::VPC::Id', Description: 'Where' });
    t.rule('R', {
      RuleCondition: not(equals(vpc.ref, '')),
      Assertions: [
        {
          Assert: or(contains(['vpc-1'], vpc.ref), and(equals(Region, 'x'), equals(Region, 'y'))),
          AssertDescription: 'One of ours',
        },
      ],
    });
    t.parameterInterface({ groups: [{ label: 'Network', parameters: [vpc] }], labels: { Vpc: 'Which VPC' } });
    t.metadata('Reviewed', '2026-11-23');
    const json = printed(t);
    expect(Object.keys(json)).toEqual([
      'AWSTemplateFormatVersion',
      'Description',
      'Metadata',
      'Parameters',
      'Rules',
      'Mappings',
      'Conditions',
      'Transform',
      'Resources',
      'Outputs',
    ]);
    expect(json.Metadata).toEqual({
      Owner: 'video',
      'AWS::CloudFormation::Interface': {
        ParameterGroups: [{ Label: { default: 'Network' }, Parameters: ['Vpc'] }],
        ParameterLabels: { Vpc: { default: 'Which VPC' } },
      },
      Reviewed: '2026-11-23',
    });
    expect(json.Rules).toEqual({
      R: {
        RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Vpc' }, ''] }] },
        Assertions: [
          {
            Assert: {
              'Fn::Or': [
                { 'Fn::Contains': [['vpc-1'], { Ref: 'Vpc' }] },
                {
                  'Fn::And': [
                    { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] },
                    { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'y'] },
                  ],
                },
              ],
            },
            AssertDescription: 'One of ours',
          },
        ],
      },
    });
  });

  it('and all attributes of a resource', () => {
    const t = template();
    const group = resource('AWS::AutoScaling::AutoScalingGroup', [], { MinSize: '1', MaxSize: '2' });
    t.add('Group', group, {
      CreationPolicy: { ResourceSignal: { Count: 1, Timeout: 'PT15M' } },
      UpdatePolicy: {
        AutoScalingRollingUpdate: { MaxBatchSize: 1, PauseTime: 'PT5M', WaitOnResourceSignals: true },
      },
    });
    t.add('Custom', resource('Custom::X', 'any', { ServiceToken: 'arn', Absent: NoValue }), {
      Version: '1.0',
    });
    expect(printed(t).Resources).toEqual({
      Group: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        CreationPolicy: { ResourceSignal: { Count: 1, Timeout: 'PT15M' } },
        UpdatePolicy: {
          AutoScalingRollingUpdate: { MaxBatchSize: 1, PauseTime: 'PT5M', WaitOnResourceSignals: true },
        },
        Properties: { MinSize: '1', MaxSize: '2' },
      },
      Custom: {
        Type: 'Custom::X',
        Version: '1.0',
        Properties: { ServiceToken: 'arn', Absent: { Ref: 'AWS::NoValue' } },
      },
    });
  });
});
