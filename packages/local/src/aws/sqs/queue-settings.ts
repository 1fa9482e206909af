import { PolicyError, parsePolicyDocument } from '@wayleave/iam';
import { AwsError } from '../service.ts';
import { invalidParameter, invalidValue, notBuilt } from './errors.ts';
import type { Queue, QueueSettings, RedrivePolicy } from './store.ts';

export const defaultSettings: QueueSettings = {
  delay: 0,
  maximumSize: 1_048_576,
  retention: 345_600,
  waitTime: 0,
  visibility: 30,
  managedEncryption: true,
};

const numbers = {
  DelaySeconds: { setting: 'delay', min: 0, max: 900 },
  MaximumMessageSize: { setting: 'maximumSize', min: 1024, max: 1_048_576 },
  MessageRetentionPeriod: { setting: 'retention', min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { setting: 'waitTime', min: 0, max: 20 },
  VisibilityTimeout: { setting: 'visibility', min: 0, max: 43_200 },
} as const;

const unbuilt = new Set(['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'RedriveAllowPolicy']);
const fifoOnly = new Set(['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/**
 * Settings changed by attributes, as CreateQueue and SetQueueAttributes take them.
 *
 * Throws InvalidAttributeName, InvalidAttributeValue, or says that it is not built (FIFO, KMS).
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function changeSettings(
  before: QueueSettings,
  attributes: Readonly<Record<string, string>>,
  queueArn: string,
): QueueSettings {
  return Object.entries(attributes).reduce(
    (settings, [name, value]) => change(settings, name, value, queueArn),
    before,
  );
}

function change(before: QueueSettings, name: string, value: string, queueArn: string): QueueSettings {
  if (Object.hasOwn(numbers, name)) {
    const { setting, min, max } = numbers[name as keyof typeof numbers];
    const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
    if (number < min || number > max) {
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
    }
    return { ...before, [setting]: number };
  }
  if (unbuilt.has(name)) throw notBuilt(`Queue attribute ${name}`);
  if (name === 'FifoQueue') throw notBuilt('FIFO queues');
  if (fifoOnly.has(name))
    throw new AwsError(
      'InvalidAttributeName',
      `You can specify the ${name} only when FifoQueue is set to true.`,
    );
  if (name === 'SqsManagedSseEnabled')
    return { ...before, managedEncryption: value.toLowerCase() === 'true' };
  if (name === 'Policy') return withPolicy(before, value, queueArn);
  if (name === 'RedrivePolicy') {
    const { redrive: _, ...rest } = before;
    return value === '' ? rest : { ...rest, redrive: readRedrivePolicy(value) };
  }
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function withPolicy(before: QueueSettings, text: string, queueArn: string): QueueSettings {
  const { policy: _, ...rest } = before;
  if (text === '') return rest;
  try {
    const document = parsePolicyDocument(text, { kind: 'resource' });
    return { ...rest, policy: { text, policy: { name: `policy of queue ${queueArn}`, document } } };
  } catch (cause) {
    if (!(cause instanceof PolicyError)) throw cause;
    throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
  }
}

function readRedrivePolicy(text: string): RedrivePolicy {
  const { deadLetterTargetArn, maxReceiveCount } = parseObject(text);
  if (
    typeof deadLetterTargetArn !== 'string' ||
    !/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(deadLetterTargetArn)
  ) {
    throw invalidValue(text, 'RedrivePolicy', 'Invalid value for deadLetterTargetArn.');
  }
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalidValue(text, 'RedrivePolicy', 'Invalid value for maxReceiveCount.');
  }
  return { text, deadLetterTargetArn, maxReceiveCount: count };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (document !== null && typeof document === 'object') return document as Record<string, unknown>;
  } catch {
    // The same answer as for JSON that is no object.
  }
  throw invalidParameter(
    `Value ${text} for parameter RedrivePolicy is invalid. Reason: Redrive policy is not a valid JSON map.`,
  );
}

/** What the settings look like as attributes. */
export function shownSettings(settings: QueueSettings): Record<string, string> {
  const shown: Record<string, string> = {
    VisibilityTimeout: String(settings.visibility),
    MaximumMessageSize: String(settings.maximumSize),
    MessageRetentionPeriod: String(settings.retention),
    DelaySeconds: String(settings.delay),
    ReceiveMessageWaitTimeSeconds: String(settings.waitTime),
    SqsManagedSseEnabled: String(settings.managedEncryption),
  };
  if (settings.policy !== undefined) shown['Policy'] = settings.policy.text;
  if (settings.redrive !== undefined) shown['RedrivePolicy'] = settings.redrive.text;
  return shown;
}

/** All attributes of a queue as GetQueueAttributes knows them, counts included. */
export function shownAttributes(queue: Queue, now: number): Record<string, string> {
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
    ...shownSettings(queue.settings),
  };
}
