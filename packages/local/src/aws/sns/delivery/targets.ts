import { randomUUID } from 'node:crypto';
import type { Caller, Kernel } from '../../service.ts';
import { parseArn } from '../arns.ts';
import type { MessageAttribute } from '../message.ts';
import type { Topic } from '../store.ts';
import { envelope, lambdaEvent, type Notification } from './envelope.ts';

/** SNS as it acts for a topic. */
export function snsFor(topic: Topic): Caller {
  return {
    kind: 'service',
    arn: 'sns.amazonaws.com',
    accountId: topic.owner,
    userId: 'sns.amazonaws.com',
    sourceArn: topic.arn,
    sourceAccount: topic.owner,
  };
}

/** Hands a notification to its function or queue. Rejects with the AwsError of the other service. */
export async function handOver(kernel: Kernel, notification: Notification): Promise<void> {
  const { subscription, message } = notification;
  const caller = snsFor(subscription.topic);
  if (subscription.protocol === 'lambda') {
    await kernel.call(caller, 'lambda', 'Invoke', {
      FunctionName: subscription.endpoint,
      InvocationType: 'Event',
      Payload: Buffer.from(lambdaEvent(notification)),
    });
    return;
  }
  await sendMessage(kernel, caller, subscription.endpoint, {
    ...queueMessage(notification),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
  });
}

/** Puts a notification that could not be handed over into a dead-letter queue. */
export async function deadLetter(
  kernel: Kernel,
  notification: Notification,
  queueArn: string,
  error: { readonly code: string; readonly message: string } | undefined,
): Promise<void> {
  const { MessageBody, MessageAttributes } = queueMessage(notification);
  const reason: Record<string, MessageAttribute> =
    error === undefined
      ? {}
      : {
          RequestID: { DataType: 'String', StringValue: randomUUID() },
          ErrorCode: { DataType: 'String', StringValue: error.code },
          ErrorMessage: { DataType: 'String', StringValue: error.message },
        };
  await sendMessage(kernel, snsFor(notification.subscription.topic), queueArn, {
    MessageBody,
    MessageAttributes: { ...MessageAttributes, ...reason },
  });
}

interface QueueMessage {
  readonly MessageBody: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
}

function queueMessage(notification: Notification): QueueMessage {
  return notification.subscription.settings.raw
    ? { MessageBody: notification.text, MessageAttributes: notification.message.attributes }
    : { MessageBody: envelope(notification), MessageAttributes: {} };
}

async function sendMessage(
  kernel: Kernel,
  caller: Caller,
  queueArn: string,
  message: QueueMessage,
): Promise<void> {
  const arn = parseArn(queueArn);
  const QueueUrl = `https://sqs.${arn?.region}.amazonaws.com/${arn?.accountId}/${arn?.resource}`;
  await kernel.call(caller, 'sqs', 'SendMessage', { QueueUrl, ...message });
}
