// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { document, getAtt, queue, type Resources, ref, statement, topic } from '../hops/support.ts';
import { expectHops, expectMended, fn, hopIn, leftIn, proofOfSam, role, withEvent } from './support.ts';

const streamed = { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: {} } };
const secret = { Type: 'AWS::SecretsManager::Secret', Properties: {} };
const basic = [{ Type: 'BASIC_AUTH', URI: ref('Secret') }];

/** Events that Lambda polls: what is polled, and the action without which it cannot be. */
const PULLED: readonly (readonly [type: string, source: unknown, properties: object])[] = [
  ['SQS', queue(), { Queue: getAtt('Source') }],
  ['Kinesis', { Type: 'AWS::Kinesis::Stream' }, { Stream: getAtt('Source'), StartingPosition: 'LATEST' }],
  ['DynamoDB', streamed, { Stream: getAtt('Source', 'StreamArn'), StartingPosition: 'LATEST' }],
  [
    'MSK',
    { Type: 'AWS::MSK::Cluster' },
    { Stream: ref('Source'), StartingPosition: 'LATEST', Topics: ['t'] },
  ],
];

describe('an event that Lambda polls', () => {
  for (const [type, source, properties] of PULLED) {
    const resources = (more: object = {}): Resources => ({
      Source: source,
      Secret: secret,
      Video: withEvent(type, properties, more),
    });

    it(`is allowed by what the role is given for it: ${type}`, () => {
      expectHops(proofOfSam(resources()), { 'Source receive Video': 'allowed' });
    });

    it(`is denied to a role that is given, and has no rights: ${type}`, () => {
      const given = { ...resources({ Role: getAtt('Given') }), Given: role() };
      expectHops(proofOfSam(given), { 'Source receive Video': 'denied' });
    });

    it(`is denied where a policy of the function denies it: ${type}`, () => {
      const denied = [{ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }];
      expectHops(proofOfSam(resources({ Policies: denied })), { 'Source receive Video': 'denied' });
    });
  }

  it('is not known where AWS lists more than the transform gives for it: DocumentDB', () => {
    const cluster = {
      'Fn::Sub': 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:${Source}',
    };
    const event = { Cluster: cluster, DatabaseName: 'films', SourceAccessConfigurations: basic };
    const proof = proofOfSam({
      Source: { Type: 'AWS::DocDB::DBCluster' },
      Secret: secret,
      Video: withEvent('DocumentDB', event),
    });
    const { answer, because } = hopIn(proof, 'Source receive Video');
    expect([answer, because.match(/rds:\w+/g)]).toEqual([
      'unknown',
      ['rds:DescribeDBClusterParameters', 'rds:DescribeDBSubnetGroups'],
    ]);
  });

  it('has the rights to a broker and its secret, and needs those to the network besides', () => {
    const properties = { Broker: getAtt('Source'), Queues: ['jobs'], SourceAccessConfigurations: basic };
    const resources = { Source: { Type: 'AWS::AmazonMQ::Broker' }, Secret: secret };
    const poor = proofOfSam({ ...resources, Video: withEvent('MQ', properties) });
    expect(hopIn(poor, 'Source receive Video').because).not.toMatch(/mq:|secretsmanager:/);
    const network = [{ Statement: [statement(['ec2:*'], '*')] }];
    const rich = proofOfSam({ ...resources, Video: withEvent('MQ', properties, { Policies: network }) });
    expectHops(rich, { 'Source receive Video': 'allowed' });
  });

  it('sends what fails where the role may: by the kind of its destination', () => {
    const event = (onFailure: object) =>
      withEvent('Kinesis', {
        Stream: getAtt('Source'),
        StartingPosition: 'LATEST',
        DestinationConfig: { OnFailure: onFailure },
      });
    const base = { Source: { Type: 'AWS::Kinesis::Stream' }, Dead: queue() };
    const typed = event({ Type: 'SQS', Destination: getAtt('Dead') });
    expectHops(proofOfSam({ ...base, Video: typed }), { 'Video on-failure Dead': 'allowed' });
    expectMended({ ...base, Video: event({ Destination: getAtt('Dead') }) }, 'Video on-failure Dead');
  });
});

describe('an event of SNS', () => {
  const resources = (properties: object = {}, more: object = {}): Resources => ({
    Uploads: topic(),
    Video: withEvent('SNS', { Topic: ref('Uploads'), ...properties }, more),
  });

  it('is a subscription and a permission, shown where the event is written', () => {
    const proof = proofOfSam(resources());
    const hop = hopIn(proof, 'Uploads invoke Video');
    expect(hop).toMatchObject({
      answer: 'allowed',
      path: ['Resources', 'Video', 'Properties', 'Events', 'Up'],
      because: 'Permission "VideoUpPermission": sns.amazonaws.com, SourceArn = Uploads.',
    });
    expect(proof.proven).toBe(true);
    expect(proof.findings.map(({ id }) => id)).not.toContain('SubscriptionBeforePermission');
  });

  it('is no permission for another topic', () => {
    const other = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Other'), Protocol: 'lambda', Endpoint: getAtt('Video') },
    };
    expectMended({ ...resources(), Other: topic(), ByHand: other }, 'Other invoke Video');
  });

  it('through a queue of its own is three hops that are allowed', () => {
    expectHops(proofOfSam(resources({ SqsSubscription: true })), {
      'Uploads deliver VideoUpQueue': 'allowed',
      'VideoUpQueue receive Video': 'allowed',
    });
  });

  it('through a queue that is given lets the topic send to it', () => {
    const through = { QueueArn: getAtt('Jobs'), QueueUrl: ref('Jobs') };
    const given = { ...resources({ SqsSubscription: through }), Jobs: queue() };
    expectHops(proofOfSam(given), { 'Uploads deliver Jobs': 'allowed', 'Jobs receive Video': 'allowed' });
    const one = { ...through, QueuePolicyLogicalId: 'JobsPolicy' };
    const both = fn({
      Events: {
        Up: { Type: 'SNS', Properties: { Topic: ref('Uploads'), SqsSubscription: one } },
        Down: { Type: 'SNS', Properties: { Topic: ref('Removals'), SqsSubscription: one } },
      },
    });
    // Two events that give their policy one name: what is made of the last, by their names, is what is deployed.
    expectHops(proofOfSam({ Uploads: topic(), Removals: topic(), Jobs: queue(), Video: both }), {
      'Uploads deliver Jobs': 'allowed',
      'Removals deliver Jobs': 'denied',
    });
  });

  it('calls the alias that is published', () => {
    const video = resources({}, { AutoPublishAlias: 'live' });
    expectHops(proofOfSam(video), { 'Uploads invoke VideoAliaslive': 'allowed' });
    const byHand = {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: ref('Uploads'), Protocol: 'lambda', Endpoint: getAtt('Video') },
    };
    expectHops(proofOfSam({ ...video, ByHand: byHand }), { 'Uploads invoke Video': 'denied' });
    const parameter = { Parameters: { Stage: { Type: 'String' } } };
    const named = resources({}, { AutoPublishAlias: ref('Stage') });
    expectHops(proofOfSam(named, parameter), { 'Uploads invoke VideoAlias': 'allowed' });
    const given = proofOfSam(named, parameter, { parameters: { Stage: 'blue' } });
    expectHops(given, { 'Uploads invoke VideoAliasblue': 'allowed' });
  });

  it('is there where the function is', () => {
    const sections = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { IsProduction: { 'Fn::Equals': [ref('Stage'), 'production'] } },
    };
    const { Uploads, Video } = resources();
    const proof = proofOfSam(
      { Uploads, Video: { ...(Video as object), Condition: 'IsProduction' } },
      sections,
    );
    expect(hopIn(proof, 'Uploads invoke Video')).toMatchObject({
      answer: 'allowed',
      when: ['IsProduction = true'],
    });
  });
});

describe('events of other services', () => {
  const allowed = (type: string, properties: object, hop: string, more: Resources = {}) =>
    it(`are allowed by the permission or role that is made: ${type}`, () => {
      const proof = proofOfSam({ Video: withEvent(type, properties), ...more });
      expect(hopIn(proof, hop)).toMatchObject({
        answer: 'allowed',
        path: ['Resources', 'Video', 'Properties', 'Events', 'Up'],
      });
      expect(leftIn(proof)).toEqual([]);
    });
  const pattern = { Pattern: { source: ['films'] } };
  allowed('Schedule', { Schedule: 'rate(1 day)' }, 'VideoUp invoke Video');
  allowed('ScheduleV2', { ScheduleExpression: 'rate(1 day)' }, 'VideoUp invoke Video');
  allowed('EventBridgeRule', pattern, 'VideoUp invoke Video');
  allowed(
    'CloudWatchEvent',
    { ...pattern, DeadLetterConfig: { Type: 'SQS' } },
    'VideoUp redrive VideoUpQueue',
  );
  allowed(
    'ScheduleV2',
    { ScheduleExpression: 'rate(1 day)', DeadLetterConfig: { Type: 'SQS' } },
    'VideoUp redrive VideoUpQueue',
  );
  allowed('CloudWatchLogs', { LogGroupName: ref('Group'), FilterPattern: '' }, 'Group invoke Video', {
    Group: { Type: 'AWS::Logs::LogGroup' },
  });
  allowed('S3', { Bucket: ref('Films'), Events: 's3:ObjectCreated:*' }, 'Films invoke Video', {
    Films: { Type: 'AWS::S3::Bucket' },
  });
  allowed('Cognito', { UserPool: ref('Pool'), Trigger: 'PreSignUp' }, 'Pool invoke Video', {
    Pool: { Type: 'AWS::Cognito::UserPool' },
  });

  it('are denied where what is given does not let them', () => {
    const dead = { Schedule: 'rate(1 day)', DeadLetterConfig: { Arn: getAtt('Dead') } };
    expectMended({ Dead: queue(), Video: withEvent('Schedule', dead) }, 'VideoUp redrive Dead');
    const scheduled = { ScheduleExpression: 'rate(1 day)', RoleArn: getAtt('Given') };
    expectHops(proofOfSam({ Given: role(), Video: withEvent('ScheduleV2', scheduled) }), {
      'VideoUp invoke Video': 'denied',
    });
    const bounded = { ScheduleExpression: 'rate(1 day)', PermissionsBoundary: ref('Boundary') };
    const boundary = {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: document(statement('s3:*', '*')) },
    };
    expectHops(proofOfSam({ Boundary: boundary, Video: withEvent('ScheduleV2', bounded) }), {
      'VideoUp invoke Video': 'denied',
    });
  });

  it('of a bucket wait for the permission, by a tag where it may not be there', () => {
    const bucket = { Type: 'AWS::S3::Bucket' };
    const event = { Bucket: ref('Films'), Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'] };
    const sections = { Conditions: { IsOn: { 'Fn::Equals': [ref('AWS::Region'), 'eu-west-1'] } } };
    const video = { ...withEvent('S3', event), Condition: 'IsOn' };
    for (const resources of [
      { Films: bucket, Video: withEvent('S3', event) },
      { Films: bucket, Video: video },
    ]) {
      const proof = proofOfSam(resources, sections);
      expectHops(proof, { 'Films invoke Video': 'allowed' });
      expect(proof.findings.map(({ id }) => id)).not.toContain('NotificationBeforePolicy');
    }
  });

  it('of a pool keep the permission of the last one alone', () => {
    const event = (pool: string) => ({
      Type: 'Cognito',
      Properties: { UserPool: ref(pool), Trigger: 'PreSignUp' },
    });
    const pool = { Type: 'AWS::Cognito::UserPool' };
    const video = fn({ Events: { A: event('First'), B: event('Second') } });
    expectHops(proofOfSam({ First: pool, Second: pool, Video: video }), {
      'First invoke Video': 'denied',
      'Second invoke Video': 'allowed',
    });
  });
});

describe('the URL of a function', () => {
  it('is open to everyone with NONE, and only then by a permission', () => {
    const open = proofOfSam({ Video: fn({ FunctionUrlConfig: { AuthType: 'NONE' } }) });
    expectHops(open, { 'everyone invoke Video': 'allowed' });
    expect(open.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    // Of an AuthType that is a parameter the transform makes no permission, whatever its value is.
    const parameter = { Parameters: { Auth: { Type: 'String', Default: 'NONE' } } };
    const byParameter = proofOfSam(
      { Video: fn({ FunctionUrlConfig: { AuthType: ref('Auth') } }) },
      parameter,
    );
    expectHops(byParameter, { 'everyone invoke Video': 'denied' });
  });
});
