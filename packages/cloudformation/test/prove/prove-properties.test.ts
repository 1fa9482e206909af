// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateJson } from '../../src/index.ts';
import type { Answer, Proof } from '../../src/prove/proof.ts';
import { prove } from '../../src/prove/prove.ts';
import {
  document,
  forService,
  fromArn,
  get,
  getAtt,
  lambda,
  permission,
  proofOf,
  push,
  queue,
  queuePolicy,
  type Resources,
  ref,
  role,
  statement,
  subscription,
  topic,
} from './hops/support.ts';

/** Pieces of a road; any of them may be missing. */
const whole = (): Resources => ({
  Role: role(
    statement('sns:Publish', ref('Topic')),
    statement('sqs:*', getAtt('Queue')),
    statement(['kms:GenerateDataKey*', 'kms:Decrypt'], '*'),
  ),
  Function: lambda({
    Environment: { Variables: { TOPIC: ref('Topic'), BUCKET: ref('Bucket') } },
    DeadLetterConfig: { TargetArn: getAtt('Queue') },
  }),
  Topic: topic({ KmsMasterKeyId: ref('Key') }),
  Key: { Type: 'AWS::KMS::Key' },
  Queue: queue(),
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      NotificationConfiguration: { TopicConfigurations: [{ Event: 's3:*', Topic: ref('Topic') }] },
    },
  },
  Subscription: subscription('lambda', getAtt('Function'), {
    RedrivePolicy: { deadLetterTargetArn: getAtt('Queue') },
  }),
  Second: subscription('sqs', getAtt('Queue')),
  Permission: permission(),
  QueuePolicy: queuePolicy(
    'Queue',
    forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic'))),
  ),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      Targets: [
        { Id: 'a', Arn: ref('Topic') },
        { Id: 'b', Arn: getAtt('Function') },
      ],
    },
  },
});

const part = fc.subarray(Object.keys(whole()), { minLength: 3 }).map((ids) => {
  const all = whole();
  return Object.fromEntries(ids.map((id) => [id, all[id]])) as Resources;
});

const answers = (proof: Proof) => new Map(proof.hops.map(({ id, answer }) => [id, answer]));
const RANK: readonly Answer[] = ['denied', 'unknown', 'allowed'];

/** The same template with other logical ids. */
function renamed<T>(value: T, name: (id: string) => string, ids: ReadonlySet<string>): T {
  const walk = (each: unknown): unknown => {
    if (typeof each === 'string')
      return ids.has(each)
        ? name(each)
        : each.replace(/\$\{(\w+)/g, (all, id: string) => (ids.has(id) ? `\${${name(id)}` : all));
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as T;
}

describe('prove', () => {
  it('does not care for logical ids', () => {
    fc.assert(
      fc.property(part, (resources) => {
        const ids = new Set(Object.keys(resources));
        const name = (id: string) => `X${id}9`;
        const other = Object.fromEntries(
          Object.entries(resources).map(([id, each]) => [name(id), renamed(each, name, ids)]),
        );
        const shape = (proof: Proof) =>
          proof.hops.map(({ kind, answer, questions }) => [
            kind,
            answer,
            questions.map(({ action, answer: each }) => [action, each]),
          ]);
        expect(shape(proofOf(other))).toEqual(shape(proofOf(resources)));
      }),
      { numRuns: 150 },
    );
  });

  it('never finds a hop better for a further deny', () => {
    const action = fc.constantFrom(
      '*',
      'sns:*',
      'sqs:SendMessage',
      'lambda:InvokeFunction',
      'logs:*',
      'kms:*',
    );
    fc.assert(
      fc.property(part, action, fc.constantFrom('Role', 'QueuePolicy'), (resources, denied, where) => {
        fc.pre(resources[where] !== undefined);
        const stricter = structuredClone(resources);
        const deny = { Effect: 'Deny', Action: denied, Resource: '*' };
        if (where === 'Role') push(stricter, 'Role.Properties.Policies.0.PolicyDocument.Statement', deny);
        else push(stricter, 'QueuePolicy.Properties.PolicyDocument.Statement', { ...deny, Principal: '*' });
        const before = answers(proofOf(resources));
        for (const [id, answer] of answers(proofOf(stricter))) {
          const was = before.get(id);
          if (was !== undefined) expect(RANK.indexOf(answer), id).toBeLessThanOrEqual(RANK.indexOf(was));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('does not change for an unrelated resource', () => {
    const unrelated = [
      { Type: 'AWS::SNS::Topic' },
      { Type: 'AWS::SQS::Queue' },
      { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(statement('*', '*')) } },
    ];
    fc.assert(
      fc.property(part, fc.constantFrom(...unrelated), (resources, more) => {
        expect(proofOf({ ...resources, Unrelated: more }).hops).toEqual(proofOf(resources).hops);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, whatever the template is', () => {
    const types = fc.constantFrom(
      ...Object.keys(whole()).map((id) => String(get(whole(), `${id}.Type`))),
      'AWS::Serverless::Function',
      'AWS::Lambda::Alias',
      'AWS::IAM::User',
      'AWS::CloudWatch::Alarm',
      'AWS::Lambda::EventSourceMapping',
      'AWS::Lambda::Url',
      'AWS::Scheduler::Schedule',
      'AWS::Pipes::Pipe',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::Resource',
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Route',
      'AWS::ApiGatewayV2::Integration',
      'AWS::Cognito::UserPool',
      'AWS::Logs::SubscriptionFilter',
      'AWS::StepFunctions::StateMachine',
      'AWS::KinesisFirehose::DeliveryStream',
      'AWS::CloudFormation::Stack',
    );
    const keys = fc.constantFrom(
      'Ref',
      'Fn::GetAtt',
      'Fn::Sub',
      'Fn::Join',
      'Fn::Select',
      'Fn::Split',
      'Fn::If',
      'Statement',
      'Effect',
      'Action',
      'Resource',
      'Principal',
      'Condition',
      'TopicArn',
      'Endpoint',
      'Protocol',
      'Role',
      'FunctionName',
      'Policies',
      'PolicyDocument',
      'Targets',
      'Arn',
      'Target',
      'RoleArn',
      'EventSourceArn',
      'RestApiId',
      'ResourceId',
      'ParentId',
      'Integration',
      'Uri',
      'ApiId',
      'LambdaConfig',
      'DestinationArn',
      'LogGroupName',
      'Definition',
      'States',
      'ExtendedS3DestinationConfiguration',
      'BucketARN',
      'Fn::ForEach::Y',
      '__proto__',
    );
    const words = fc.constantFrom(
      'lambda',
      'sqs',
      'A',
      'B',
      'A.Arn',
      '${A}',
      '${B.Arn}',
      'Allow',
      '*',
      'arn:aws:sns:a:b:c',
      'sns.amazonaws.com',
      'AWS::NoValue',
      'C',
      'Task',
      'arn:aws:states:::lambda:invoke',
      'arn:aws:kinesis:a:b:stream/c',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        words,
        fc.anything({ maxDepth: 1 }),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(keys, tie('json'), { maxKeys: 4 }),
      ),
    }));
    const resource = fc.record(
      { Type: types, Condition: fc.constantFrom('C', 'D'), Properties: fc.dictionary(keys, json) },
      { requiredKeys: [] },
    );
    const template = fc.record(
      {
        Resources: fc.dictionary(
          fc.constantFrom('A', 'B', 'Role', 'Fn::ForEach::X'),
          fc.oneof(resource, json),
        ),
        Conditions: fc.dictionary(fc.constantFrom('C', 'D'), json),
        Parameters: fc.dictionary(fc.constantFrom('P', 'A'), json),
        Transform: fc.oneof(json, fc.constant('AWS::LanguageExtensions')),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(template, fc.anything()), (any) => {
        fc.pre(typeof any === 'object' && any !== null);
        prove(any as TemplateJson);
        prove(any as TemplateJson, { nested: { A: any as TemplateJson } });
      }),
      { numRuns: 1500 },
    );
  });

  it('survives a template of any depth', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level++) deep = { 'Fn::Join': ['', [deep]] };
    expect(proofOf({ Topic: topic({ TopicName: deep }) }).hops).toEqual([]);
  });
});
