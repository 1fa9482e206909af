// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, it } from 'vitest';
import { actor } from './roles-support.ts';
import { checkRow, type Row } from './spoil.ts';
import { key, made, objects, pipe, READ_STREAM, runs, stream, table, targets } from './spoil-fixtures.ts';
import { getAtt, lambda, queue, type Resources, ref, role, statement } from './support.ts';

const own = ['Role.Properties.Policies'];
const mapping = (arn: object, more: object = {}) =>
  made('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Function'), EventSourceArn: arn, ...more });
const QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const SHARDS = ['kinesis:ListShards', 'kinesis:DescribeStreamSummary'];
const TABLE = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'];

const rows: readonly Row[] = [
  {
    name: 'a pipe and its enrichment',
    base: () => ({
      ...runs(),
      Source: queue(),
      Target: queue(),
      Pipe: pipe(getAtt('Source'), getAtt('Target'), { Enrichment: getAtt('Function') }),
      Actor: actor('pipes.amazonaws.com', statement('lambda:InvokeFunction', getAtt('Function'))),
    }),
    hop: ['Pipe', 'invoke', 'Function'],
    grants: ['Actor'],
  },
  ...(
    [
      ['a queue', queue(), getAtt('Source'), QUEUE],
      ['a stream', stream(), getAtt('Source'), [...READ_STREAM, ...SHARDS]],
      ['a table', table, getAtt('Source', 'StreamArn'), [...TABLE, 'dynamodb:ListStreams']],
    ] as const
  ).flatMap(([name, source, arn, actions]): readonly Row[] => [
    {
      name: `a pipe polls ${name}`,
      base: () => ({
        Source: source,
        Target: queue(),
        Pipe: pipe(arn, getAtt('Target')),
        Actor: actor('pipes.amazonaws.com', statement([...actions], arn)),
      }),
      hop: ['Source', 'receive', 'Pipe'],
      grants: ['Actor'],
    },
    {
      name: `Lambda polls ${name}`,
      base: () => ({
        ...runs(statement([...actions], arn)),
        Source: source,
        Mapping: mapping(arn),
      }),
      hop: ['Source', 'receive', 'Function'],
      grants: own,
    },
  ]),
  {
    name: 'a pipe gives up on what is in a stream',
    base: () => ({
      Source: stream(),
      Target: queue(),
      Dead: queue(),
      Pipe: pipe(getAtt('Source'), getAtt('Target'), {
        SourceParameters: { KinesisStreamParameters: { DeadLetterConfig: { Arn: getAtt('Dead') } } },
      }),
      Actor: actor('pipes.amazonaws.com', statement('sqs:SendMessage', getAtt('Dead'))),
    }),
    hop: ['Pipe', 'redrive', 'Dead'],
    grants: ['Actor'],
  },
  {
    name: 'Lambda uses the key of a queue',
    base: () => ({
      ...runs(statement('kms:Decrypt', getAtt('Key'))),
      Key: key,
      Source: queue({ KmsMasterKeyId: ref('Key') }),
      Mapping: mapping(getAtt('Source')),
    }),
    hop: ['Function', 'encrypt', 'Key'],
    grants: [...own, 'Key'],
  },
  {
    name: 'Lambda polls a serverless cluster',
    base: () => ({
      ...runs(
        statement('kafka:*', getAtt('Source')),
        statement('ec2:*', '*'),
        statement(
          ['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'],
          getAtt('Source'),
        ),
        statement(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], {
          'Fn::Sub': 'arn:aws:kafka:${AWS::Region}:${AWS::AccountId}:topic/films/*/premieres',
        }),
      ),
      Source: made('AWS::MSK::ServerlessCluster', { ClusterName: 'films' }),
      Mapping: mapping(ref('Source'), { Topics: ['premieres'] }),
    }),
    hop: ['Source', 'receive', 'Function'],
    grants: own,
  },
  {
    name: 'Lambda polls a broker, with its secret',
    base: () => ({
      ...runs(
        statement('mq:DescribeBroker', getAtt('Source')),
        statement('ec2:*', '*'),
        statement('secretsmanager:GetSecretValue', ref('Secret')),
      ),
      Secret: made('AWS::SecretsManager::Secret'),
      Source: made('AWS::AmazonMQ::Broker'),
      Mapping: mapping(getAtt('Source'), {
        SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: ref('Secret') }],
      }),
    }),
    hop: ['Source', 'receive', 'Function'],
    grants: own,
  },
  ...targets.slice(0, 2).map(
    ([name, , target, arn, action]): Row => ({
      name: `a function and what it sends to ${name}`,
      base: () => ({
        ...runs(statement(action, arn)),
        Target: target,
        Config: made('AWS::Lambda::EventInvokeConfig', {
          FunctionName: ref('Function'),
          Qualifier: '$LATEST',
          DestinationConfig: { OnFailure: { Destination: arn } },
        }),
      }),
      hop: ['Function', 'on-failure', 'Target'],
      grants: own,
    }),
  ),
  {
    name: 'a function and the bucket for its failures',
    base: () => ({
      ...runs(statement('s3:PutObject', objects), statement('s3:ListBucket', getAtt('Bucket'))),
      Bucket: made('AWS::S3::Bucket'),
      Config: made('AWS::Lambda::EventInvokeConfig', {
        FunctionName: ref('Function'),
        DestinationConfig: { OnFailure: { Destination: getAtt('Bucket') } },
      }),
    }),
    hop: ['Function', 'on-failure', 'Bucket'],
    grants: own,
  },
  {
    name: 'a function and its dead-letter queue',
    base: () => ({
      Role: role(statement('sqs:SendMessage', getAtt('Queue'))),
      Function: lambda({ DeadLetterConfig: { TargetArn: getAtt('Queue') } }),
      Queue: queue(),
    }),
    hop: ['Function', 'on-failure', 'Queue'],
    grants: own,
  },
  {
    name: 'a function writes its logs',
    base: () => {
      const resources: Resources = {
        Role: role(statement(['logs:CreateLogStream', 'logs:PutLogEvents'], getAtt('Logs'))),
        Logs: made('AWS::Logs::LogGroup'),
        Function: lambda({ LoggingConfig: { LogGroup: ref('Logs') } }),
      };
      delete (resources['Role'] as { Properties: Record<string, unknown> }).Properties['ManagedPolicyArns'];
      return resources;
    },
    hop: ['Function', 'write-logs', 'Logs'],
    grants: own,
  },
  {
    name: 'Lambda assumes the execution role',
    base: () => runs(),
    hop: ['Function', 'assume', 'Role'],
    grants: ['Role.Properties.AssumeRolePolicyDocument'],
  },
  {
    name: 'a function invokes another one',
    base: () => ({
      ...runs(statement('lambda:InvokeFunction', getAtt('Other'))),
      Other: lambda({ Role: getAtt('Role2') }),
      Role2: role(),
    }),
    hop: ['Function', 'invoke', 'Other'],
    grants: own,
  },
  {
    name: 'a function uses a table that its environment names',
    base: () => ({
      Role: role(statement('dynamodb:PutItem', getAtt('Table'))),
      Table: table,
      Function: lambda({ Environment: { Variables: { TABLE: ref('Table') } } }),
    }),
    hop: ['Function', 'use', 'Table'],
    grants: own,
  },
];

describe('without one of its grants no hop stays allowed: pipes and functions', () => {
  it.each(rows)('$name', checkRow);
});
