import { isObject, list, text } from '../model/json.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { Need } from './as-role.ts';

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

/** What the role that polls a source has to be allowed. */
export function pollingNeeds({ arn, kind, resource }: PolledSource): readonly Need[] {
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
    ...(isConsumer ? [{ action: 'kinesis:SubscribeToShard', resource: arn, isListed: true } as const] : []),
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
