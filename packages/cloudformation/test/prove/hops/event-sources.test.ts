// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import {
  type Case,
  decideCase,
  getAtt,
  hopOf,
  lambda,
  proofOf,
  queue,
  type Resources,
  ref,
  role,
  set,
  statement,
} from './support.ts';

const mapping = (source: unknown, more: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: source, FunctionName: ref('Function'), ...more },
});
const managed = (name: string) => [
  { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/service-role/${name}` },
];
const statements = 'Role.Properties.Policies.0.PolicyDocument.Statement';
const none = (r: Resources) => set(r, statements, [statement('s3:GetObject', '*')]);

describe('Lambda polls a stream of a table', () => {
  const base = (): Resources => ({
    Table: { Type: 'AWS::DynamoDB::Table' },
    Role: role(
      statement(
        [
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:DescribeStream',
          'dynamodb:ListStreams',
        ],
        getAtt('Table', 'StreamArn'),
      ),
    ),
    Function: lambda(),
    Mapping: mapping(getAtt('Table', 'StreamArn')),
  });
  it.each<Case>([
    { name: 'what AWS lists', change: () => {}, answer: 'allowed' },
    {
      name: "a wildcard behind the table's ARN",
      change: (r) => set(r, `${statements}.0.Resource`, { 'Fn::Sub': '${Table.Arn}/stream/*' }),
      answer: 'allowed',
    },
    {
      name: "AWS's managed policy",
      change: (r) => {
        none(r);
        set(r, 'Role.Properties.ManagedPolicyArns', managed('AWSLambdaDynamoDBExecutionRole'));
      },
      answer: 'allowed',
    },
    { name: 'nothing', change: none, answer: 'denied' },
    {
      name: 'rights on the table, not on its stream',
      change: (r) => set(r, `${statements}.0.Resource`, getAtt('Table')),
      answer: 'denied',
      words: /Table/,
    },
    {
      name: 'all but ListStreams, which may not be needed',
      change: (r) =>
        set(r, `${statements}.0.Action`, [
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:DescribeStream',
        ]),
      answer: 'unknown',
      words: /AWS lists dynamodb:ListStreams/,
    },
  ])('with $name: $answer', (each) => decideCase(base, 'Table', 'receive', 'Function', each));

  it('and puts what it gives up on where it is told to', () => {
    const resources = base();
    set(resources, 'Queue', queue());
    set(resources, 'Mapping.Properties.DestinationConfig', { OnFailure: { Destination: getAtt('Queue') } });
    expect(hopOf(proofOf(resources), 'Function', 'on-failure', 'Queue').answer).toBe('denied');
  });
});

describe('Lambda polls a Kinesis stream', () => {
  const base = (): Resources => ({
    Stream: { Type: 'AWS::Kinesis::Stream' },
    Role: role(statement(['kinesis:Get*', 'kinesis:Describe*', 'kinesis:List*'], getAtt('Stream'))),
    Function: lambda(),
    Mapping: mapping(getAtt('Stream')),
  });
  it.each<Case>([
    { name: 'what AWS lists', change: () => {}, answer: 'allowed' },
    {
      name: "AWS's managed policy",
      change: (r) => {
        none(r);
        set(r, 'Role.Properties.ManagedPolicyArns', managed('AWSLambdaKinesisExecutionRole'));
      },
      answer: 'allowed',
    },
    { name: 'nothing', change: none, answer: 'denied' },
  ])('with $name: $answer', (each) => decideCase(base, 'Stream', 'receive', 'Function', each));

  it('through a consumer', () => {
    const resources = base();
    set(resources, 'Consumer', {
      Type: 'AWS::Kinesis::StreamConsumer',
      Properties: { StreamARN: getAtt('Stream'), ConsumerName: 'fan' },
    });
    set(resources, 'Mapping', mapping(ref('Consumer')));
    expect(hopOf(proofOf(resources), 'Consumer', 'receive', 'Function').check).toMatch(/SubscribeToShard/);
    set(resources, `${statements}.1`, statement('kinesis:SubscribeToShard', ref('Consumer')));
    expect(hopOf(proofOf(resources), 'Consumer', 'receive', 'Function').answer).toBe('allowed');
  });

  it('that is encrypted: it needs the key', () => {
    const resources = base();
    set(resources, 'Key', { Type: 'AWS::KMS::Key' });
    set(resources, 'Stream.Properties', {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: getAtt('Key') },
    });
    const hop = hopOf(proofOf(resources), 'Function', 'encrypt', 'Key');
    expect(hop).toMatchObject({ answer: 'denied' });
    set(resources, `${statements}.1`, statement('kms:Decrypt', getAtt('Key')));
    expect(hopOf(proofOf(resources), 'Function', 'encrypt', 'Key').answer).toBe('allowed');
    set(resources, 'Stream.Properties.StreamEncryption.KeyId', 'alias/aws/kinesis');
    expect(hopOf(proofOf(resources), 'Function', 'encrypt', 'alias/aws/kinesis').answer).toBe('allowed');
  });
});

describe('Lambda polls brokers and clusters', () => {
  const base = (source: object): Resources => ({
    Source: source,
    Role: role(statement('s3:GetObject', '*')),
    Function: lambda(),
    Mapping: mapping(getAtt('Source')),
  });
  it.each([
    ['AWS::MSK::Cluster', 'kafka:GetBootstrapBrokers', 'kafka:*'],
    ['AWS::AmazonMQ::Broker', 'mq:DescribeBroker', 'mq:*'],
  ])('%s: %s is needed, the network only listed', (type, needed, all) => {
    const resources = base({ Type: type });
    const denied = hopOf(proofOf(resources), 'Source', 'receive', 'Function');
    expect(denied).toMatchObject({ answer: 'denied' });
    expect(denied.because).toContain(needed);
    set(resources, `${statements}.1`, statement(all, '*'));
    expect(hopOf(proofOf(resources), 'Source', 'receive', 'Function').check).toMatch(/ec2:DescribeVpcs/);
    set(resources, `${statements}.2`, statement('ec2:*', '*'));
    expect(hopOf(proofOf(resources), 'Source', 'receive', 'Function').answer).toBe('allowed');
  });

  it('AWS::MSK::Cluster by its managed policy, and with its secret', () => {
    const resources = base({ Type: 'AWS::MSK::Cluster' });
    set(resources, 'Mapping.Properties.EventSourceArn', ref('Source'));
    set(resources, 'Role.Properties.ManagedPolicyArns', managed('AWSLambdaMSKExecutionRole'));
    expect(hopOf(proofOf(resources), 'Source', 'receive', 'Function').answer).toBe('allowed');
    set(resources, 'Secret', { Type: 'AWS::SecretsManager::Secret' });
    set(resources, 'Mapping.Properties.SourceAccessConfigurations', [
      { Type: 'SASL_SCRAM_512_AUTH', URI: ref('Secret') },
    ]);
    const hop = hopOf(proofOf(resources), 'Source', 'receive', 'Function');
    expect(hop).toMatchObject({ answer: 'denied' });
    expect(hop.because).toMatch(/secretsmanager:GetSecretValue on Secret/);
  });

  it('DocumentDB by an ARN of its name', () => {
    const resources = base({ Type: 'AWS::DocDB::DBCluster', Properties: { DBClusterIdentifier: 'films' } });
    set(resources, 'Mapping.Properties.EventSourceArn', {
      'Fn::Sub': 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Source}',
    });
    set(resources, `${statements}.1`, statement(['rds:*', 'ec2:*'], '*'));
    expect(hopOf(proofOf(resources), 'Source', 'receive', 'Function').answer).toBe('allowed');
  });

  it('of nobody that AWS knows: unknown, with what to check', () => {
    const resources = base({ Type: 'AWS::SNS::Topic' });
    set(resources, 'Mapping.Properties', {
      FunctionName: ref('Function'),
      SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['broker.example.com:9092'] } },
    });
    const hop = hopOf(proofOf(resources), 'broker.example.com:9092', 'receive', 'Function');
    expect(hop).toMatchObject({ answer: 'unknown', check: expect.stringMatching(/has to let Function in/) });
  });

  it('of an account that may be another: its policy is not in the template', () => {
    const resources = base({ Type: 'AWS::SNS::Topic' });
    const arn = 'arn:aws:kafka:eu-west-1:111122223333:cluster/films/abc';
    set(resources, 'Mapping', mapping(arn));
    set(resources, 'Role.Properties.ManagedPolicyArns', managed('AWSLambdaMSKExecutionRole'));
    const answer = (account?: string) =>
      hopOf(proofOf(resources, { ...(account && { account }) }), arn, 'receive', 'Function');
    expect(answer()).toMatchObject({
      answer: 'unknown',
      because: expect.stringMatching(/in the account 111122223333/),
    });
    expect(answer('444455556666').answer).toBe('unknown');
    // Without a secret it is entered as the role, if it takes that.
    expect(answer('111122223333').check).toMatch(/AWS lists kafka-cluster:Connect/);
    set(resources, `${statements}.1`, statement('kafka-cluster:*', '*'));
    expect(answer('111122223333').answer).toBe('allowed');
    set(resources, 'Role.Properties.ManagedPolicyArns', []);
    expect(answer('444455556666').answer).toBe('denied');
  });

  it('of a kind that is not known: unknown', () => {
    const resources = base({ Type: 'AWS::SNS::Topic' });
    set(resources, 'Mapping', mapping(ref('Source')));
    expect(hopOf(proofOf(resources), 'Source', 'receive', 'Function').answer).toBe('unknown');
  });

  it('for a function whose role is elsewhere: unknown, with what it needs', () => {
    const resources = base({ Type: 'AWS::Kinesis::Stream' });
    set(resources, 'Function.Properties.Role', 'arn:aws:iam::111122223333:role/other');
    const hop = hopOf(proofOf(resources), 'Source', 'receive', 'Function');
    expect(hop.check).toMatch(/it needs kinesis:GetRecords.* on Source/);
  });
});
