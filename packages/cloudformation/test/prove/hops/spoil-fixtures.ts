// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { document, getAtt, lambda, queue, type Resources, ref, role, statement, topic } from './support.ts';

/** A function and the role that it runs as. */
export const runs = (...statements: readonly object[]): Resources => ({
  Role: role(...statements),
  Function: lambda(),
});
export const made = (type: string, properties: object = {}) => ({ Type: type, Properties: properties });
export const stream = (properties: object = {}) => made('AWS::Kinesis::Stream', properties);
export const table = made('AWS::DynamoDB::Table', { TableName: 'films', StreamSpecification: {} });
export const pipe = (source: object, target: object, more: object = {}) =>
  made('AWS::Pipes::Pipe', { RoleArn: getAtt('Actor'), Source: source, Target: target, ...more });
export const firehose = (properties: object) => made('AWS::KinesisFirehose::DeliveryStream', properties);
export const topicPolicy = (...statements: readonly object[]) =>
  made('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: document(...statements) });
export const objects = { 'Fn::Sub': '${Bucket.Arn}/*' };
export const READ_STREAM = ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream'];
const account = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
/** A key that leaves it to the policies of roles. */
export const key = made('AWS::KMS::Key', {
  KeyPolicy: document(statement('kms:*', '*', { Principal: { AWS: account } })),
});

/** Rules, schedules, pipes and workflows send to the same targets. */
export const targets: readonly (readonly [
  name: string,
  kind: 'invoke' | 'deliver' | 'publish',
  target: object,
  arn: object,
  action: string | string[],
])[] = [
  ['a queue', 'deliver', queue(), getAtt('Target'), 'sqs:SendMessage'],
  ['a topic', 'publish', topic(), ref('Target'), 'sns:Publish'],
  ['a workflow', 'invoke', made('AWS::StepFunctions::StateMachine'), ref('Target'), 'states:StartExecution'],
  ['a stream', 'deliver', stream(), getAtt('Target'), ['kinesis:PutRecord', 'kinesis:PutRecords']],
  [
    'a delivery stream',
    'deliver',
    firehose({}),
    getAtt('Target'),
    ['firehose:PutRecord', 'firehose:PutRecordBatch'],
  ],
  [
    'an event bus',
    'deliver',
    made('AWS::Events::EventBus', { Name: 'b' }),
    getAtt('Target'),
    'events:PutEvents',
  ],
];
