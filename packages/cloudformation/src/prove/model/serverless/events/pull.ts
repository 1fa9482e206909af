import { isUnread, type Unread } from '../../json.ts';
import { allows, awsPolicy, inlinePolicy, made } from '../carried.ts';
import { isGiven, members, picked } from '../expressions.ts';
import type { ServerlessScope } from '../scope.ts';
import { eventId, type FunctionEvent } from './function-event.ts';
import { PULLED } from './pull-needs.ts';

const CARRIED_OVER = [
  'BatchSize',
  'BisectBatchOnFunctionError',
  'Enabled',
  'FilterCriteria',
  'FunctionResponseTypes',
  'KmsKeyArn',
  'LoggingConfig',
  'MaximumBatchingWindowInSeconds',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'ScalingConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'TumblingWindowInSeconds',
];

/** Whether an event is one that Lambda polls. */
export function isPulled(type: string): boolean {
  return PULLED.has(type);
}

/** `SQS`, `Kinesis` and the like: a mapping, and what the execution role needs for it. */
export function expandPull(scope: ServerlessScope, event: FunctionEvent): string | undefined {
  const { type, properties, functionName, carried, from } = event;
  const pulled = PULLED.get(type);
  if (pulled === undefined) return `${type} is no event that Lambda polls`;
  const source = pulled.source === undefined ? undefined : properties[pulled.source];
  if (pulled.source !== undefined && !isGiven(source)) return `it has no ${pulled.source}`;
  if (pulled.starts && properties['StartingPosition'] === undefined) return 'it has no StartingPosition';
  const needs = pulled.needs?.(event) ?? [];
  if (typeof needs === 'string') return needs;
  if (needs.length > 0 && event.role?.hasChoice())
    return 'the transform fails at adding its policies beside one in Fn::If';
  const undelivered = undeliveredOf(event);
  if (typeof undelivered === 'string') return undelivered;
  scope.add(
    eventId(event),
    made(
      'AWS::Lambda::EventSourceMapping',
      {
        FunctionName: functionName,
        EventSourceArn: source,
        ...picked(properties, ...CARRIED_OVER),
        ...(undelivered !== undefined && { DestinationConfig: undelivered.config }),
        ...ofKafka(event),
        ...pulled.extra?.(properties),
      },
      carried,
    ),
    from,
  );
  addToRole(event, needs, pulled.managed, undelivered?.policy);
  return undefined;
}

function addToRole(
  { role, from }: FunctionEvent,
  needs: readonly Unread[],
  managed: string | undefined,
  undelivered: Unread | undefined,
): void {
  if (managed !== undefined) role?.addManaged(awsPolicy(`service-role/${managed}`), from);
  for (const policy of [...needs, ...(undelivered === undefined ? [] : [undelivered])])
    role?.addInline(policy, from);
}

interface Undelivered {
  readonly config: Unread;
  readonly policy: Unread | undefined;
}

/** `DestinationConfig`: the role is given what it needs for it only where the kind of the destination is said. */
function undeliveredOf(event: FunctionEvent): Undelivered | string | undefined {
  const config = event.properties['DestinationConfig'];
  if (!isGiven(config)) return undefined;
  const onFailure = members(config)['OnFailure'];
  if (!isUnread(config) || !isUnread(onFailure)) return 'its DestinationConfig has no OnFailure';
  const { Type: type, ...rest } = onFailure;
  const { Destination: target } = rest;
  const id = eventId(event);
  const made = { ...config, OnFailure: rest };
  if (!isGiven(type) || type === 'Kafka') return { config: made, policy: undefined };
  const policies = new Map<unknown, Unread>([
    ['SQS', inlinePolicy(`${id}SQSPolicy`, allows('sqs:SendMessage', target))],
    ['SNS', inlinePolicy(`${id}SNSPolicy`, allows('sns:publish', target))],
    ['S3', toBucket(`${id}S3Policy`, target)],
  ]);
  const policy = policies.get(type);
  return policy === undefined
    ? 'the Type of its OnFailure is none of SQS, SNS, S3 and Kafka'
    : { config: made, policy };
}

/** What is needed to put what was not delivered into a bucket. */
export function toBucket(name: string, bucketArn: unknown): Unread {
  return inlinePolicy(
    name,
    allows('s3:PutObject', { 'Fn::Join': ['/', [bucketArn, '*']] }),
    allows('s3:ListBucket', bucketArn),
  );
}

function ofKafka({ type, properties }: FunctionEvent): Unread {
  const {
    KafkaBootstrapServers: servers,
    ConsumerGroupId: group,
    SchemaRegistryConfig: registry,
  } = properties;
  const config = {
    ...(isGiven(group) && { ConsumerGroupId: group }),
    ...(isGiven(registry) && { SchemaRegistryConfig: registry }),
  };
  return {
    ...(isGiven(servers) && {
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: servers } },
    }),
    ...(isGiven(config) &&
      (type === 'MSK'
        ? { AmazonManagedKafkaEventSourceConfig: config }
        : { SelfManagedKafkaEventSourceConfig: config })),
  };
}
