/** Patterns, lengths and bounds that win over the provider's, or that no provider's schema has; each with its source. */

import type { Alternatives } from '../schema/alternatives.ts';
import type { Constraint } from '../schema/constraint.ts';

const description: Constraint = { maxLength: 256 };

export const boundsByHand: Readonly<Record<string, Constraint>> = {
  // Lambda Developer Guide, quotas. 900 s is not here: a capacity provider lifts it, so that it is no property of the value.
  'AWS::Lambda::Function.Timeout': { minimum: 1 },
  // Lambda Developer Guide, managed instances: 32,768 MB there; 10,240 MB without a capacity provider.
  'AWS::Lambda::Function.MemorySize': { minimum: 128, maximum: 32_768 },
  'AWS::Lambda::Function.EphemeralStorage.Size': { minimum: 512, maximum: 10_240 },
  'AWS::Lambda::Function.Description': description,
  'AWS::Lambda::Function.Architectures': { minItems: 1, maxItems: 1 },
  // Lambda API Reference, FunctionName: the name alone is 64 characters, with its ARN 140.
  'AWS::Lambda::Function.FunctionName': { minLength: 1, maxLength: 140, pattern: functionName() },
  'AWS::Lambda::Function.LoggingConfig.LogGroup': {
    minLength: 1,
    maxLength: 512,
    pattern: '^[\\.\\-_/#A-Za-z0-9]+$',
  },
  // Lambda API Reference, PutFunctionEventInvokeConfig.
  'AWS::Lambda::EventInvokeConfig.MaximumRetryAttempts': { minimum: 0, maximum: 2 },
  'AWS::Lambda::EventInvokeConfig.MaximumEventAgeInSeconds': { minimum: 60, maximum: 21_600 },
  // SNS API Reference, SetTopicAttributes: 1 KiB to 1 MiB.
  'AWS::SNS::Topic.MaximumMessageSize': { minimum: 1024, maximum: 1_048_576 },
  // SNS API Reference, CreateTopic.
  'AWS::SNS::Topic.TopicName': {
    minLength: 1,
    maxLength: 256,
    pattern: '^[A-Za-z0-9_-]{1,251}(?:\\.fifo)?$|^[A-Za-z0-9_-]{252,256}$',
  },
  'AWS::SNS::Topic.DisplayName': { maxLength: 100 },
  // SQS API Reference, CreateQueue and SetQueueAttributes.
  'AWS::SQS::Queue.DelaySeconds': { minimum: 0, maximum: 900 },
  'AWS::SQS::Queue.KmsDataKeyReusePeriodSeconds': { minimum: 60, maximum: 86_400 },
  'AWS::SQS::Queue.MaximumMessageSize': { minimum: 1024, maximum: 1_048_576 },
  'AWS::SQS::Queue.MessageRetentionPeriod': { minimum: 60, maximum: 1_209_600 },
  'AWS::SQS::Queue.QueueName': { minLength: 1, maxLength: 80, pattern: '^[A-Za-z0-9_-]+(?:\\.fifo)?$' },
  'AWS::SQS::Queue.ReceiveMessageWaitTimeSeconds': { minimum: 0, maximum: 20 },
  'AWS::SQS::Queue.VisibilityTimeout': { minimum: 0, maximum: 43_200 },
};

function functionName(): string {
  return '^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:[a-z]{2,4}(?:-[a-z]+)+-\\d:)?(?:\\d{12}:)?(?:function:)?[a-zA-Z0-9_-]+(?::(?:\\$LATEST|[a-zA-Z0-9_-]+))?$';
}

/** Alternatives that no provider's schema has, by the resource type. */
export const alternativesByHand: Readonly<Record<string, Alternatives>> = {
  // CloudFormation reference, AWS::IAM::Policy: it is attached to at least one of these.
  'AWS::IAM::Policy': { anyOfRequired: [['Groups'], ['Roles'], ['Users']] },
};
