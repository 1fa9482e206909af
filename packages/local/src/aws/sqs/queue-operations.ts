import { AwsError, type Call, type Operation, operation } from '../service.ts';
import { invalidParameter, invalidValue, notBuilt } from './errors.ts';
import type { Messages } from './messages.ts';
import type { QueueAddresses } from './queue-address.ts';
import { changeSettings, defaultSettings, shownAttributes, shownSettings } from './queue-settings.ts';
import type { Queue, QueueSettings, SqsStore } from './store.ts';

interface OfQueue {
  readonly QueueUrl: string;
}

interface CreateQueueInput {
  readonly QueueName: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

const deletionMemory = 60_000;
const purgeInterval = 60_000;

export function queueOperations(
  store: SqsStore,
  addresses: QueueAddresses,
  messages: Messages,
): Record<string, Operation> {
  const asks =
    (action: string) =>
    ({ QueueUrl }: OfQueue, call: Call) =>
      addresses.ask(action, QueueUrl, call);

  return {
    CreateQueue: operation<CreateQueueInput, { QueueUrl: string }>({
      authorize: ({ QueueName, tags = {} }, call) => {
        const resource = addresses.arnOf(call, QueueName);
        const actions = ['sqs:CreateQueue', ...(Object.keys(tags).length > 0 ? ['sqs:TagQueue'] : [])];
        return actions.map((action) => ({ action, resource }));
      },
      run: (input, call) => ({ QueueUrl: addresses.urlOf(createQueue(store, addresses, input, call)) }),
    }),
    GetQueueUrl: operation<{ readonly QueueName: string; readonly QueueOwnerAWSAccountId?: string }, object>({
      authorize: ({ QueueName, QueueOwnerAWSAccountId: owner }, call) =>
        addresses.ask('GetQueueUrl', `/${owner ?? call.accountId}/${QueueName}`, call),
      run({ QueueName, QueueOwnerAWSAccountId: owner }, call) {
        const queue = addresses.find(`/${owner ?? call.accountId}/${QueueName}`, call);
        return { QueueUrl: addresses.urlOf(queue) };
      },
    }),
    ListQueues: operation<
      { readonly QueueNamePrefix?: string; readonly MaxResults?: number; readonly NextToken?: string },
      object
    >({
      authorize: (_, call) => [{ action: 'sqs:ListQueues', resource: addresses.arnOf(call, '') }],
      run: ({ QueueNamePrefix: prefix = '', MaxResults: max, NextToken: token }) => {
        if (max !== undefined && (max < 1 || max > 1000)) {
          throw invalidParameter(
            `Value ${max} for parameter MaxResults is invalid. Reason: Must be between 1 and 1000, if provided.`,
          );
        }
        const names = [...store.queues.values()].filter(({ name }) => name.startsWith(prefix));
        const from = token === undefined ? 0 : names.findIndex(({ name }) => name === decode(token)) + 1;
        const page = names.slice(from, from + (max ?? 1000));
        const last = page.at(-1);
        const more = max !== undefined && from + page.length < names.length && last !== undefined;
        return {
          ...(page.length > 0 && { QueueUrls: page.map(addresses.urlOf) }),
          ...(more && { NextToken: Buffer.from(last.name).toString('base64') }),
        };
      },
    }),
    GetQueueAttributes: operation<OfQueue & { readonly AttributeNames?: readonly string[] }, object>({
      authorize: asks('GetQueueAttributes'),
      run({ QueueUrl, AttributeNames: names = [] }, call) {
        const queue = addresses.find(QueueUrl, call);
        messages.expire(queue);
        const shown = shownAttributes(queue, call.now);
        for (const name of names) {
          if (name !== 'All' && !known.has(name)) {
            throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
          }
        }
        const chosen = Object.entries(shown).filter(
          ([name]) => names.includes('All') || names.includes(name),
        );
        return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
      },
    }),
    SetQueueAttributes: operation<
      OfQueue & { readonly Attributes: Readonly<Record<string, string>> },
      object
    >({
      authorize: asks('SetQueueAttributes'),
      run({ QueueUrl, Attributes }, call) {
        const queue = addresses.find(QueueUrl, call);
        const settings = changeSettings(queue.settings, Attributes, queue.arn);
        if (Attributes['RedrivePolicy'] !== undefined) checkDeadLetterQueue(store, settings);
        queue.settings = settings;
        queue.modifiedAt = call.now;
        return {};
      },
    }),
    DeleteQueue: operation<OfQueue, object>({
      authorize: asks('DeleteQueue'),
      run({ QueueUrl }, call) {
        const queue = addresses.find(QueueUrl, call);
        store.queues.delete(queue.arn);
        store.deletedAt.set(queue.arn, call.now);
        messages.purge(queue);
        return {};
      },
    }),
    PurgeQueue: operation<OfQueue, object>({
      authorize: asks('PurgeQueue'),
      run({ QueueUrl }, call) {
        const queue = addresses.find(QueueUrl, call);
        if (queue.purgedAt !== undefined && call.now < queue.purgedAt + purgeInterval) {
          const words = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`;
          throw new AwsError('PurgeQueueInProgress', words, 403);
        }
        queue.purgedAt = call.now;
        messages.purge(queue);
        return {};
      },
    }),
    TagQueue: operation<OfQueue & { readonly Tags: Readonly<Record<string, string>> }, object>({
      authorize: asks('TagQueue'),
      run({ QueueUrl, Tags }, call) {
        const queue = addresses.find(QueueUrl, call);
        for (const [key, value] of Object.entries(Tags)) queue.tags.set(key, value);
        return {};
      },
    }),
    UntagQueue: operation<OfQueue & { readonly TagKeys: readonly string[] }, object>({
      authorize: asks('UntagQueue'),
      run({ QueueUrl, TagKeys }, call) {
        const queue = addresses.find(QueueUrl, call);
        for (const key of TagKeys) queue.tags.delete(key);
        return {};
      },
    }),
    ListQueueTags: operation<OfQueue, object>({
      authorize: asks('ListQueueTags'),
      run({ QueueUrl }, call) {
        const { tags } = addresses.find(QueueUrl, call);
        return tags.size > 0 ? { Tags: Object.fromEntries(tags) } : {};
      },
    }),
  };
}

/** Attributes that exist, those of FIFO and KMS included: asking for them is right and finds nothing. */
const known = new Set([
  ...Object.keys(shownSettings(defaultSettings)),
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'QueueArn',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
]);

function createQueue(store: SqsStore, addresses: QueueAddresses, input: CreateQueueInput, call: Call): Queue {
  const { QueueName: name, Attributes: attributes = {}, tags = {} } = input;
  if (name.endsWith('.fifo')) throw notBuilt('FIFO queues');
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  const arn = addresses.arnOf(call, name);
  const existing = store.queues.get(arn);
  if (existing !== undefined) return sameQueue(existing, attributes);
  const deletedAt = store.deletedAt.get(arn);
  if (deletedAt !== undefined && call.now < deletedAt + deletionMemory) {
    const words =
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.';
    throw new AwsError('QueueDeletedRecently', words);
  }
  const settings = changeSettings(defaultSettings, attributes, arn);
  checkDeadLetterQueue(store, settings);
  const queue: Queue = {
    name,
    arn,
    accountId: call.accountId,
    createdAt: call.now,
    modifiedAt: call.now,
    settings,
    tags: new Map(Object.entries(tags)),
    messages: [],
    waiting: new Set(),
  };
  store.queues.set(arn, queue);
  return queue;
}

function checkDeadLetterQueue(store: SqsStore, { redrive }: QueueSettings): void {
  if (redrive !== undefined && !store.queues.has(redrive.deadLetterTargetArn)) {
    throw invalidValue(redrive.text, 'RedrivePolicy', 'Dead letter target does not exist.');
  }
}

/** Creating a queue that is there succeeds when all attributes that are given are the queue's own. */
function sameQueue(queue: Queue, attributes: Readonly<Record<string, string>>): Queue {
  const shown = shownSettings(queue.settings);
  for (const [name, value] of Object.entries(attributes)) {
    if (shown[name] !== value) {
      const words = `A queue already exists with the same name and a different value for attribute ${name}`;
      throw new AwsError('QueueNameExists', words);
    }
  }
  return queue;
}

function decode(token: string): string {
  return Buffer.from(token, 'base64').toString('utf8');
}
