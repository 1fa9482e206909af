/** What the published specification does not know, by hand and with the reason. Paths are as in its schema. */

/** Attributes that hold the ARN of something else than their name suggests. */
export const attributeKinds: Readonly<Record<string, string>> = {
  // A version's own, qualified ARN; a permission on the function does not cover it.
  'AWS::Lambda::Version.FunctionArn': 'lambda:version',
  // The managed policy's own; AWS::IAM::Policy is inline and has no ARN.
  'AWS::IAM::ManagedPolicy.PolicyArn': 'iam:managed-policy',
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
      'cognito:user-pool',
      'events:rule',
      'iot:topic-rule',
      'kinesisfirehose:delivery-stream',
      'logs:log-group',
      's3:bucket',
      'sns:topic',
      'sqs:queue',
    ],
  },
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

/** Closed sets of words that the specification leaves as text. */
export const allowedValues: Readonly<Record<string, readonly string[]>> = {
  // SNS API Reference, Subscribe, Protocol.
  'AWS::SNS::Subscription.Protocol': subscriptionProtocols(),
  'AWS::SNS::Topic.Subscription.Protocol': subscriptionProtocols(),
  // SNS Developer Guide, subscription filter policy scope.
  'AWS::SNS::Subscription.FilterPolicyScope': ['MessageAttributes', 'MessageBody'],
  // SNS Developer Guide, active tracing.
  'AWS::SNS::Topic.TracingConfig': ['Active', 'PassThrough'],
  // Lambda Developer Guide, instruction set architectures.
  'AWS::Lambda::Function.Architectures': ['arm64', 'x86_64'],
};

function subscriptionProtocols(): readonly string[] {
  return ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'];
}

/** Properties of these names are policy documents wherever the specification says `json`. */
export const policyDocuments: ReadonlySet<string> = new Set(['AssumeRolePolicyDocument', 'PolicyDocument']);
