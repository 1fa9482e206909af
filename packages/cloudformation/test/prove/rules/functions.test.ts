import { describe, expect, test } from 'vitest';
import {
  forService,
  fromArn,
  getAtt,
  lambda,
  permission,
  proofOf,
  queue,
  queuePolicy,
  type Resources,
  ref,
  role,
  statement,
  subscription,
  topic,
} from '../hops/support.ts';

const told = (resources: Resources, id: string) =>
  proofOf(resources)
    .findings.filter((each) => each.id === id)
    .map(({ severity, logicalId }) => `${severity} ${logicalId}`);

const road = (more: Resources = {}): Resources => ({
  Role: role(),
  Function: lambda(),
  Topic: topic(),
  Permission: permission(),
  Subscription: subscription('lambda', getAtt('Function')),
  ...more,
});

describe('functions', () => {
  test('that nothing catches, where they are invoked asynchronously', () => {
    expect(told(road(), 'NoFailureDestination')).toEqual(['info Function']);
    const config = {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: ref('Function'),
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: getAtt('Dead') } },
      },
    };
    expect(told(road({ Dead: queue(), Config: config }), 'NoFailureDestination')).toEqual([]);
    expect(told({ Role: role(), Function: lambda() }, 'NoFailureDestination')).toEqual([]);
  });

  test.each([
    ['not declared', {}, {}, ['info Function']],
    ['declared without a retention', { LogGroupName: '/own' }, { LogGroup: ref('Group') }, ['info Group']],
    [
      'declared with a retention',
      { LogGroupName: '/own', RetentionInDays: 7 },
      { LogGroup: ref('Group') },
      [],
    ],
  ])('with a log group that is %s', (_, group, LoggingConfig, wanted) => {
    const resources = {
      Role: role(),
      Function: lambda({ LoggingConfig }),
      Group: { Type: 'AWS::Logs::LogGroup', Properties: group },
    };
    expect(told(resources, 'LogsNeverExpire')).toEqual(wanted);
  });

  test('with more permissions than a policy takes', () => {
    const by = (count: number) =>
      road(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `Permission${index}`,
            permission({
              SourceArn: { 'Fn::Sub': `arn:aws:sns:\${AWS::Region}:\${AWS::AccountId}:uploads-${index}` },
            }),
          ]),
        ),
      );
    expect(told(by(20), 'FunctionPolicyLarge')).toEqual([]);
    expect(told(by(80), 'FunctionPolicyLarge')).toEqual(['warning Permission']);
  });

  test.each([
    ['sends to', ['sqs:SendMessage'], ['warning Function']],
    ['polls', [], []],
  ])('that %s the queue that it polls', (_, actions, wanted) => {
    const polls = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    const resources = {
      Role: role(statement([...polls, ...actions], getAtt('Queue'))),
      Function: lambda({ Environment: { Variables: { QUEUE: ref('Queue') } } }),
      Queue: queue({ VisibilityTimeout: 60 }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Function') },
      },
    };
    expect(told(resources, 'RecursiveLoop')).toEqual(wanted);
  });

  test('that publish to a topic whose queue they poll', () => {
    const polls = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    const resources = {
      Role: role(statement(polls, getAtt('Queue')), statement('sns:Publish', ref('Topic'))),
      Function: lambda(),
      Topic: topic(),
      Queue: queue({ VisibilityTimeout: 60 }),
      Policy: queuePolicy(
        'Queue',
        forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic'))),
      ),
      Subscription: subscription('sqs', getAtt('Queue')),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Function') },
      },
    };
    expect(told(resources, 'RecursiveLoop')).toEqual(['warning Function']);
  });
});

describe('queues', () => {
  test.each([
    [undefined, ['NoDeadLetterQueue Queue']],
    [{ deadLetterTargetArn: getAtt('Dead'), maxReceiveCount: 2 }, ['MaxReceiveCountLow Queue']],
    [{ deadLetterTargetArn: getAtt('Dead'), maxReceiveCount: 5 }, []],
  ])('that a function polls, with %j', (RedrivePolicy, wanted) => {
    const resources = {
      Role: role(),
      Function: lambda(),
      Dead: queue(),
      Queue: queue(RedrivePolicy === undefined ? {} : { RedrivePolicy }),
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Function') },
      },
    };
    const ids = proofOf(resources)
      .findings.filter(({ id }) => id === 'NoDeadLetterQueue' || id === 'MaxReceiveCountLow')
      .map(({ id, logicalId }) => `${id} ${logicalId}`);
    expect(ids).toEqual(wanted);
  });
});
