/** Kinds that the published specification does not know, by hand and with the reason. Paths are as in its schema. */

import type { Held } from '../../src/schemas/schema.ts';

/** Attributes that hold the ARN of something else than their name suggests. */
export const attributeKinds: Readonly<Record<string, string>> = {
  // A version's own, qualified ARN; a permission on the function does not cover it.
  'AWS::Lambda::Version.FunctionArn': 'lambda:version',
  // The managed policy's own; AWS::IAM::Policy is inline and has no ARN.
  'AWS::IAM::ManagedPolicy.PolicyArn': 'iam:managed-policy',
};

/** What `Ref` yields where it is not the resource's own identity, or the specification does not say what it is. */
export const refKinds: Readonly<Record<string, Held>> = {
  // These yield the ARN of the secret that they are for.
  'AWS::SecretsManager::ResourcePolicy': { form: 'Arn', kind: 'secretsmanager:secret' },
  'AWS::SecretsManager::RotationSchedule': { form: 'Arn', kind: 'secretsmanager:secret' },
  'AWS::SecretsManager::SecretTargetAttachment': { form: 'Arn', kind: 'secretsmanager:secret' },
  // SAM makes ordinary functions, APIs, layers and so on of these, and Ref yields what those yield.
  'AWS::Serverless::Api': { form: 'Name', kind: 'apigateway:rest-api' },
  'AWS::Serverless::Function': { form: 'Name', kind: 'lambda:function' },
  'AWS::Serverless::HttpApi': { form: 'Name', kind: 'apigatewayv2:api' },
  'AWS::Serverless::LayerVersion': { form: 'Arn', kind: 'lambda:layer-version' },
  'AWS::Serverless::SimpleTable': { form: 'Name', kind: 'dynamodb:table' },
  'AWS::Serverless::StateMachine': { form: 'Arn', kind: 'stepfunctions:state-machine' },
};

/** What a property wants: ARNs of `arns`, names of `names`, or text of unknown meaning. */
export interface Wanted {
  readonly arns?: readonly string[];
  readonly names?: readonly string[];
}

const functions = ['lambda:alias', 'lambda:function', 'lambda:version'];
const functionOrName: Wanted = { arns: functions, names: ['lambda:function'] };
const logDestinations = ['kinesis:stream', 'kinesisfirehose:delivery-stream', 'logs:destination'];

/** Properties that want something else than the specification's relationships say. */
export const propertyKinds: Readonly<Record<string, Wanted>> = {
  // In-topic and separate subscriptions take the same endpoints; the specification knows fewer of the first.
  'AWS::SNS::Topic.Subscription.Endpoint': {
    arns: [...functions, 'kinesisfirehose:delivery-stream', 'sqs:queue'],
  },
  // No relationships there; both are roles that SNS assumes.
  'AWS::SNS::Topic.LoggingConfig.FailureFeedbackRoleArn': { arns: ['iam:role'] },
  'AWS::SNS::Topic.LoggingConfig.SuccessFeedbackRoleArn': { arns: ['iam:role'] },
  // No relationships there; topics are meant by ARN.
  'AWS::SNS::TopicPolicy.Topics': { arns: ['sns:topic'] },
  'AWS::SNS::TopicInlinePolicy.TopicArn': { arns: ['sns:topic'] },
  // No relationships there; queues are meant by URL, which is what Ref yields.
  'AWS::SQS::QueuePolicy.Queues': { names: ['sqs:queue'] },
  'AWS::SQS::QueueInlinePolicy.Queue': { names: ['sqs:queue'] },
  // Sources that call Lambda. A function or a role is no source: a function's ARN here is a topic's forgotten.
  'AWS::Lambda::Permission.SourceArn': {
    arns: [
      'bedrock:agent',
      'cloudwatch:alarm',
      'cloudwatch:composite-alarm',
      'codecommit:repository',
      'cognito:user-pool',
      'config:config-rule',
      'connect:instance',
      'elasticloadbalancingv2:target-group',
      'events:rule',
      'iot:topic-rule',
      'kinesisfirehose:delivery-stream',
      'lex:bot-alias',
      'logs:log-group',
      's3:bucket',
      'secretsmanager:secret',
      'sns:topic',
      'sqs:queue',
      'vpclattice:target-group',
    ],
  },
  // A file system of S3 Files is mounted in the same way.
  'AWS::Lambda::Function.FileSystemConfig.Arn': { arns: ['efs:access-point', 's3files:access-point'] },
  // The API takes a name or an ARN; the specification has one of the two.
  'AWS::Lambda::Alias.FunctionName': { arns: ['lambda:function'], names: ['lambda:function'] },
  'AWS::Lambda::EventInvokeConfig.FunctionName': functionOrName,
  'AWS::Lambda::Url.TargetFunctionArn': functionOrName,
  // The Lambda guide's destinations of asynchronous invocations; the specification lacks some of each.
  'AWS::Lambda::EventInvokeConfig.OnSuccess.Destination': {
    arns: [...functions, 'events:event-bus', 's3:bucket', 'sns:topic', 'sqs:queue'],
  },
  'AWS::Lambda::EventInvokeConfig.OnFailure.Destination': {
    arns: [...functions, 'events:event-bus', 's3:bucket', 'sns:topic', 'sqs:queue'],
  },
  // Stream and Kafka sources may discard into a bucket, too.
  'AWS::Lambda::EventSourceMapping.OnFailure.Destination': { arns: ['s3:bucket', 'sns:topic', 'sqs:queue'] },
  // Enhanced fan-out consumers and brokers are sources, too.
  'AWS::Lambda::EventSourceMapping.EventSourceArn': {
    arns: [
      'amazonmq:broker',
      'dynamodb:global-table',
      'dynamodb:table',
      'kinesis:stream',
      'kinesis:stream-consumer',
      'msk:cluster',
      'msk:serverless-cluster',
      'msk:vpc-connection',
      'sqs:queue',
    ],
  },
  // A bucket may notify a version or an alias, too.
  'AWS::S3::Bucket.LambdaConfiguration.Function': { arns: functions },
  // No relationships there; IAM means these by name.
  'AWS::IAM::Policy.Groups': { names: ['iam:group'] },
  'AWS::IAM::Policy.Roles': { names: ['iam:role'] },
  'AWS::IAM::Policy.Users': { names: ['iam:user'] },
  'AWS::IAM::GroupPolicy.GroupName': { names: ['iam:group'] },
  'AWS::IAM::RolePolicy.RoleName': { names: ['iam:role'] },
  'AWS::IAM::UserPolicy.UserName': { names: ['iam:user'] },
  // A function's name is only the end of its group's name: any text will do.
  'AWS::Logs::LogGroup.LogGroupName': {},
  // Another account is reached through a logical destination.
  'AWS::Logs::SubscriptionFilter.DestinationArn': {
    arns: ['lambda:alias', 'lambda:function', ...logDestinations],
  },
};

/** Services whose relationships have been read one by one, and whose gaps are filled above: they are taken as they are. */
export const readServices: ReadonlySet<string> = new Set(['iam', 'lambda', 'logs', 's3', 'sns', 'sqs']);

/** Kinds that are taken for one another: who takes the first of a row takes the others, too. */
export const kindFamilies: readonly (readonly string[])[] = [
  ['certificatemanager:certificate', 'iam:server-certificate'],
  ['dynamodb:table', 'dynamodb:global-table'],
  ['elasticloadbalancingv2:load-balancer', 'elasticloadbalancing:load-balancer'],
  ['events:event-bus', 'events:partner-event-bus'],
  ['lambda:function', 'lambda:alias', 'lambda:version'],
  ['rds:db-cluster', 'docdb:db-cluster', 'neptune:db-cluster'],
  ['rds:db-instance', 'docdb:db-instance', 'neptune:db-instance'],
  ['s3:bucket', 's3express:directory-bucket', 's3:access-point'],
];

/** A key can be meant in each of these ways wherever one of them is taken. */
export const keyKinds: readonly string[] = ['kms:alias', 'kms:key', 'kms:replica-key'];
