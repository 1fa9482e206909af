// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  forService,
  fromArn,
  getAtt,
  lambda,
  push,
  queue,
  queuePolicy,
  type Resources,
  ref,
  remove,
  role,
  set,
  statement,
  subscription,
  topic,
} from './support.ts';

const fromTopic = () =>
  forService('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(ref('Topic')));

const delivered = (): Resources => ({
  Topic: topic(),
  Queue: queue(),
  Subscription: subscription('sqs', getAtt('Queue')),
  Policy: queuePolicy('Queue', fromTopic()),
});

const sends: readonly Case[] = [
  {
    name: 'a queue policy with the topic as source',
    change: () => {},
    answer: 'allowed',
    words: /QueuePolicy "Policy": sns\.amazonaws\.com, SourceArn = Topic/,
  },
  {
    name: 'a queue policy for everyone, held to the topic',
    change: (r) => {
      set(r, 'Policy.Properties.PolicyDocument.Statement.0.Principal', '*');
    },
    answer: 'allowed',
  },
  {
    name: 'an inline policy of the queue',
    change: (r) => {
      set(r, 'Policy', {
        Type: 'AWS::SQS::QueueInlinePolicy',
        Properties: { Queue: ref('Queue'), PolicyDocument: document(fromTopic()) },
      });
    },
    answer: 'allowed',
  },
  {
    name: 'no queue policy',
    change: (r) => remove(r, 'Policy'),
    answer: 'denied',
    words: /no policy that lets sns/,
  },
  {
    name: 'a policy of another queue',
    change: (r) => {
      set(r, 'Other', queue());
      set(r, 'Policy.Properties.Queues', [ref('Other')]);
    },
    answer: 'denied',
  },
  {
    name: 'the function instead of the topic as source',
    change: (r) => {
      set(r, 'Other', topic());
      set(r, 'Policy.Properties.PolicyDocument.Statement.0.Condition', fromArn(ref('Other')));
    },
    answer: 'denied',
    words: /wanted Other, got Topic/,
  },
  {
    name: 'two queue policies, of which one allows it',
    change: (r) => {
      set(
        r,
        'Second',
        queuePolicy('Queue', forService('s3.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'))),
      );
    },
    answer: 'unknown',
    words: /overwrite each other/,
  },
  {
    name: 'a statement that denies what does not come over TLS',
    change: (r) => {
      push(r, 'Policy.Properties.PolicyDocument.Statement', {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: getAtt('Queue'),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    },
    answer: 'allowed',
  },
  {
    name: 'the URL of the queue as endpoint',
    change: (r) => {
      set(r, 'Subscription.Properties.Endpoint', ref('Queue'));
    },
    answer: 'denied',
    words: /ARN of Queue, not its URL/,
  },
];

describe('SNS delivers to a queue', () => {
  it.each(sends)('$name: $answer', (each) => decideCase(delivered, 'Topic', 'deliver', 'Queue', each));

  it('a queue that is not in the template: unknown', () => {
    const arn = 'arn:aws:sqs:eu-west-1:111122223333:elsewhere';
    const change = (r: Resources) => {
      set(r, 'Subscription.Properties.Endpoint', arn);
    };
    decideCase(delivered, 'Topic', 'deliver', arn, {
      name: '',
      change,
      answer: 'unknown',
      words: /not in the template/,
    });
  });
});

describe('SNS redrives to a dead-letter queue', () => {
  const redriven = (): Resources => ({
    Role: role(),
    Function: lambda(),
    Topic: topic(),
    Queue: queue(),
    Subscription: subscription('lambda', getAtt('Function'), {
      RedrivePolicy: { deadLetterTargetArn: getAtt('Queue') },
    }),
    Policy: queuePolicy('Queue', fromTopic()),
  });
  const table: readonly Case[] = [
    { name: 'a queue policy for the topic', change: () => {}, answer: 'allowed' },
    {
      name: 'a redrive policy as text',
      change: (r) => {
        set(r, 'Subscription.Properties.RedrivePolicy', {
          'Fn::Sub': '{"deadLetterTargetArn":"${Queue.Arn}"}',
        });
      },
      answer: 'allowed',
    },
    {
      name: 'no queue policy',
      change: (r) => remove(r, 'Policy'),
      answer: 'denied',
      words: /no policy that lets sns/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(redriven, 'Topic', 'redrive', 'Queue', each));
});

describe('SQS redrives to a dead-letter queue', () => {
  const redriven = (allow?: object) => (): Resources => ({
    Queue: queue({ RedrivePolicy: { deadLetterTargetArn: getAtt('Dead'), maxReceiveCount: 3 } }),
    Dead: queue(allow === undefined ? {} : { RedriveAllowPolicy: allow }),
    Other: queue(),
  });
  const table = [
    { name: 'by default', allow: undefined, answer: 'allowed' },
    { name: 'denyAll', allow: { redrivePermission: 'denyAll' }, answer: 'denied' },
    {
      name: 'byQueue with the queue',
      allow: { redrivePermission: 'byQueue', sourceQueueArns: [getAtt('Queue')] },
      answer: 'allowed',
    },
    {
      name: 'byQueue with another',
      allow: { redrivePermission: 'byQueue', sourceQueueArns: [getAtt('Other')] },
      answer: 'denied',
    },
  ] as const;
  it.each(table)('$name: $answer', ({ allow, answer, name }) =>
    decideCase(redriven(allow), 'Queue', 'redrive', 'Dead', { name, change: () => {}, answer }),
  );
});

describe('a function receives from a queue', () => {
  const polled = (): Resources => ({
    Role: role(
      statement(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], getAtt('Queue')),
    ),
    Function: lambda(),
    Queue: queue(),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Function') },
    },
  });
  const table: readonly Case[] = [
    { name: 'the three rights of polling', change: () => {}, answer: 'allowed' },
    {
      name: 'no right to delete',
      change: (r) => {
        set(r, 'Role.Properties.Policies.0.PolicyDocument.Statement.0.Action', [
          'sqs:ReceiveMessage',
          'sqs:GetQueueAttributes',
        ]);
      },
      answer: 'denied',
      words: /not sqs:DeleteMessage/,
    },
    {
      name: "AWS's managed policy for queues",
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
        set(r, 'Role.Properties.ManagedPolicyArns', [
          'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
        ]);
      },
      answer: 'allowed',
    },
    {
      name: 'a managed policy that nobody knows',
      change: (r) => {
        remove(r, 'Role.Properties.Policies');
        set(r, 'Role.Properties.ManagedPolicyArns', ['arn:aws:iam::aws:policy/SomeNewPolicy']);
      },
      answer: 'unknown',
      words: /SomeNewPolicy/,
    },
    {
      name: 'a permissions boundary without the queue',
      change: (r) => {
        set(r, 'Boundary', {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { PolicyDocument: document(statement('logs:*', '*')) },
        });
        set(r, 'Role.Properties.PermissionsBoundary', ref('Boundary'));
      },
      answer: 'denied',
    },
    {
      name: 'a permissions boundary that is elsewhere',
      change: (r) => {
        set(r, 'Role.Properties.PermissionsBoundary', 'arn:aws:iam::111122223333:policy/boundary');
      },
      answer: 'unknown',
    },
    {
      name: 'a role that is elsewhere',
      change: (r) => {
        set(r, 'Function.Properties.Role', 'arn:aws:iam::111122223333:role/elsewhere');
      },
      answer: 'unknown',
      words: /execution role of Function is not in the template/,
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(polled, 'Queue', 'receive', 'Function', each));
});
