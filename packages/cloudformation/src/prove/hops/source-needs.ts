import { at, isObject, list, text } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { Need } from './as-role.ts';
import type { Message } from './view.ts';

/** A stream, queue or cluster that is polled. */
export interface PolledSource {
  readonly arn: string;
  /** The resource that it is, or of whose table it is the stream. */
  readonly resource: WorldResource | undefined;
  readonly kind: SourceKind | undefined;
}

type SourceKind = 'sqs' | 'kinesis' | 'dynamodb' | 'kafka' | 'mq' | 'rds';

interface Actions {
  readonly needed: readonly string[];
  /** Listed by AWS's page, on the source or on nothing in particular. */
  readonly listed: readonly string[];
}

/** A poller in a VPC makes network interfaces; these actions have no resource. */
const NETWORK = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/**
 * What polling takes.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk-permissions.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html
 */
const ACTIONS: Readonly<Record<SourceKind, Actions>> = {
  sqs: { needed: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], listed: [] },
  kinesis: {
    needed: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream'],
    listed: ['kinesis:ListShards', 'kinesis:DescribeStreamSummary'],
  },
  dynamodb: {
    needed: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'],
    listed: ['dynamodb:ListStreams'],
  },
  kafka: {
    needed: ['kafka:GetBootstrapBrokers'],
    listed: ['kafka:DescribeCluster', 'kafka:DescribeClusterV2', ...NETWORK],
  },
  mq: { needed: ['mq:DescribeBroker'], listed: NETWORK },
  rds: {
    needed: ['rds:DescribeDBClusters'],
    listed: ['rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups', ...NETWORK],
  },
};

const TYPES: Readonly<Record<string, SourceKind>> = {
  'AWS::SQS::Queue': 'sqs',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::StreamConsumer': 'kinesis',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::MSK::Cluster': 'kafka',
  'AWS::MSK::ServerlessCluster': 'kafka',
  'AWS::AmazonMQ::Broker': 'mq',
  'AWS::DocDB::DBCluster': 'rds',
};

/** What an ARN of an event source stands for. */
export function polledSource(world: World, arn: string): PolledSource {
  const table =
    arn.indexOf('/stream/') > 0 ? world.resourceOf(arn.slice(0, arn.indexOf('/stream/'))) : undefined;
  const resource = world.resourceOf(arn) ?? table;
  const service = arn.split(':')[2] ?? '';
  const kind = resource === undefined ? (isKind(service) ? service : undefined) : TYPES[resource.type];
  return { arn, resource, kind };
}

function isKind(service: string): service is SourceKind {
  return Object.hasOwn(ACTIONS, service);
}

/** What a poller takes out: CDK lets whoever reads the stream of an encrypted table use its key, and no page says so. */
export function takenFrom(resource: WorldResource): Omit<Message, 'who'> {
  const isTable = resource.type === 'AWS::DynamoDB::Table';
  const open = 'whether the stream of an encrypted table takes that is not settled';
  return { target: resource, takes: true, ...(isTable && { open }) };
}

/** How a poller gets in. */
export interface Entry {
  /** Set where it has a secret to log in with. */
  readonly hasSecret?: boolean;
  readonly topics?: readonly string[];
}

/** What the role that polls a source has to be allowed. */
export function pollingNeeds(source: PolledSource, entry: Entry = {}): readonly Need[] {
  const { arn, kind, resource } = source;
  if (kind === undefined) return [];
  const isConsumer =
    resource?.type === 'AWS::Kinesis::StreamConsumer' || /:stream\/[^:]*\/consumer\//.test(arn);
  const polled = isConsumer ? (arn.split('/consumer/')[0] ?? arn) : arn;
  const { needed, listed } = ACTIONS[kind];
  return [
    ...needed.map((action) => ({ action, resource: polled })),
    ...listed.map(
      (action): Need => ({ action, resource: resourceless(action) ? '*' : polled, isListed: true }),
    ),
    ...(kind === 'kafka' && entry.hasSecret !== true ? byRole(source, entry) : []),
    ...(isConsumer ? [{ action: 'kinesis:SubscribeToShard', resource: arn, isListed: true } as const] : []),
  ];
}

/**
 * Without a secret a cluster is entered as the role, where it takes that: the only way into a serverless one. Of a
 * cluster that is not in the template it is not known.
 * https://docs.aws.amazon.com/lambda/latest/dg/msk-permissions.html
 */
function byRole({ arn, resource }: PolledSource, { topics = [] }: Entry): readonly Need[] {
  const isIam =
    resource?.type !== 'AWS::MSK::Cluster' ||
    at(resource.properties, 'ClientAuthentication', 'Sasl', 'Iam', 'Enabled') === true;
  if (!isIam) return [];
  const listed = (action: string, on: string): Need => ({ action, resource: on, isListed: true });
  return [
    listed('kafka-cluster:Connect', arn),
    listed('kafka-cluster:DescribeClusterDynamicConfiguration', arn),
    ...topics.flatMap((topic) =>
      ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'].map((action) =>
        listed(action, `${arn.replace(':cluster/', ':topic/')}/${topic}`),
      ),
    ),
  ];
}

function resourceless(action: string): boolean {
  return action.startsWith('ec2:');
}

/** The secrets that brokers and databases are reached with. */
export function secretsOf(settings: unknown): readonly Need[] {
  const configured = isObject(settings) ? list(settings['SourceAccessConfigurations']) : [];
  return configured.flatMap((each) => {
    const uri = isObject(each) ? text(each['URI']) : undefined;
    return uri?.split(':')[2] === 'secretsmanager'
      ? [{ action: 'secretsmanager:GetSecretValue', resource: uri }]
      : [];
  });
}
