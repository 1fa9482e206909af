// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { actor } from './roles-support.ts';
import { checkRow, type Row } from './spoil.ts';
import { key, made, pipe, runs, stream, targets } from './spoil-fixtures.ts';
import { getAtt, queue, ref, statement } from './support.ts';

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
