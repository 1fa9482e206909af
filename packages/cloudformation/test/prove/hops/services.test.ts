// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  document,
  forService,
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
  remove,
  role,
  set,
  statement,
  subscription,
  topic,
} from './support.ts';

const topicPolicy = (...statements: readonly object[]) => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: { Topics: [ref('Topic')], PolicyDocument: document(...statements) },
});
const account = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };

describe('S3 tells of what happens in a bucket', () => {
  const bucket = (configuration: object) => ({
    Type: 'AWS::S3::Bucket',
    Properties: { NotificationConfiguration: configuration },
  });
  const toTopic = (): Resources => ({
    Bucket: bucket({ TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic') }] }),
    Topic: topic(),
    Policy: topicPolicy(forService('s3.amazonaws.com', 'sns:Publish', ref('Topic'), account)),
  });
  const table: readonly Case[] = [
    { name: 'a topic policy for the account', change: () => {}, answer: 'allowed' },
    {
      name: 'a topic policy for the bucket',
      change: (r) => {
        set(r, 'Bucket.Properties.BucketName', 'videos');
        set(r, 'Policy.Properties.PolicyDocument.Statement.0.Condition', fromArn('arn:aws:s3:::videos'));
      },
      answer: 'allowed',
    },
    {
      name: 'no topic policy',
      change: (r) => remove(r, 'Policy'),
      answer: 'denied',
      words: /no policy that lets s3/,
    },
    {
      name: 'a topic policy for another account',
      change: (r) => {
        set(r, 'Policy.Properties.PolicyDocument.Statement.0.Condition', {
          StringEquals: { 'aws:SourceAccount': '444455556666' },
        });
      },
      options: { account: '111122223333' },
      answer: 'denied',
    },
    {
      name: 'a topic policy for an account that may be this one',
      change: (r) => {
        set(r, 'Policy.Properties.PolicyDocument.Statement.0.Condition', {
          StringEquals: { 'aws:SourceAccount': '444455556666' },
        });
      },
      answer: 'unknown',
      words: /only if the account is 444455556666/,
    },
  ];
  it.each(table)('a topic, with $name: $answer', (each) =>
    decideCase(toTopic, 'Bucket', 'publish', 'Topic', each),
  );

  const toFunction = (): Resources => ({
    Role: role(),
    Function: lambda(),
    Topic: topic(),
    Bucket: bucket({ LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: getAtt('Function') }] }),
    Permission: permission({
      Principal: 's3.amazonaws.com',
      SourceArn: getAtt('Bucket'),
      SourceAccount: ref('AWS::AccountId'),
    }),
  });
  it.each<Case>([
    { name: 'a permission with bucket and account', change: () => {}, answer: 'allowed' },
    { name: 'no permission', change: (r) => remove(r, 'Permission'), answer: 'denied' },
  ])('a function, with $name: $answer', (each) =>
    decideCase(toFunction, 'Bucket', 'invoke', 'Function', each),
  );

  it('a queue', () => {
    const base = (): Resources => ({
      Bucket: bucket({ QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: getAtt('Queue') }] }),
      Queue: queue(),
      Policy: queuePolicy(
        'Queue',
        forService('s3.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), fromArn(getAtt('Bucket'))),
      ),
    });
    decideCase(base, 'Bucket', 'deliver', 'Queue', { name: '', change: () => {}, answer: 'allowed' });
    decideCase(base, 'Bucket', 'deliver', 'Queue', {
      name: '',
      change: (r) => remove(r, 'Policy'),
      answer: 'denied',
    });
  });
  it("by CDK's resource for notifications", () => {
    const resources = toFunction();
    set(resources, 'Bucket.Properties', {});
    set(resources, 'Notifications', {
      Type: 'Custom::S3BucketNotifications',
      Properties: {
        BucketName: ref('Bucket'),
        NotificationConfiguration: {
          LambdaFunctionConfigurations: [{ LambdaFunctionArn: getAtt('Function') }],
        },
      },
    });
    expect(hopOf(proofOf(resources), 'Bucket', 'invoke', 'Function').answer).toBe('allowed');
  });
});

describe('EventBridge sends to the targets of a rule', () => {
  const rule = (target: object) => ({
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 't', ...target }] },
  });
  const base = (): Resources => ({
    Rule: rule({ Arn: ref('Topic') }),
    Topic: topic(),
    Policy: topicPolicy(forService('events.amazonaws.com', 'sns:Publish', ref('Topic'))),
  });
  const table: readonly Case[] = [
    { name: 'a topic policy', change: () => {}, answer: 'allowed' },
    {
      name: 'a topic policy with a condition, which AWS says is not supported',
      change: (r) => {
        const policy = topicPolicy(
          forService('events.amazonaws.com', 'sns:Publish', ref('Topic'), fromArn(getAtt('Rule'))),
        );
        set(r, 'Policy', policy);
      },
      answer: 'unknown',
      words: /aws:SourceArn/,
    },
    {
      name: 'no topic policy',
      change: (r) => remove(r, 'Policy'),
      answer: 'denied',
      words: /no policy that lets events/,
    },
    {
      name: 'no topic policy, and a role on the target',
      change: (r) => {
        remove(r, 'Policy');
        set(r, 'Rule.Properties.Targets.0.RoleArn', 'arn:aws:iam::111122223333:role/target');
      },
      answer: 'unknown',
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Rule', 'publish', 'Topic', each));

  it('a topic, and tells of the condition that is not supported, and of no other', () => {
    const resources = base();
    const statements = 'Policy.Properties.PolicyDocument.Statement.0';
    set(resources, `${statements}.Condition`, account);
    const told = hopOf(proofOf(resources), 'Rule', 'publish', 'Topic').check;
    expect(told).toMatch(/does not support conditions in the policies of topics: take them out .* of Topic/);
    set(resources, `${statements}.Condition`, { Bool: { 'aws:ViaAWSService': 'true' } });
    const other = hopOf(proofOf(resources), 'Rule', 'publish', 'Topic').check ?? '';
    expect(other).not.toMatch(/does not support/);
  });

  it('a function, whose permission for the account alone is not settled', () => {
    const resources: Resources = {
      Role: role(),
      Function: lambda(),
      Rule: rule({ Arn: getAtt('Function') }),
      Permission: permission({
        Principal: 'events.amazonaws.com',
        SourceArn: undefined,
        SourceAccount: ref('AWS::AccountId'),
      }),
    };
    expect(hopOf(proofOf(resources), 'Rule', 'invoke', 'Function')).toMatchObject({
      answer: 'unknown',
      because: expect.stringMatching(/SourceAccount/i),
    });
  });

  it('a function, a queue and a dead-letter queue', () => {
    const resources: Resources = {
      Role: role(),
      Function: lambda(),
      Topic: topic(),
      Permission: permission({ Principal: 'events.amazonaws.com', SourceArn: getAtt('Rule') }),
      Rule: rule({ Arn: getAtt('Function'), DeadLetterConfig: { Arn: getAtt('Dead') } }),
      Dead: queue(),
      Second: rule({ Arn: getAtt('Dead') }),
      Policy: queuePolicy(
        'Dead',
        forService('events.amazonaws.com', 'sqs:SendMessage', getAtt('Dead'), fromArn(getAtt('Rule'))),
      ),
    };
    const proof = proofOf(resources);
    expect(hopOf(proof, 'Rule', 'invoke', 'Function').answer).toBe('allowed');
    expect(hopOf(proof, 'Rule', 'redrive', 'Dead').answer).toBe('allowed');
    expect(hopOf(proof, 'Second', 'deliver', 'Dead').answer).toBe('denied');
  });
  it('a log group, by the resource policies for logs of the account', () => {
    const resources: Resources = {
      Rule: rule({ Arn: getAtt('Group') }),
      Group: { Type: 'AWS::Logs::LogGroup' },
    };
    expect(hopOf(proofOf(resources), 'Rule', 'deliver', 'Group').answer).toBe('unknown');
    set(resources, 'Policy', {
      Type: 'AWS::Logs::ResourcePolicy',
      Properties: {
        PolicyName: 'events',
        PolicyDocument: {
          'Fn::Sub':
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"${Group.Arn}"}]}',
        },
      },
    });
    expect(hopOf(proofOf(resources), 'Rule', 'deliver', 'Group').answer).toBe('allowed');
  });
});

describe('an alarm publishes to a topic', () => {
  const base = (): Resources => ({
    Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [ref('Topic')] } },
    Topic: topic(),
  });
  const table: readonly Case[] = [
    {
      name: 'the policy that a topic has by default',
      change: () => {},
      answer: 'allowed',
      words: /by default/,
    },
    {
      name: 'a policy for another service',
      change: (r) => {
        set(r, 'Policy', topicPolicy(forService('s3.amazonaws.com', 'sns:Publish', ref('Topic'))));
      },
      answer: 'denied',
      words: /not cloudwatch\.amazonaws\.com/,
    },
    {
      name: 'a policy like the default one',
      change: (r) => {
        set(
          r,
          'Policy',
          topicPolicy(
            statement('sns:Publish', ref('Topic'), {
              Principal: { AWS: '*' },
              Condition: { StringEquals: { 'AWS:SourceOwner': ref('AWS::AccountId') } },
            }),
          ),
        );
      },
      answer: 'allowed',
    },
  ];
  it.each(table)('$name: $answer', (each) => decideCase(base, 'Alarm', 'publish', 'Topic', each));

  it('cannot use the key that AWS has for SNS', () => {
    const resources = base();
    set(resources, 'Topic.Properties.KmsMasterKeyId', 'alias/aws/sns');
    expect(hopOf(proofOf(resources), 'Alarm', 'encrypt', 'alias/aws/sns').answer).toBe('denied');
  });
});

describe('whoever the policy of a topic, queue or function names', () => {
  const publisher = (principal: unknown): Resources => ({
    Topic: topic(),
    Policy: topicPolicy(statement('sns:Publish', ref('Topic'), { Principal: { AWS: principal } })),
  });
  it('a role of another account: unknown, with what it needs there', () => {
    const arn = 'arn:aws:iam::444455556666:role/uploader';
    const hop = hopOf(proofOf(publisher(arn)), arn, 'publish', 'Topic');
    expect(hop).toMatchObject({ answer: 'unknown' });
    expect(hop.check).toBe(`in account 444455556666, ${arn} needs sns:Publish on Topic.`);
  });
  it('a role of the template: allowed by that alone', () => {
    const resources = { ...publisher(getAtt('Uploader')), Uploader: role() };
    expect(hopOf(proofOf(resources), 'Uploader', 'publish', 'Topic').answer).toBe('allowed');
  });
  it('the account itself is nobody in particular', () => {
    expect(proofOf(publisher({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' })).hops).toEqual([]);
  });
  it('an account that may invoke a function: unknown', () => {
    const resources: Resources = {
      Role: role(),
      Function: lambda(),
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: ref('Function'),
          Principal: '444455556666',
        },
      },
    };
    expect(hopOf(proofOf(resources), '444455556666', 'invoke', 'Function').answer).toBe('unknown');
  });
});

describe('serverless functions', () => {
  it('that the transform refuses have hops of which nothing is known', () => {
    const resources: Resources = {
      Topic: topic(),
      Function: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          // The transform takes a name or a parameter, and no other function.
          AutoPublishAlias: { 'Fn::Sub': 'live' },
          Events: { Told: { Type: 'SNS', Properties: { Topic: ref('Topic') } } },
        },
      },
      Subscription: subscription('lambda', getAtt('Function')),
    };
    const proof = proofOf(resources, {}, { Transform: 'AWS::Serverless-2016-10-31' });
    expect(proof.hops.map(({ kind, answer }) => [kind, answer])).toEqual([
      ['invoke', 'unknown'],
      ['invoke', 'unknown'],
      ['assume', 'unknown'],
    ]);
  });
});
