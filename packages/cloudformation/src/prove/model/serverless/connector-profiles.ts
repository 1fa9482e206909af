// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
/** What lets the source of a connector at its destination. */
export interface ConnectorProfile {
  /** Whose policy it is: a policy on the role of the source or the destination, or the destination's own. */
  readonly kind: 'source-role' | 'destination-role' | 'queue-policy' | 'topic-policy' | 'permission';
  /** For a policy of the destination's own: the service that is let in. */
  readonly service?: string;
  readonly read?: readonly Grant[];
  readonly write?: readonly Grant[];
  /** Set where not each of the two may be asked for alone. */
  readonly only?: readonly string[];
}

/** Actions without their service, and what they are allowed on; names in `%` are of the source or the destination. */
export type Grant = readonly [service: string, actions: string, ...resources: readonly string[]];

const TO = '%Destination.Arn%';
const FROM = '%Source.Arn%';
const EXECUTIONS =
  'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:%Destination.Name%:*';
const RULE =
  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';

const onFunction: ConnectorProfile = {
  kind: 'source-role',
  write: [['lambda', 'InvokeAsync InvokeFunction', TO]],
};
const onTopic: ConnectorProfile = { kind: 'source-role', write: [['sns', 'Publish', TO]] };
const onBus: ConnectorProfile = { kind: 'source-role', write: [['events', 'PutEvents', TO]] };
const onBucket: ConnectorProfile = {
  kind: 'source-role',
  read: [
    [
      's3',
      'GetObject GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionForReplication GetObjectVersionTorrent ListBucket ListBucketMultipartUploads ListBucketVersions ListMultipartUploadParts',
      TO,
      `${TO}/*`,
    ],
  ],
  write: [
    [
      's3',
      'AbortMultipartUpload DeleteObject DeleteObjectVersion PutObject PutObjectLegalHold PutObjectRetention RestoreObject',
      TO,
      `${TO}/*`,
    ],
  ],
};
const onTable: ConnectorProfile = {
  kind: 'source-role',
  read: [
    ['dynamodb', 'GetItem Query Scan BatchGetItem ConditionCheckItem PartiQLSelect', TO, `${TO}/index/*`],
  ],
  write: [
    [
      'dynamodb',
      'PutItem UpdateItem DeleteItem BatchWriteItem PartiQLDelete PartiQLInsert PartiQLUpdate',
      TO,
      `${TO}/index/*`,
    ],
  ],
};
const permission = (service: string): ConnectorProfile => ({
  kind: 'permission',
  service,
  write: [['lambda', 'InvokeFunction', FROM]],
});
const API =
  'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:%Source.Id%/%Source.Qualifier%';
const fromApi: ConnectorProfile = {
  ...permission('apigateway.amazonaws.com'),
  write: [['lambda', 'InvokeFunction', API]],
};
const toQueue = (service: string): ConnectorProfile => ({
  kind: 'queue-policy',
  service,
  write: [['sqs', 'SendMessage', TO]],
});

/**
 * What a connector makes, by the types of its source and its destination.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/reference-sam-connector.html
 */
const PROFILES: Readonly<Record<string, Readonly<Record<string, ConnectorProfile>>>> = {
  'AWS::DynamoDB::Table': {
    'AWS::Lambda::Function': {
      kind: 'destination-role',
      read: [['dynamodb', 'DescribeStream GetRecords GetShardIterator ListStreams', `${FROM}/stream/*`]],
    },
  },
  'AWS::Events::Rule': {
    'AWS::SNS::Topic': {
      kind: 'topic-policy',
      service: 'events.amazonaws.com',
      write: [['sns', 'Publish', TO]],
    },
    'AWS::Events::EventBus': onBus,
    'AWS::StepFunctions::StateMachine': {
      kind: 'source-role',
      write: [['states', 'StartExecution', TO]],
    },
    'AWS::Lambda::Function': permission('events.amazonaws.com'),
    'AWS::SQS::Queue': toQueue('events.amazonaws.com'),
  },
  'AWS::Lambda::Function': {
    'AWS::Lambda::Function': onFunction,
    'AWS::S3::Bucket': onBucket,
    'AWS::DynamoDB::Table': onTable,
    'AWS::SQS::Queue': {
      kind: 'source-role',
      read: [['sqs', 'ReceiveMessage GetQueueAttributes', TO]],
      write: [['sqs', 'DeleteMessage SendMessage ChangeMessageVisibility PurgeQueue', TO]],
    },
    'AWS::SNS::Topic': onTopic,
    'AWS::StepFunctions::StateMachine': {
      kind: 'source-role',
      read: [
        ['states', 'DescribeStateMachine ListExecutions', TO],
        ['states', 'DescribeExecution DescribeStateMachineForExecution GetExecutionHistory', EXECUTIONS],
      ],
      write: [
        ['states', 'StartExecution StartSyncExecution', TO],
        ['states', 'StopExecution', EXECUTIONS],
      ],
    },
    'AWS::Events::EventBus': onBus,
    'AWS::Location::PlaceIndex': {
      kind: 'source-role',
      read: [
        [
          'geo',
          'DescribePlaceIndex GetPlace SearchPlaceIndexForPosition SearchPlaceIndexForSuggestions SearchPlaceIndexForText',
          TO,
        ],
      ],
    },
  },
  'AWS::ApiGatewayV2::Api': { 'AWS::Lambda::Function': fromApi },
  'AWS::ApiGateway::RestApi': { 'AWS::Lambda::Function': fromApi },
  'AWS::SNS::Topic': {
    'AWS::SQS::Queue': toQueue('sns.amazonaws.com'),
    'AWS::Lambda::Function': permission('sns.amazonaws.com'),
  },
  'AWS::SQS::Queue': {
    'AWS::Lambda::Function': {
      kind: 'destination-role',
      only: ['Read,Write'],
      read: [['sqs', 'ReceiveMessage GetQueueAttributes', FROM]],
      write: [['sqs', 'DeleteMessage', FROM]],
    },
  },
  'AWS::S3::Bucket': { 'AWS::Lambda::Function': permission('s3.amazonaws.com') },
  'AWS::StepFunctions::StateMachine': {
    'AWS::Lambda::Function': onFunction,
    'AWS::SNS::Topic': onTopic,
    'AWS::SQS::Queue': { kind: 'source-role', write: [['sqs', 'SendMessage', TO]] },
    'AWS::S3::Bucket': onBucket,
    'AWS::DynamoDB::Table': onTable,
    'AWS::StepFunctions::StateMachine': {
      kind: 'source-role',
      only: ['Read', 'Read,Write'],
      read: [
        ['states', 'DescribeExecution', EXECUTIONS],
        ['events', 'DescribeRule', RULE],
      ],
      write: [
        ['states', 'StartExecution', TO],
        ['states', 'StopExecution', EXECUTIONS],
        ['events', 'PutTargets PutRule', RULE],
      ],
    },
    'AWS::Events::EventBus': onBus,
  },
  'AWS::AppSync::DataSource': {
    'AWS::DynamoDB::Table': onTable,
    'AWS::Lambda::Function': {
      kind: 'source-role',
      write: [['lambda', 'InvokeAsync InvokeFunction', TO, `${TO}:*`]],
    },
    'AWS::Events::EventBus': onBus,
  },
  'AWS::AppSync::GraphQLApi': {
    'AWS::Lambda::Function': {
      ...permission('appsync.amazonaws.com'),
      write: [
        [
          'lambda',
          'InvokeFunction',
          'arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/%Source.Id%',
        ],
      ],
    },
  },
};

/** The profile of two types; undefined for a pair that connectors do not have. */
export function connectorProfile(source: string, destination: string): ConnectorProfile | undefined {
  return PROFILES[source]?.[destination];
}
