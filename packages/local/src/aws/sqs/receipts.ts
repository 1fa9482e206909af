import { AwsError } from '../service.ts';
import { invalidValue } from './errors.ts';
import type { Queue, StoredMessage } from './store.ts';

/** The message a receipt handle stands for, if the queue still has it. Throws for what is no handle of the queue. */
export function messageOf(queue: Queue, handle: string): StoredMessage | undefined {
  const [arn, id, nonce] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
  if (arn === undefined || id === undefined || nonce === undefined) {
    const words = `The input receipt handle "${handle}" is not a valid receipt handle.`;
    throw new AwsError('ReceiptHandleIsInvalid', words, 404);
  }
  if (arn !== queue.arn) {
    const words = `The receipt handle "${handle}" is not valid for this queue.`;
    throw new AwsError('ReceiptHandleIsInvalid', words, 404);
  }
  return queue.messages.find((message) => message.id === id);
}

/** Deletes by handle. An old handle of a message works too, and a message that is gone is no error. */
export function deleteMessage(queue: Queue, handle: string): void {
  const message = messageOf(queue, handle);
  if (message !== undefined) queue.messages = queue.messages.filter((other) => other !== message);
}

/** Changes when a message in flight is seen again; `seconds` from now. */
export function changeVisibility(queue: Queue, handle: string, seconds: number, now: number): void {
  if (seconds < 0 || seconds > 43_200) {
    throw invalidValue(seconds, 'VisibilityTimeout', 'Must be between 0 and 43200, if provided.');
  }
  const message = messageOf(queue, handle);
  if (message === undefined || message.visibleAt <= now || message.receipt !== handle) {
    throw invalidValue(
      handle,
      'ReceiptHandle',
      'Message does not exist or is not available for visibility timeout change.',
    );
  }
  message.visibleAt = now + seconds * 1000;
}
