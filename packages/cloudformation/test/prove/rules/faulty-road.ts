// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import type { TemplateJson } from '@wayleave/cloudformation';
import {
  document,
  getAtt,
  lambda,
  queue,
  type Resources,
  ref,
  remove,
  role,
  set,
  topic,
} from '../hops/support.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const GROUPS = {
  'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/*',
};
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const service = (name: unknown, Action: unknown, Resource: unknown, Condition?: object) =>
  allow(Action, Resource, { Principal: { Service: name }, ...(Condition && { Condition }) });
const forArn = (value: unknown) => ({ ArnLike: { 'aws:SourceArn': value } });
const forAccount = { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } };

const executionRole = (...statements: readonly object[]) => {
  const made = role(allow(LOGS, GROUPS), ...statements);
  return { ...made, Properties: { ...made.Properties, ManagedPolicyArns: [] } };
};

const schedule = (arn: unknown) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpression: 'rate(1 hour)',
    Target: { Arn: arn, RoleArn: getAtt('ScheduleRole') },
  },
});

/** A road with all that rules patch, as it should be: bucket, rule, topic, functions, queue, key. */
function soundRoad(): Resources {
  return {
    Role: executionRole(),
    PollRole: executionRole(
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], getAtt('Queue')),
      allow('kms:Decrypt', getAtt('QueueKey')),
    ),
    Function: lambda(),
    Poll: lambda({ Role: getAtt('PollRole'), Timeout: 10 }),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Function') } },
    Alias: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: ref('Function'),
        FunctionVersion: getAtt('Version', 'Version'),
        Name: 'live',
      },
    },
    Topic: topic(),
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Topic')],
        PolicyDocument: document(
          service('events.amazonaws.com', 'sns:Publish', ref('Topic')),
          service('s3.amazonaws.com', 'sns:Publish', ref('Topic'), forAccount),
        ),
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        Targets: [
          { Id: 'topic', Arn: ref('Topic') },
          { Id: 'jobs', Arn: getAtt('Jobs') },
        ],
      },
    },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      DependsOn: ['TopicPolicy'],
      Properties: {
        NotificationConfiguration: {
          TopicConfigurations: [{ Event: 's3:ObjectCreated:*', Topic: ref('Topic') }],
        },
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: getAtt('Function'),
        Principal: 'sns.amazonaws.com',
        SourceArn: ref('Topic'),
      },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      DependsOn: ['Permission'],
      Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: getAtt('Function') },
    },
    QueueKey: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document(
          allow('kms:*', '*', {
            Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
          }),
          service('sns.amazonaws.com', ['kms:GenerateDataKey*', 'kms:Decrypt'], '*', forArn(ref('Topic'))),
        ),
      },
    },
    Queue: queue({ VisibilityTimeout: 60, KmsMasterKeyId: ref('QueueKey') }),
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Queue')],
        PolicyDocument: document(
          service('sns.amazonaws.com', 'sqs:SendMessage', getAtt('Queue'), forArn(ref('Topic'))),
        ),
      },
    },
    QueueSubscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Topic'), Protocol: 'sqs', Endpoint: getAtt('Queue') },
    },
    Jobs: queue(),
    ScheduleRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: forAccount,
        }),
        Policies: [
          {
            PolicyName: 'own',
            PolicyDocument: document(
              allow('sqs:SendMessage', getAtt('Jobs')),
              allow('sns:Publish', ref('Topic')),
            ),
          },
        ],
      },
    },
    QueueSchedule: schedule(getAtt('Jobs')),
    TopicSchedule: schedule(ref('Topic')),
    JobsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Jobs')],
        PolicyDocument: document(
          service('events.amazonaws.com', 'sqs:SendMessage', getAtt('Jobs'), forArn(getAtt('Rule'))),
        ),
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: getAtt('Queue'), FunctionName: ref('Poll') },
    },
  };
}

const statementOf = (id: string, index = 0, key = 'PolicyDocument') =>
  `${id}.Properties.${key}.Statement.${index}`;
const logsOf = (id: string) => `${id}.Properties.Policies.0.PolicyDocument.Statement.0`;
const setting = (path: string, value: unknown) => (road: Resources) => set(road, path, value);
const removing = (path: string) => (road: Resources) => remove(road, path);

/** Faults of the road, by name; any of them can be together. */
export const faults: Readonly<Record<string, (road: Resources) => void>> = {
  'a permission for no source': removing('Permission.Properties.SourceArn'),
  'a permission for all topics': setting('Permission.Properties.SourceArn', 'arn:aws:sns:*:*:*'),
  'a permission for anybody': setting('Permission.Properties.Principal', '*'),
  'a permission for all actions': setting('Permission.Properties.Action', 'lambda:*'),
  'a permission on the function beside the alias': setting('Subscription.Properties.Endpoint', ref('Alias')),
  'a rule that is not named': removing(`${statementOf('JobsPolicy')}.Condition`),
  'any rule': setting(`${statementOf('JobsPolicy')}.Condition`, forArn('arn:aws:events:*:*:rule/*')),
  'a rule over TLS': setting(`${statementOf('TopicPolicy')}.Condition`, {
    Bool: { 'aws:SecureTransport': 'true' },
  }),
  'a condition that is a function': setting(`${statementOf('TopicPolicy')}.Condition`, {
    'Fn::If': ['IsProduction', forArn(getAtt('Rule')), ref('AWS::NoValue')],
  }),
  'a statement that is a function': (road) => {
    const policy = 'TopicPolicy.Properties.PolicyDocument.Statement';
    const events = service('events.amazonaws.com', 'sns:*', ref('Topic'));
    const s3 = service('s3.amazonaws.com', 'sns:*', ref('Topic'));
    set(road, policy, [{ 'Fn::If': ['IsProduction', events, ref('AWS::NoValue')] }, s3]);
  },
  'a topic for anybody': setting(`${statementOf('TopicPolicy')}.Principal`, '*'),
  'a topic for any account': setting(`${statementOf('TopicPolicy', 1)}.Principal`, { AWS: '*' }),
  'a topic for two services': setting(`${statementOf('TopicPolicy', 1)}.Principal`, {
    Service: ['s3.amazonaws.com', 'codestar-notifications.amazonaws.com'],
  }),
  'a topic with all actions': setting(`${statementOf('TopicPolicy', 1)}.Action`, 'sns:*'),
  'a bucket for whoever owns it': removing(`${statementOf('TopicPolicy', 1)}.Condition`),
  'a rule of production alone': setting('Rule.Condition', 'IsProduction'),
  'a bucket that does not wait': removing('Bucket.DependsOn'),
  'a subscription that does not wait': removing('Subscription.DependsOn'),
  'raw delivery to a function': setting('Subscription.Properties.RawMessageDelivery', true),
  'a queue for any topic': removing(`${statementOf('QueuePolicy')}.Condition`),
  'a queue for anybody': (road) => {
    set(road, `${statementOf('QueuePolicy')}.Principal`, { AWS: '*' });
    remove(road, `${statementOf('QueuePolicy')}.Condition`);
  },
  'a queue with all actions': setting(`${statementOf('QueuePolicy')}.Action`, ['sqs:*']),
  'a queue for a role, too': setting(`${statementOf('QueuePolicy')}.Principal`, {
    Service: 'sns.amazonaws.com',
    AWS: getAtt('Role'),
  }),
  'a key for any topic': removing(`${statementOf('QueueKey', 1, 'KeyPolicy')}.Condition`),
  'all of logs': setting(`${logsOf('Role')}.Action`, 'logs:*'),
  'logs everywhere': setting(`${logsOf('Role')}.Resource`, '*'),
  'logs of a partition': setting(`${logsOf('PollRole')}.Resource`, 'arn:aws:logs:*:*:*'),
  'all of logs, and more': setting(`${logsOf('PollRole')}.Action`, ['logs:*', 'cloudwatch:PutMetricData']),
  'a policy apart': (road) => {
    set(road, 'Apart', {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'apart',
        Roles: [ref('Role')],
        PolicyDocument: document(allow('logs:*', 'arn:aws:logs:*:*:*')),
      },
    });
  },
  'a policy of two roles': (road) => {
    set(road, 'Shared', {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'shared',
        Roles: [ref('Role'), ref('PollRole')],
        PolicyDocument: document(allow('logs:*', '*')),
      },
    });
  },
  'a role for others, too': setting(
    'Role.Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service',
    ['lambda.amazonaws.com', 'ec2.amazonaws.com'],
  ),
  'a role that may do anything': setting(`${logsOf('PollRole')}.Action`, '*'),
  'a schedule that may send to any queue': setting(`${logsOf('ScheduleRole')}.Resource`, '*'),
  'a schedule that may do anything': setting('ScheduleRole.Properties.Policies.0.PolicyDocument', {
    Version: '2012-10-17',
    Statement: allow('*', '*'),
  }),
  'a schedule that may do both to both': setting(
    'ScheduleRole.Properties.Policies.0.PolicyDocument.Statement',
    [allow(['sqs:*', 'sns:*'], '*')],
  ),
  'a schedule that may do all but a little': setting(
    'ScheduleRole.Properties.Policies.0.PolicyDocument.Statement',
    [allow('*', '*'), { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ),
  'a name of one’s own': setting('Function.Properties.FunctionName', 'video'),
  'a queue that hides too short': setting('Queue.Properties.VisibilityTimeout', 20),
  'a topic under a key': (road) => {
    set(road, 'TopicKey', {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: document(
          service(['events.amazonaws.com', 's3.amazonaws.com'], ['kms:GenerateDataKey*', 'kms:Decrypt'], '*'),
        ),
      },
    });
    set(road, 'Topic.Properties.KmsMasterKeyId', ref('TopicKey'));
  },
};

/** The road with some of the faults. Later ones may take the place of what earlier ones change. */
export function faultyRoad(names: readonly string[]): TemplateJson {
  const road = soundRoad();
  for (const name of names) {
    try {
      faults[name]?.(road);
    } catch (error) {
      // What one fault takes away another cannot change.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Stage: { Type: 'String', Default: 'test' }, Free: { Type: 'String' } },
    Conditions: { IsProduction: { 'Fn::Equals': [ref('Free'), 'production'] } },
    Resources: road,
  } as unknown as TemplateJson;
}
