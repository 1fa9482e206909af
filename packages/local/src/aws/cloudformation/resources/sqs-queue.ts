import { boolean, createOnly, document, integer, optional, type Read, string, tags } from './properties.ts';
import { type Resource, resourceType, type Work } from './resource-type.ts';
import { AlreadyExistsError, found, unlessMissing } from './service-error.ts';
import { tagChanges, tagMap } from './tag-changes.ts';

const properties = {
  QueueName: createOnly(optional(string)),
  FifoQueue: createOnly(optional(boolean)),
  VisibilityTimeout: optional(integer),
  MessageRetentionPeriod: optional(integer),
  MaximumMessageSize: optional(integer),
  DelaySeconds: optional(integer),
  ReceiveMessageWaitTimeSeconds: optional(integer),
  RedrivePolicy: optional(document),
  RedriveAllowPolicy: optional(document),
  ContentBasedDeduplication: optional(boolean),
  DeduplicationScope: optional(string),
  FifoThroughputLimit: optional(string),
  KmsMasterKeyId: optional(string),
  KmsDataKeyReusePeriodSeconds: optional(integer),
  SqsManagedSseEnabled: optional(boolean),
  Tags: optional(tags),
};

type QueueProperties = Read<typeof properties>;

/** Attributes that can be changed, with what a queue has when nothing is said. */
const CHANGEABLE = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  MaximumMessageSize: '1048576',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  RedrivePolicy: '',
  RedriveAllowPolicy: '',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
  KmsMasterKeyId: '',
  KmsDataKeyReusePeriodSeconds: '300',
  SqsManagedSseEnabled: 'true',
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const sqsQueue = resourceType({
  type: 'AWS::SQS::Queue',
  properties,
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  nameProperty: 'QueueName',

  async create(input, work) {
    const fifo = input.FifoQueue === true;
    const QueueName = input.QueueName ?? (fifo ? `${work.generateName(75)}.fifo` : work.generateName(80));
    if (input.QueueName !== undefined) await refuseExisting(QueueName, work);
    const { QueueUrl } = await work.call<{ QueueUrl: string }>('sqs', 'CreateQueue', {
      QueueName,
      Attributes: { ...(fifo && { FifoQueue: 'true' }), ...attributesOf(input) },
      ...(input.Tags !== undefined && input.Tags.length > 0 && { tags: tagMap(input.Tags) }),
    });
    work.created(QueueUrl);
    return resourceOf(QueueUrl, QueueName, work);
  },

  async update({ physicalId: QueueUrl }, input, previous, work) {
    const before = attributesOf(previous);
    const after = attributesOf(input);
    const changed = Object.entries(CHANGEABLE).filter(([name]) => before[name] !== after[name]);
    if (changed.length > 0) {
      const Attributes = Object.fromEntries(changed.map(([name, none]) => [name, after[name] ?? none]));
      await work.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    }
    const { set, removed } = tagChanges(previous.Tags, input.Tags);
    if (set.length > 0) await work.call('sqs', 'TagQueue', { QueueUrl, Tags: tagMap(set) });
    if (removed.length > 0) await work.call('sqs', 'UntagQueue', { QueueUrl, TagKeys: removed });
    return undefined;
  },

  async delete({ physicalId: QueueUrl }, _input, work) {
    await unlessMissing(() => work.call('sqs', 'DeleteQueue', { QueueUrl }));
  },
});

function attributesOf(input: QueueProperties): Record<string, string> {
  return Object.fromEntries(
    Object.keys(CHANGEABLE).flatMap((name) => {
      const value = input[name as keyof typeof CHANGEABLE];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

function resourceOf(QueueUrl: string, QueueName: string, work: Work): Resource {
  const Arn = `arn:${work.partition}:sqs:${work.region}:${work.accountId}:${QueueName}`;
  return { physicalId: QueueUrl, attributes: { Arn, QueueName, QueueUrl } };
}

/** CreateQueue would answer with a queue that is there already, and a rollback would then delete it. */
async function refuseExisting(QueueName: string, work: Work): Promise<void> {
  if ((await found(() => work.call('sqs', 'GetQueueUrl', { QueueName }))) !== undefined) {
    throw new AlreadyExistsError('AWS::SQS::Queue', QueueName);
  }
}
