import { randomUUID } from 'node:crypto';
import { type Ask, AwsError, type Call, type Operation, operation } from '../service.ts';
import { checkTopicArn, parseArn } from './arns.ts';
import { askTopic } from './asks.ts';
import { invalidParameter, notBuilt } from './errors.ts';
import { type Message, type MessageAttributes, sizeOf } from './message.ts';
import { checkMessageAttributes } from './message-attributes.ts';
import type { SnsStore, Topic } from './store.ts';
import { maximumMessageSize } from './topic-attributes.ts';
import { topicOf } from './topic-operations.ts';

interface Publication {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageStructure?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

interface PublishInput extends Publication {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly PhoneNumber?: string;
}

interface PublishBatchInput {
  readonly TopicArn: string;
  readonly PublishBatchRequestEntries: readonly (Publication & { readonly Id: string })[];
}

/** Hands an accepted message over; delivery goes on after the answer. */
export type Deliver = (topic: Topic, message: Message) => void;

export function publishOperations(store: SnsStore, deliver: Deliver): Record<string, Operation> {
  const ask = (arn: string, call: Call): readonly Ask[] => [askTopic(store, call, 'Publish', arn)];
  return {
    Publish: operation<PublishInput, { MessageId: string }>({
      authorize: (input, call) => ask(destinationOf(input, call), call),
      run(input, call) {
        const topic = topicOf(store, destinationOf(input, call));
        const message = accept(topic, input, call);
        deliver(topic, message);
        return { MessageId: message.id };
      },
    }),
    PublishBatch: operation<PublishBatchInput, object>({
      authorize: ({ TopicArn }, call) => ask(checkTopicArn(TopicArn, call), call),
      run({ TopicArn, PublishBatchRequestEntries: entries }, call) {
        const topic = topicOf(store, TopicArn);
        checkBatch(topic, entries);
        const accepted = entries.map((entry) => ({ Id: entry.Id, message: accept(topic, entry, call) }));
        for (const { message } of accepted) deliver(topic, message);
        return { Successful: accepted.map(({ Id, message }) => ({ Id, MessageId: message.id })), Failed: [] };
      },
    }),
  };
}

function destinationOf({ TopicArn, TargetArn, PhoneNumber }: PublishInput, call: Call): string {
  if (PhoneNumber !== undefined) throw notBuilt('Publishing to a phone number');
  if (TopicArn !== undefined) return checkTopicArn(TopicArn, call);
  if (TargetArn === undefined) {
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  }
  if (parseArn(TargetArn)?.resource.includes('/') === true) {
    throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  }
  return checkTopicArn(TargetArn, call, 'TargetArn');
}

function accept(topic: Topic, publication: Publication, call: Call): Message {
  const {
    Message: text,
    Subject: subject,
    MessageAttributes: attributes = {},
    MessageGroupId: groupId,
  } = publication;
  if (text === '') throw invalidParameter('Empty message');
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter('Subject');
  if (topic.fifo) throw notBuilt('Publishing to a FIFO topic');
  if (publication.MessageDeduplicationId !== undefined) {
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  }
  if (sizeOf(text, attributes) > maximumMessageSize(topic)) throw invalidParameter('Message too long');
  checkMessageAttributes(attributes);
  return {
    id: randomUUID(),
    topicArn: topic.arn,
    ...(subject !== undefined && { subject }),
    textFor: texts(text, publication.MessageStructure),
    attributes,
    ...(groupId !== undefined && { groupId }),
    timestamp: new Date(call.now).toISOString(),
  };
}

/** At most 100 characters without line breaks or control characters. */
function isSubject(text: string): boolean {
  return text.length > 0 && text.length <= 100 && !/\p{Cc}/u.test(text);
}

function texts(text: string, structure: string | undefined): (protocol: string) => string {
  if (structure === undefined || structure === '') return () => text;
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  const document = parseObject(text);
  const fallback = document['default'];
  if (typeof fallback !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  return (protocol) => {
    const own = Object.hasOwn(document, protocol) ? document[protocol] : undefined;
    return typeof own === 'string' ? own : fallback;
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (document !== null && typeof document === 'object') return document as Record<string, unknown>;
    return {};
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
}

function checkBatch(topic: Topic, entries: PublishBatchInput['PublishBatchRequestEntries']): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
  }
  if (entries.length > 10) {
    const words = 'The batch request contains more entries than permissible.';
    throw new AwsError('TooManyEntriesInBatchRequestException', words);
  }
  for (const { Id } of entries) checkEntryId(Id);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    const words = 'Two or more batch entries in the request have the same Id.';
    throw new AwsError('BatchEntryIdsNotDistinctException', words);
  }
  const total = entries.reduce((sum, entry) => sum + sizeOf(entry.Message, entry.MessageAttributes), 0);
  if (total > maximumMessageSize(topic)) {
    const words = 'The length of all the messages put together is more than the limit.';
    throw new AwsError('BatchRequestTooLongException', words);
  }
}

function checkEntryId(id: string): void {
  const refuse = (what: string): AwsError =>
    new AwsError(
      'InvalidBatchEntryIdException',
      `The Id of a batch entry in the batch request ${what}: ${id}`,
    );
  if (id.length > 80) throw refuse('is too long');
  if (!/^[\w-]+$/.test(id)) throw refuse('contains an impermissible character');
}
