// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { actor, allowed, faults } from './roles-support.ts';
import {
  type Case,
  decideCase,
  getAtt,
  hopOf,
  lambda,
  proofOf,
  queue,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
  topic,
} from './support.ts';

describe('a rule reaches as a role', () => {
  const rule = (arn: unknown) => ({
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Id: 't', Arn: arn, RoleArn: getAtt('Actor') }] },
  });
  const toStream = (): Resources => ({
    Stream: { Type: 'AWS::Kinesis::Stream' },
    Actor: actor('events.amazonaws.com', statement('kinesis:PutRecord', getAtt('Stream'))),
    Rule: rule(getAtt('Stream')),
  });
  it.each<Case>([
    ...faults('events.amazonaws.com'),
    {
      name: 'no role',
      change: (r) => remove(r, 'Rule.Properties.Targets.0.RoleArn'),
      answer: 'denied',
      words: /names no role/,
    },
    {
      name: 'a role elsewhere',
      change: (r) => set(r, 'Rule.Properties.Targets.0.RoleArn', 'arn:aws:iam::111122223333:role/x'),
      answer: 'unknown',
    },
  ])('a stream, with $name: $answer', (each) => decideCase(toStream, 'Rule', 'deliver', 'Stream', each));

  it.each([
    ['AWS::StepFunctions::StateMachine', ref('Target'), 'states:StartExecution', 'invoke'],
    ['AWS::KinesisFirehose::DeliveryStream', getAtt('Target'), 'firehose:PutRecord', 'deliver'],
    ['AWS::Events::EventBus', getAtt('Target'), 'events:PutEvents', 'deliver'],
    ['AWS::Events::ApiDestination', getAtt('Target'), 'events:InvokeApiDestination', 'invoke'],
    ['AWS::CodeBuild::Project', getAtt('Target'), 'codebuild:StartBuild', 'invoke'],
  ] as const)('an %s', (type, arn, action, kind) => {
    const properties = type.endsWith('StateMachine') ? { DefinitionString: '{"States":{}}' } : {};
    const resources: Resources = {
      Target: { Type: type, Properties: properties },
      Actor: actor('events.amazonaws.com', statement(action, arn)),
      Rule: rule(arn),
    };
    expect(hopOf(proofOf(resources), 'Rule', kind, 'Target').answer).toBe('allowed');
    set(resources, `${allowed}.Action`, 's3:GetObject');
    expect(hopOf(proofOf(resources), 'Rule', kind, 'Target').answer).toBe('denied');
  });

  it('another event bus, of which the pages differ without one: unknown', () => {
    const resources = toStream();
    set(resources, 'Bus', { Type: 'AWS::Events::EventBus' });
    set(resources, 'Rule.Properties.Targets.0', { Id: 't', Arn: getAtt('Bus') });
    expect(hopOf(proofOf(resources), 'Rule', 'deliver', 'Bus').answer).toBe('unknown');
  });

  it('what is not known here: unknown', () => {
    const resources = toStream();
    set(resources, 'Cluster', { Type: 'AWS::ECS::Cluster' });
    set(resources, 'Rule.Properties.Targets.0.Arn', getAtt('Cluster'));
    expect(hopOf(proofOf(resources), 'Rule', 'invoke', 'Cluster').answer).toBe('unknown');
  });
});

describe('a schedule', () => {
  const base = (): Resources => ({
    Role: role(),
    Function: lambda(),
    Actor: actor('scheduler.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        Target: { Arn: getAtt('Function'), RoleArn: getAtt('Actor') },
      },
    },
  });
  it.each(faults('scheduler.amazonaws.com'))('invokes a function, with $name: $answer', (each) =>
    decideCase(base, 'Schedule', 'invoke', 'Function', each),
  );

  it('is trusted by its group and account', () => {
    const resources = base();
    set(resources, 'Actor.Properties.AssumeRolePolicyDocument.Statement.0.Condition', {
      StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      ArnLike: {
        'aws:SourceArn': {
          'Fn::Sub': 'arn:aws:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default',
        },
      },
    });
    expect(hopOf(proofOf(resources), 'Schedule', 'invoke', 'Function').answer).toBe('allowed');
  });

  it('sends what it could not deliver to a queue, as the same role', () => {
    const resources = base();
    set(resources, 'Queue', queue());
    set(resources, 'Schedule.Properties.Target.DeadLetterConfig', { Arn: getAtt('Queue') });
    expect(hopOf(proofOf(resources), 'Schedule', 'redrive', 'Queue').answer).toBe('denied');
    set(
      resources,
      'Actor.Properties.Policies.0.PolicyDocument.Statement.1',
      statement('sqs:*', getAtt('Queue')),
    );
    expect(hopOf(proofOf(resources), 'Schedule', 'redrive', 'Queue').answer).toBe('allowed');
  });

  it('with a universal target is unknown', () => {
    const resources = base();
    const arn = 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances';
    set(resources, 'Schedule.Properties.Target.Arn', arn);
    expect(hopOf(proofOf(resources), 'Schedule', 'invoke', arn)).toMatchObject({ answer: 'unknown' });
  });

  it('is the only one to use its role: there is one hop', () => {
    expect(proofOf(base()).hops.filter(({ to }) => to.label === 'Function')).toHaveLength(1);
  });
});

describe('a pipe', () => {
  const base = (): Resources => ({
    Source: queue(),
    Target: topic(),
    Role: role(),
    Function: lambda(),
    Actor: actor(
      'pipes.amazonaws.com',
      statement('sns:Publish', ref('Target')),
      statement(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], getAtt('Source')),
      statement('lambda:InvokeFunction', getAtt('Function')),
    ),
    Pipe: {
      Type: 'AWS::Pipes::Pipe',
      Properties: {
        Source: getAtt('Source'),
        Enrichment: getAtt('Function'),
        Target: ref('Target'),
        RoleArn: getAtt('Actor'),
      },
    },
  });
  it.each(faults('pipes.amazonaws.com'))('sends to its target, with $name: $answer', (each) =>
    decideCase(base, 'Pipe', 'publish', 'Target', each),
  );
  it('polls its source and calls its enrichment', () => {
    const proof = proofOf(base());
    expect(hopOf(proof, 'Source', 'receive', 'Pipe').answer).toBe('allowed');
    expect(hopOf(proof, 'Pipe', 'invoke', 'Function').answer).toBe('allowed');
    const resources = base();
    set(resources, 'Actor.Properties.Policies.0.PolicyDocument.Statement', [
      statement('sns:Publish', ref('Target')),
    ]);
    const without = proofOf(resources);
    expect(hopOf(without, 'Source', 'receive', 'Pipe').answer).toBe('denied');
    expect(hopOf(without, 'Pipe', 'invoke', 'Function').answer).toBe('denied');
  });
});

describe('a state machine', () => {
  const definition = {
    StartAt: 'All',
    States: {
      All: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Call',
            States: {
              Call: {
                Type: 'Task',
                Resource: 'arn:aws:states:::lambda:invoke',
                Parameters: { FunctionName: '${Fn}' },
                End: true,
              },
            },
          },
        ],
        Next: 'Tell',
      },
      Tell: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sns:publish',
        Parameters: { TopicArn: '${Topic}' },
        End: true,
      },
    },
  };
  const base = (): Resources => ({
    Role: role(),
    Function: lambda(),
    Topic: topic(),
    Actor: actor(
      'states.amazonaws.com',
      statement('lambda:InvokeFunction', getAtt('Function')),
      statement('sns:Publish', ref('Topic')),
    ),
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        RoleArn: getAtt('Actor'),
        DefinitionString: JSON.stringify(definition),
        DefinitionSubstitutions: { Fn: getAtt('Function'), Topic: ref('Topic') },
      },
    },
  });
  it.each(faults('states.amazonaws.com'))('invokes a function, with $name: $answer', (each) =>
    decideCase(base, 'Machine', 'invoke', 'Function', each),
  );
  it('publishes, and is let in by its role', () => {
    const proof = proofOf(base());
    expect(hopOf(proof, 'Machine', 'publish', 'Topic').answer).toBe('allowed');
    expect(hopOf(proof, 'Machine', 'assume', 'Actor').answer).toBe('allowed');
  });
  it('by a definition that is joined, or an object, or names the function itself', () => {
    const joined = base();
    set(joined, 'Machine.Properties.DefinitionString', {
      'Fn::Join': ['', ['{"States":{"A":{"Type":"Task","Resource":"', getAtt('Function'), '"}}}']],
    });
    expect(hopOf(proofOf(joined), 'Machine', 'invoke', 'Function').answer).toBe('allowed');
    const object = base();
    remove(object, 'Machine.Properties.DefinitionString');
    set(object, 'Machine.Properties.Definition', {
      States: {
        A: {
          Type: 'Task',
          QueryLanguage: 'JSONata',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: { FunctionName: getAtt('Function') },
        },
      },
    });
    expect(hopOf(proofOf(object), 'Machine', 'invoke', 'Function').answer).toBe('allowed');
  });
  it('by a definition that is an object, with what is put into it', () => {
    const resources = base();
    remove(resources, 'Machine.Properties.DefinitionString');
    set(resources, 'Machine.Properties.Definition', definition);
    expect(hopOf(proofOf(resources), 'Machine', 'invoke', 'Function').answer).toBe('allowed');
    expect(hopOf(proofOf(resources), 'Machine', 'publish', 'Topic').answer).toBe('allowed');
    remove(resources, 'Machine.Properties.DefinitionSubstitutions.Topic');
    const { hops } = proofOf(resources);
    expect(hops.filter(({ from, answer }) => from.label === 'Machine' && answer === 'unknown')).toHaveLength(
      1,
    );
    expect(hops.filter(({ answer }) => answer === 'denied')).toEqual([]);
  });
  it('that is defined elsewhere is unknown', () => {
    const resources = base();
    remove(resources, 'Machine.Properties.DefinitionString');
    set(resources, 'Machine.Properties.DefinitionS3Location', { Bucket: 'b', Key: 'k' });
    expect(proofOf(resources).hops.find(({ kind }) => kind === 'use')).toMatchObject({
      answer: 'unknown',
      check: expect.stringMatching(/Actor has to be allowed/),
    });
  });
});
