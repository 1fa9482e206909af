// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { actor } from './roles-support.ts';
import { checkRow, type Row } from './spoil.ts';
import { document, getAtt, lambda, queue, type Resources, ref, role, statement, topic } from './support.ts';

const runs = (...statements: readonly object[]): Resources => ({
  Role: role(...statements),
  Function: lambda(),
});
const made = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
const stream = (properties: object = {}) => made('AWS::Kinesis::Stream', properties);
const encrypted = { StreamEncryption: { EncryptionType: 'KMS', KeyId: ref('Key') } };
const rule = (arn: object) =>
  made('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [{ Id: 't', Arn: arn, RoleArn: getAtt('Actor') }],
  });
const schedule = (target: object) =>
  made('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 hour)',
    Target: { RoleArn: getAtt('Actor'), ...target },
  });
const pipe = (source: object, target: object, more: object = {}) =>
  made('AWS::Pipes::Pipe', { RoleArn: getAtt('Actor'), Source: source, Target: target, ...more });
const firehose = (properties: object) => made('AWS::KinesisFirehose::DeliveryStream', properties);
const account = {
  'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root',
};
/** A key that leaves it to the policies of roles. */
const key = {
  Type: 'AWS::KMS::Key',
  Properties: {
    KeyPolicy: document(statement('kms:*', '*', { Principal: { AWS: account } })),
  },
};

/** Rules, schedules, pipes and workflows send to the same targets. */
const targets: readonly (readonly [
  name: string,
  kind: 'invoke' | 'deliver' | 'publish',
  target: object,
  arn: object,
  action: string | string[],
])[] = [
  ['a queue', 'deliver', queue(), getAtt('Target'), 'sqs:SendMessage'],
  ['a topic', 'publish', topic(), ref('Target'), 'sns:Publish'],
  ['a workflow', 'invoke', made('AWS::StepFunctions::StateMachine'), ref('Target'), 'states:StartExecution'],
  ['a stream', 'deliver', stream(), getAtt('Target'), ['kinesis:PutRecord', 'kinesis:PutRecords']],
  [
    'a delivery stream',
    'deliver',
    firehose({}),
    getAtt('Target'),
    ['firehose:PutRecord', 'firehose:PutRecordBatch'],
  ],
  [
    'an event bus',
    'deliver',
    made('AWS::Events::EventBus', { Name: 'b' }),
    getAtt('Target'),
    'events:PutEvents',
  ],
];
const single = (action: string | string[]) => (typeof action === 'string' ? action : (action[0] ?? ''));

const rows: readonly Row[] = [
  ...targets.flatMap(([name, kind, target, arn, action]): readonly Row[] => [
    ...(['a queue', 'a topic'].includes(name)
      ? []
      : [
          {
            name: `a rule and ${name}`,
            base: () => ({
              Target: target,
              Rule: rule(arn),
              Actor: actor('events.amazonaws.com', statement(single(action), arn)),
            }),
            hop: ['Rule', kind, 'Target'],
            grants: ['Actor'],
          } as const,
        ]),
    {
      name: `a schedule and ${name}`,
      base: () => ({
        Target: target,
        Schedule: schedule({ Arn: arn }),
        Actor: actor('scheduler.amazonaws.com', statement(single(action), arn)),
      }),
      hop: ['Schedule', kind, 'Target'],
      grants: ['Actor'],
    },
    {
      name: `a pipe and ${name}`,
      base: () => ({
        Target: target,
        Source: queue(),
        Pipe: pipe(getAtt('Source'), arn),
        Actor: actor('pipes.amazonaws.com', statement(action, arn)),
      }),
      hop: ['Pipe', kind, 'Target'],
      grants: ['Actor'],
    },
  ]),
  {
    name: 'a rule and an API destination',
    base: () => ({
      Target: made('AWS::Events::ApiDestination', { Name: 'films' }),
      Rule: rule(getAtt('Target')),
      Actor: actor(
        'events.amazonaws.com',
        statement('events:InvokeApiDestination', { 'Fn::Sub': '${Target.Arn}' }),
      ),
    }),
    hop: ['Rule', 'invoke', 'Target'],
    grants: ['Actor'],
  },
  {
    name: 'a rule and the key of a stream',
    base: () => ({
      Target: stream(encrypted),
      Key: key,
      Rule: rule(getAtt('Target')),
      Actor: actor('events.amazonaws.com', statement('kms:GenerateDataKey', getAtt('Key'))),
    }),
    hop: ['Rule', 'encrypt', 'Key'],
    grants: ['Actor.Properties.Policies', 'Key'],
  },
  {
    name: 'a schedule and a function',
    base: () => ({
      ...runs(),
      Schedule: schedule({ Arn: getAtt('Function') }),
      Actor: actor('scheduler.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    }),
    hop: ['Schedule', 'invoke', 'Function'],
    grants: ['Actor'],
  },
  {
    name: 'a schedule and its dead-letter queue',
    base: () => ({
      ...runs(),
      Queue: queue(),
      Schedule: schedule({ Arn: getAtt('Function'), DeadLetterConfig: { Arn: getAtt('Queue') } }),
      Actor: actor('scheduler.amazonaws.com', statement('sqs:SendMessage', getAtt('Queue'))),
    }),
    hop: ['Schedule', 'redrive', 'Queue'],
    grants: ['Actor'],
  },
];

describe('without one of its grants no hop stays allowed: a service that sends as a role', () => {
  it.each(rows)('$name', checkRow);
});
