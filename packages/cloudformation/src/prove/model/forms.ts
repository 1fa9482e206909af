/** What the parts of an ARN are made of. */
export interface Whereabouts {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** `amazonaws.com`, or the partition's own. */
  readonly urlSuffix: string;
}

/** What is known of one resource when its identity is made up. */
export interface Making {
  readonly name: string;
  readonly where: Whereabouts;
  /** A property as text, resolved. */
  readonly property: (key: string) => string | undefined;
  /** Text that CloudFormation generates for this resource, a different one for each purpose. */
  readonly generated: (purpose: string) => string;
  /** The ARN of the function that a property names by name, ARN or reference. */
  readonly functionArn: (key: string) => string;
}

/** Which of a resource's identities an attribute or `Ref` yields. */
export type Yields = 'name' | 'arn' | 'url' | 'stream-pattern' | 'version' | 'stream';

/** How the identity of a resource type is spelled. */
export interface Form {
  /** The property that gives the physical name; generated when absent. */
  readonly named?: string;
  /** Whether the physical name is an id of the service's own making, without the stack's name in it. */
  readonly isId?: true;
  readonly arn: (making: Making) => string;
  readonly ref: Yields;
  readonly attributes: Readonly<Record<string, Yields>>;
}

type Kind = (making: Making) => string;

const regional =
  (service: string, prefix = ''): Kind =>
  ({ name, where: { partition, region, account } }) =>
    `arn:${partition}:${service}:${region}:${account}:${prefix}${name}`;

const identity =
  (kind: string): Kind =>
  ({ name, where: { partition, account }, property }) =>
    `arn:${partition}:iam::${account}:${kind}${property('Path') ?? '/'}${name}`;

const arnAndName = (named: string, arn: Kind, extra: Readonly<Record<string, Yields>> = {}): Form => ({
  named,
  arn,
  ref: 'name',
  attributes: { Arn: 'arn', ...extra },
});

const arnAsRef = (
  named: string | undefined,
  arn: Kind,
  attributes: Readonly<Record<string, Yields>>,
): Form => ({
  ...(named !== undefined && { named }),
  arn,
  ref: 'arn',
  attributes,
});

const id = (arn: Kind, attributes: Readonly<Record<string, Yields>>): Form => ({
  isId: true,
  arn,
  ref: 'name',
  attributes,
});

const lambdaFunction = arnAndName('FunctionName', regional('lambda', 'function:'));
const rule: Kind = ({ name, where: { partition, region, account }, property }) => {
  const bus = property('EventBusName')?.split('/').at(-1) ?? 'default';
  return `arn:${partition}:events:${region}:${account}:rule/${bus === 'default' ? '' : `${bus}/`}${name}`;
};

const restApi: Kind = ({ name, where: { partition, region } }) =>
  `arn:${partition}:apigateway:${region}::/restapis/${name}`;
const httpApi: Kind = ({ name, where: { partition, region } }) =>
  `arn:${partition}:apigateway:${region}::/apis/${name}`;
const kafka: Kind = (making) => `${regional('kafka', 'cluster/')(making)}/${making.generated('id')}`;
const schedule: Kind = ({ name, where: { partition, region, account }, property }) =>
  `arn:${partition}:scheduler:${region}:${account}:schedule/${property('GroupName') ?? 'default'}/${name}`;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['AWS::SNS::Topic', arnAsRef('TopicName', regional('sns'), { TopicArn: 'arn', TopicName: 'name' })],
  [
    'AWS::SNS::Subscription',
    arnAsRef(
      undefined,
      ({ property, generated }) => `${property('TopicArn') ?? 'topic'}:${generated('id')}`,
      {
        Arn: 'arn',
      },
    ),
  ],
  [
    'AWS::SQS::Queue',
    {
      named: 'QueueName',
      arn: regional('sqs'),
      ref: 'url',
      attributes: { Arn: 'arn', QueueName: 'name', QueueUrl: 'url' },
    },
  ],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Serverless::Function', lambdaFunction],
  [
    'AWS::Lambda::Version',
    arnAsRef(
      undefined,
      ({ functionArn, generated }) => `${functionArn('FunctionName')}:${generated('Version')}`,
      {
        FunctionArn: 'arn',
        Version: 'version',
      },
    ),
  ],
  [
    'AWS::Lambda::Alias',
    arnAsRef('Name', ({ functionArn, name }) => `${functionArn('FunctionName')}:${name}`, {
      AliasArn: 'arn',
    }),
  ],
  ['AWS::IAM::Role', arnAndName('RoleName', identity('role'))],
  ['AWS::IAM::User', arnAndName('UserName', identity('user'))],
  ['AWS::IAM::Group', arnAndName('GroupName', identity('group'))],
  ['AWS::IAM::ManagedPolicy', arnAsRef('ManagedPolicyName', identity('policy'), { PolicyArn: 'arn' })],
  ['AWS::S3::Bucket', arnAndName('BucketName', ({ name, where }) => `arn:${where.partition}:s3:::${name}`)],
  [
    'AWS::Logs::LogGroup',
    arnAndName('LogGroupName', regional('logs', 'log-group:'), { Arn: 'stream-pattern' }),
  ],
  ['AWS::KMS::Key', id(regional('kms', 'key/'), { Arn: 'arn', KeyId: 'name' })],
  ['AWS::KMS::Alias', { named: 'AliasName', arn: regional('kms'), ref: 'name', attributes: {} }],
  ['AWS::Events::EventBus', arnAndName('Name', regional('events', 'event-bus/'), { Name: 'name' })],
  ['AWS::Events::Rule', arnAndName('Name', rule)],
  ['AWS::DynamoDB::Table', arnAndName('TableName', regional('dynamodb', 'table/'), { StreamArn: 'stream' })],
  [
    'AWS::DynamoDB::GlobalTable',
    arnAndName('TableName', regional('dynamodb', 'table/'), { StreamArn: 'stream' }),
  ],
  ['AWS::Kinesis::Stream', arnAndName('Name', regional('kinesis', 'stream/'))],
  [
    'AWS::Kinesis::StreamConsumer',
    arnAsRef(
      undefined,
      ({ property, generated }) =>
        `${property('StreamARN') ?? 'stream'}/consumer/${property('ConsumerName') ?? 'consumer'}:${generated('created')}`,
      { ConsumerARN: 'arn' },
    ),
  ],
  ['AWS::MSK::Cluster', arnAsRef('ClusterName', kafka, { Arn: 'arn' })],
  ['AWS::MSK::ServerlessCluster', arnAsRef('ClusterName', kafka, { Arn: 'arn' })],
  ['AWS::AmazonMQ::Broker', id(regional('mq', 'broker:'), { Arn: 'arn' })],
  [
    'AWS::DocDB::DBCluster',
    { named: 'DBClusterIdentifier', arn: regional('rds', 'cluster:'), ref: 'name', attributes: {} },
  ],
  ['AWS::Cognito::UserPool', id(regional('cognito-idp', 'userpool/'), { Arn: 'arn', UserPoolId: 'name' })],
  ['AWS::ApiGateway::RestApi', id(restApi, { RestApiId: 'name' })],
  ['AWS::ApiGateway::Resource', id(regional('apigateway', 'resource/'), { ResourceId: 'name' })],
  ['AWS::ApiGateway::Authorizer', id(regional('apigateway', 'authorizer/'), { AuthorizerId: 'name' })],
  [
    'AWS::ApiGateway::Stage',
    { named: 'StageName', arn: regional('apigateway', 'stage/'), ref: 'name', attributes: {} },
  ],
  ['AWS::ApiGatewayV2::Api', id(httpApi, { ApiId: 'name' })],
  ['AWS::ApiGatewayV2::Authorizer', id(regional('apigateway', 'authorizer/'), { AuthorizerId: 'name' })],
  ['AWS::ApiGatewayV2::Integration', id(regional('apigateway', 'integration/'), { IntegrationId: 'name' })],
  [
    'AWS::ApiGatewayV2::Stage',
    { named: 'StageName', arn: regional('apigateway', 'stage/'), ref: 'name', attributes: {} },
  ],
  // Its ARN ends in an id of EventBridge's making.
  [
    'AWS::Events::ApiDestination',
    {
      named: 'Name',
      arn: (making) => `${regional('events', 'api-destination/')(making)}/${making.generated('id')}`,
      ref: 'name',
      attributes: { Arn: 'arn' },
    },
  ],
  [
    'AWS::Scheduler::ScheduleGroup',
    { named: 'Name', arn: regional('scheduler', 'schedule-group/'), ref: 'name', attributes: { Arn: 'arn' } },
  ],
  ['AWS::Scheduler::Schedule', { named: 'Name', arn: schedule, ref: 'name', attributes: { Arn: 'arn' } }],
  ['AWS::Pipes::Pipe', arnAndName('Name', regional('pipes', 'pipe/'))],
  [
    'AWS::KinesisFirehose::DeliveryStream',
    arnAndName('DeliveryStreamName', regional('firehose', 'deliverystream/')),
  ],
  [
    'AWS::SecretsManager::Secret',
    arnAsRef(
      'Name',
      (making) => `${regional('secretsmanager', 'secret:')(making)}-${making.generated('suffix')}`,
      {
        Id: 'arn',
      },
    ),
  ],
  [
    'AWS::StepFunctions::StateMachine',
    arnAsRef('StateMachineName', regional('states', 'stateMachine:'), { Arn: 'arn', Name: 'name' }),
  ],
  ['AWS::CloudWatch::Alarm', arnAndName('AlarmName', regional('cloudwatch', 'alarm:'))],
  // Its ARN is like that of any alarm.
  ['AWS::CloudWatch::CompositeAlarm', arnAndName('AlarmName', regional('cloudwatch', 'alarm:'))],
]);

/** A type that is not in the table: `Ref` is a name, `…Arn` attributes are its ARN. */
export function otherForm(type: string): Form {
  const [, service = 'other', kind = 'resource'] = type.toLowerCase().split('::');
  return { arn: regional(service, `${kind}/`), ref: 'name', attributes: { Arn: 'arn' } };
}
