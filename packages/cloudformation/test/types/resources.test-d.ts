/** What the compiler must refuse, and what it must not. Compiled, never run. */
import {
  allow,
  equals,
  if_,
  importValue,
  join,
  NoValue,
  plain,
  policyDocument,
  type Template,
} from '@wayleave/cloudformation';
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { Alias, LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { LogGroup } from '@wayleave/cloudformation/aws/logs';
import { Subscription, Topic } from '@wayleave/cloudformation/aws/sns';
import { Queue, QueuePolicy } from '@wayleave/cloudformation/aws/sqs';

export function refused(t: Template): void {
  const trust = policyDocument(
    allow({ actions: ['sts:AssumeRole'], principals: { Service: 'lambda.amazonaws.com' } }),
  );
  const role = t.add('Role', Role({ AssumeRolePolicyDocument: trust }));
  const logs = t.add('Logs', LogGroup({ RetentionInDays: 14 }));
  const queue = t.add('Queue', Queue());
  const topic = t.add('Topic', Topic());
  const inline = { ZipFile: 'exports.handler = () => {};' };
  const fn = t.add('Function', LambdaFunction({ Code: inline, Role: role.Arn }));
  const memory = t.parameter('Memory', { Type: 'Number' });
  const names = t.parameter('Names', { Type: 'CommaDelimitedList' });
  const stage = t.parameter('Stage', { Type: 'String' });
  const production = t.condition('Production', equals(stage.ref, 'production'));

  // A missing required property.
  // @ts-expect-error Role is required
  LambdaFunction({ Code: inline });
  // @ts-expect-error TopicArn is required
  Subscription({ Protocol: 'lambda', Endpoint: fn.Arn });
  // @ts-expect-error a queue policy needs properties at all
  QueuePolicy();

  // An unknown property.
  // @ts-expect-error it is Subscription
  Topic({ Subscriptions: [] });
  // @ts-expect-error it is ZipFile
  LambdaFunction({ Code: { Zipfile: 'x' }, Role: role.Arn });

  // A word outside a closed set.
  // @ts-expect-error x86 is no architecture
  LambdaFunction({ Code: inline, Role: role.Arn, Architectures: ['x86'] });
  // @ts-expect-error Passthrough is spelt PassThrough
  Topic({ TracingConfig: 'Passthrough' });
  // @ts-expect-error Body is no filter policy scope
  Subscription({ TopicArn: topic.ref, Protocol: 'lambda', Endpoint: fn.Arn, FilterPolicyScope: 'Body' });
  // @ts-expect-error 15 days is no retention
  LogGroup({ RetentionInDays: 15 });

  // An unknown attribute.
  // @ts-expect-error it is Arn
  t.output('A', fn.ARN);
  // @ts-expect-error a topic has no Arn but a TopicArn
  t.output('B', topic.Arn);

  // The ARN of the wrong kind of thing, or a name for an ARN.
  // @ts-expect-error a function is no topic
  Subscription({ TopicArn: fn.Arn, Protocol: 'lambda', Endpoint: fn.Arn });
  // @ts-expect-error a function's ARN where its topic's is meant
  Permission({ FunctionName: fn.Arn, Action: 'lambda:*', Principal: 'sns.amazonaws.com', SourceArn: fn.Arn });
  // @ts-expect-error a topic is no endpoint of a topic
  Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: topic.ref }] });
  // @ts-expect-error a queue is no role
  LambdaFunction({ Code: inline, Role: queue.Arn });
  // @ts-expect-error Ref of a role is its name
  LambdaFunction({ Code: inline, Role: role.ref });
  // @ts-expect-error a queue policy wants URLs, which Ref yields
  QueuePolicy({ Queues: [queue.Arn], PolicyDocument: trust });
  // @ts-expect-error an inline policy wants role names
  Policy({ PolicyName: 'x', PolicyDocument: trust, Roles: [role.Arn] });
  // @ts-expect-error a log group's ARN is not its name
  LambdaFunction({ Code: inline, Role: role.Arn, LoggingConfig: { LogGroup: logs.Arn } });

  // The wrong result.
  // @ts-expect-error a number where text is wanted
  Topic({ DisplayName: 1 });
  // @ts-expect-error text where a number is wanted
  LambdaFunction({ Code: inline, Role: role.Arn, Timeout: '3' });
  // @ts-expect-error a join yields text
  LambdaFunction({ Code: inline, Role: role.Arn, Timeout: join('', ['3']) });
  // @ts-expect-error a number parameter where text is wanted
  Topic({ DisplayName: memory.ref });
  // @ts-expect-error a list where text is wanted
  Topic({ DisplayName: names.ref });
  // @ts-expect-error one of two branches yields a number
  Topic({ DisplayName: if_(production, 'Production', 3) });
  // @ts-expect-error a list is no output
  t.output('C', names.ref);
  // @ts-expect-error a condition's expression is no value
  t.output('D', equals('a', 'b'));

  // The wrong type of a nested property.
  // @ts-expect-error variables are text
  LambdaFunction({ Code: inline, Role: role.Arn, Environment: { Variables: { RETRIES: 3 } } });
  // @ts-expect-error Subscription is a list
  Topic({ Subscription: { Protocol: 'lambda', Endpoint: fn.Arn } });
  // @ts-expect-error Effect has two words
  policyDocument({ Effect: 'allow', Action: 's3:*', Resource: '*' });
  // @ts-expect-error it is Statement
  Role({ AssumeRolePolicyDocument: { Statements: [] } });

  // A handle where a value is wanted.
  // @ts-expect-error write fn.ref
  t.output('E', fn);
  // @ts-expect-error only conditions can be conditions
  t.add('Other', Topic(), { Condition: stage });
}

export function accepted(t: Template): void {
  const role = t.add('Role', Role({ AssumeRolePolicyDocument: { Statement: [] } }));
  const topic = t.add('Topic', Topic());
  const memory = t.parameter('Memory', { Type: 'Number' });
  const big = t.condition('Big', equals(memory.ref, 1024));
  const fn = t.add(
    'Function',
    LambdaFunction({
      Code: { S3Bucket: 'code', S3Key: 'code.zip' },
      Role: if_(big, role.Arn, importValue('SmallRole')),
      MemorySize: memory.ref,
      Timeout: if_(big, 60, NoValue),
      Environment: { Variables: { TOPIC: topic.ref, NAME: topic.TopicName } },
      TracingConfig: if_(big, { Mode: 'Active' }, NoValue),
      Architectures: ['arm64'],
    }),
  );
  const alias = t.add('Alias', Alias({ Name: 'live', FunctionName: fn.ref, FunctionVersion: '1' }));
  Subscription({ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t', Protocol: 'lambda', Endpoint: alias.ref });
  Permission({
    FunctionName: fn.ref,
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: topic.ref,
  });
  Topic({ DisplayName: plain(memory.ref), TracingConfig: if_(big, 'Active', NoValue) });
}
