import type { TemplateJson } from '@wayleave/cloudformation';
import { referenceStackJson } from './reference-stack-json.ts';

/** Properties of one resource, open to change. */
type Properties = Record<string, unknown>;

/** A template whose resources can be changed. */
export interface Draft {
  readonly Resources: Record<string, { Type: string; Properties?: Properties; DependsOn?: string }>;
}

type Change = (template: Draft) => void;

const at = (template: Draft, logicalId: string): Properties => {
  const properties = template.Resources[logicalId]?.Properties;
  if (properties === undefined) throw new Error(`the reference stack has no ${logicalId}`);
  return properties;
};

const set =
  (logicalId: string, changed: Properties): Change =>
  (template) =>
    Object.assign(at(template, logicalId), changed);

const add =
  (logicalId: string, Type: string, properties?: Properties): Change =>
  (template) => {
    template.Resources[logicalId] = { Type, ...(properties && { Properties: properties }) };
  };

const remove =
  (logicalId: string, property?: string): Change =>
  (template) => {
    if (property === undefined) delete template.Resources[logicalId];
    else delete at(template, logicalId)[property];
  };

const all =
  (...changes: readonly Change[]): Change =>
  (template) => {
    for (const change of changes) change(template);
  };

const getAtt = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });

/** A subscription of its own instead of the one in the topic. */
export const separately = (properties: Properties): Change =>
  all(
    remove('Topic', 'Subscription'),
    add('Sub', 'AWS::SNS::Subscription', {
      TopicArn: { Ref: 'Topic' },
      Protocol: 'lambda',
      Endpoint: getAtt('Function', 'Arn'),
      ...properties,
    }),
  );

const inTopic = (...subscriptions: readonly unknown[]): Change =>
  set('Topic', { Subscription: subscriptions });
const toFunction = { Protocol: 'lambda', Endpoint: getAtt('Function', 'Arn') };

const changes: Readonly<Record<string, Change>> = {
  '00': all(),
  '01': remove('Permission'),
  '02': remove('Permission', 'SourceArn'),
  '03': set('Permission', { Principal: 's3.amazonaws.com' }),
  '04': all(add('Other', 'AWS::SNS::Topic'), set('Permission', { SourceArn: { Ref: 'Other' } })),
  '05': (template) => {
    template.Resources['F2'] = { Type: 'AWS::Lambda::Function', Properties: { ...at(template, 'Function') } };
    at(template, 'Permission')['FunctionName'] = { Ref: 'F2' };
  },
  '06': set('Permission', { Action: 'lambda:GetFunction' }),
  '07': set('Topic', { FifoTopic: true, TopicName: 'a.fifo' }),
  '08': set('Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: ['ec2.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
      ],
    },
  }),
  '09': remove('Policy'),
  '10': set('Policy', {
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['logs:*'], Resource: '*' }],
    },
  }),
  '11': set('Function', { Environment: { Variables: { TOPIC: { Ref: 'Topic' } } } }),
  '12': separately({ RawMessageDelivery: true }),
  '13': set('Function', { Handler: 'main.handler' }),
  '14': all(
    separately({ RedrivePolicy: { deadLetterTargetArn: getAtt('Q', 'Arn') } }),
    add('Q', 'AWS::SQS::Queue'),
  ),
  '15': separately({ FilterPolicy: { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'], f: ['x'] } }),
  '16': separately({ FilterPolicy: { a: { b: ['x'] } } }),
  '17': separately({ FilterPolicy: { a: ['x'] }, FilterPolicyScope: 'Body' }),
  '18': add('RP', 'AWS::Lambda::ResourcePolicy', {
    ResourceArn: getAtt('Function', 'Arn'),
    PolicyDocument: { Version: '2012-10-17', Statement: [] },
  }),
  '19': all(
    add('V', 'AWS::Lambda::Version', { FunctionName: { Ref: 'Function' } }),
    add('A', 'AWS::Lambda::Alias', {
      FunctionName: { Ref: 'Function' },
      FunctionVersion: getAtt('V', 'Version'),
      Name: 'live',
    }),
    inTopic({ Protocol: 'lambda', Endpoint: { Ref: 'A' } }),
  ),
  '20': inTopic({ Protocol: 'lambda', Endpoint: getAtt('Function', 'ARN') }),
  '21': set('Topic', { Subscriptions: [] }),
  '22': remove('Function', 'Role'),
  '23': set('Function', { Runtime: 'python2.7' }),
  '24': set('Function', { Timeout: 901 }),
  '25': set('Function', { MemorySize: 64 }),
  '26': set('Permission', { SourceArn: { Ref: 'Topik' } }),
  '27': all(...Array.from({ length: 497 }, (_, index) => add(`T${index}`, 'AWS::SNS::Topic'))),
  '28': set('Function', { Code: { ZipFile: `#${'x'.repeat(4 * 1024 * 1024 + 10)}` } }),
  '29': set('Permission', { Principal: 'sns.af-south-1.amazonaws.com' }),
  '30': all(
    set('Topic', { KmsMasterKeyId: 'alias/aws/sns' }),
    add('Rule', 'AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 hour)',
      Targets: [{ Id: 't', Arn: { Ref: 'Topic' } }],
    }),
  ),
  '31': all(add('O', 'AWS::SNS::Topic'), inTopic({ Protocol: 'lambda', Endpoint: { Ref: 'O' } })),
  '32': all(separately({ Endpoint: getAtt('Q', 'Arn') }), add('Q', 'AWS::SQS::Queue')),
  '33': all(
    set('Topic', { MaximumMessageSize: 1_048_576 }),
    inTopic(toFunction, { Protocol: 'email', Endpoint: 'a@b.c' }),
  ),
};

/** The numbers of all variants: 00 is sound. */
export const variants: readonly string[] = Object.keys(changes).toSorted();

/** The reference stack with one fault, made anew. */
export function mutation(number: string): TemplateJson {
  return changed(changes[number] ?? all());
}

/** The reference stack with a change of one's own. */
export function changed(change: Change): TemplateJson {
  const template = referenceStackJson();
  // Made anew for each caller, so that it may be changed.
  change(template as unknown as Draft);
  return template;
}
