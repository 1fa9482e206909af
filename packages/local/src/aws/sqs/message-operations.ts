import { AwsError, type Call, type Operation, operation } from '../service.ts';
import { checkBatch, runBatch } from './batch.ts';
import { invalidParameter, invalidValue } from './errors.ts';
import { checkDelay, checkMessage, sizeOf } from './message-checks.ts';
import { md5OfAttributes, md5OfBody } from './message-digest.ts';
import type { Messages } from './messages.ts';
import type { QueueAddresses } from './queue-address.ts';
import { changeVisibility, deleteMessage } from './receipts.ts';
import { type ReceiveInput, shownMessage } from './received-message.ts';
import type { MessageAttributes, Queue } from './store.ts';

interface OfQueue {
  readonly QueueUrl: string;
}

interface Sending {
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

interface Handle {
  readonly ReceiptHandle: string;
}

interface Entry {
  readonly Id: string;
}

const maxBatchSize = 1_048_576;

export function messageOperations(addresses: QueueAddresses, messages: Messages): Record<string, Operation> {
  const asks =
    (action: string) =>
    ({ QueueUrl }: OfQueue, call: Call) =>
      addresses.ask(action, QueueUrl, call);

  const changeOne = (queue: Queue, handle: string, seconds: number, now: number): object => {
    changeVisibility(queue, handle, seconds, now);
    messages.wake(queue);
    return {};
  };

  return {
    SendMessage: operation<OfQueue & Sending, object>({
      authorize: asks('SendMessage'),
      run: (input, call) => send(messages, addresses.find(input.QueueUrl, call), input, call),
    }),
    SendMessageBatch: operation<OfQueue & { readonly Entries: readonly (Entry & Sending)[] }, object>({
      authorize: asks('SendMessage'),
      run({ QueueUrl, Entries }, call) {
        const queue = addresses.find(QueueUrl, call);
        checkBatch(Entries, 'SendMessageBatchRequestEntry');
        const size = Entries.reduce(
          (sum, entry) => sum + sizeOf(entry.MessageBody, entry.MessageAttributes),
          0,
        );
        if (size > maxBatchSize) {
          const words = `Batch requests cannot be longer than ${maxBatchSize} bytes. You have sent ${size} bytes.`;
          throw new AwsError('BatchRequestTooLong', words);
        }
        return runBatch(Entries, (entry) => send(messages, queue, entry, call));
      },
    }),
    ReceiveMessage: operation<OfQueue & ReceiveInput, object>({
      authorize: asks('ReceiveMessage'),
      async run(input, call) {
        const queue = addresses.find(input.QueueUrl, call);
        const { MaxNumberOfMessages: count = 1, WaitTimeSeconds: wait = queue.settings.waitTime } = input;
        const { VisibilityTimeout: visibility = queue.settings.visibility } = input;
        if (count < 1 || count > 10) {
          throw invalidValue(count, 'MaxNumberOfMessages', 'Must be between 1 and 10, if provided.');
        }
        if (wait < 0 || wait > 20) {
          throw invalidValue(wait, 'WaitTimeSeconds', 'Must be >= 0 and <= 20, if provided.');
        }
        if (visibility < 0 || visibility > 43_200) {
          throw invalidValue(visibility, 'VisibilityTimeout', 'Must be between 0 and 43200, if provided.');
        }
        const wish = { count, visibility: visibility * 1000, wait: wait * 1000 };
        const received = await messages.receive(queue, wish);
        return received.length > 0
          ? { Messages: received.map((message) => shownMessage(message, input)) }
          : {};
      },
    }),
    DeleteMessage: operation<OfQueue & Handle, object>({
      authorize: asks('DeleteMessage'),
      run({ QueueUrl, ReceiptHandle }, call) {
        deleteMessage(addresses.find(QueueUrl, call), ReceiptHandle);
        return {};
      },
    }),
    DeleteMessageBatch: operation<OfQueue & { readonly Entries: readonly (Entry & Handle)[] }, object>({
      authorize: asks('DeleteMessage'),
      run({ QueueUrl, Entries }, call) {
        const queue = addresses.find(QueueUrl, call);
        checkBatch(Entries, 'DeleteMessageBatchRequestEntry');
        return runBatch(Entries, ({ ReceiptHandle }) => {
          deleteMessage(queue, ReceiptHandle);
          return {};
        });
      },
    }),
    ChangeMessageVisibility: operation<OfQueue & Handle & { readonly VisibilityTimeout: number }, object>({
      authorize: asks('ChangeMessageVisibility'),
      run: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, call) =>
        changeOne(addresses.find(QueueUrl, call), ReceiptHandle, VisibilityTimeout, call.now),
    }),
    ChangeMessageVisibilityBatch: operation<
      OfQueue & { readonly Entries: readonly (Entry & Handle & { readonly VisibilityTimeout?: number })[] },
      object
    >({
      authorize: asks('ChangeMessageVisibility'),
      run({ QueueUrl, Entries }, call) {
        const queue = addresses.find(QueueUrl, call);
        checkBatch(Entries, 'ChangeMessageVisibilityBatchRequestEntry');
        return runBatch(Entries, ({ ReceiptHandle, VisibilityTimeout = queue.settings.visibility }) =>
          changeOne(queue, ReceiptHandle, VisibilityTimeout, call.now),
        );
      },
    }),
  };
}

function send(messages: Messages, queue: Queue, input: Sending, call: Call): object {
  const { MessageBody: body, MessageAttributes: attributes = {}, MessageGroupId: groupId } = input;
  checkMessage(body, attributes, queue.settings.maximumSize);
  checkDelay(input.DelaySeconds);
  if (input.MessageDeduplicationId !== undefined) {
    throw invalidValue(
      input.MessageDeduplicationId,
      'MessageDeduplicationId',
      'The request include parameter that is not valid for this queue type.',
    );
  }
  const system = input.MessageSystemAttributes ?? {};
  const unknown = Object.keys(system).find((name) => name !== 'AWSTraceHeader');
  if (unknown !== undefined) {
    throw invalidParameter(`Message system attribute name '${unknown}' is invalid.`);
  }
  const traceHeader = system['AWSTraceHeader']?.StringValue;
  const { id } = messages.send(
    queue,
    {
      body,
      attributes,
      senderId: call.caller.userId,
      ...(traceHeader !== undefined && { traceHeader }),
      ...(groupId !== undefined && { groupId }),
    },
    (input.DelaySeconds ?? queue.settings.delay) * 1000,
  );
  const ofAttributes = md5OfAttributes(attributes);
  const ofSystem = md5OfAttributes(system);
  return {
    MD5OfMessageBody: md5OfBody(body),
    MessageId: id,
    ...(ofAttributes !== undefined && { MD5OfMessageAttributes: ofAttributes }),
    ...(ofSystem !== undefined && { MD5OfMessageSystemAttributes: ofSystem }),
  };
}
