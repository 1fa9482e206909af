/** Words that the specification leaves as text, by hand and with the source. */

import { lambdaRuntimes, runtimesAsOf } from '../../src/schemas/lambda-runtimes.ts';

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

/** Words to choose from where others are taken, too: those of tomorrow. */
export const openWords: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function.Runtime': creatableRuntimes(),
  'AWS::Lambda::LayerVersion.CompatibleRuntimes': creatableRuntimes(),
  'AWS::Serverless::Function.Runtime': creatableRuntimes(),
  // The services of the AWS guides "using Lambda with …" that call a function by its resource policy.
  'AWS::Lambda::Permission.Principal': [
    'alexa-appkit.amazon.com',
    'apigateway.amazonaws.com',
    'bedrock.amazonaws.com',
    'cloudformation.amazonaws.com',
    'codecommit.amazonaws.com',
    'cognito-idp.amazonaws.com',
    'config.amazonaws.com',
    'connect.amazonaws.com',
    'elasticloadbalancing.amazonaws.com',
    'events.amazonaws.com',
    'iot.amazonaws.com',
    'lambda.alarms.cloudwatch.amazonaws.com',
    'lexv2.amazonaws.com',
    'logs.amazonaws.com',
    's3.amazonaws.com',
    'secretsmanager.amazonaws.com',
    'ses.amazonaws.com',
    'sns.amazonaws.com',
    'vpc-lattice.amazonaws.com',
  ],
};

function creatableRuntimes(): readonly string[] {
  return lambdaRuntimes
    .filter(({ deprecated }) => deprecated === undefined || deprecated > runtimesAsOf)
    .map(({ name }) => name);
}
