import { MessageError } from './errors.ts';
import { jsonLogger, type Logger } from './logger.ts';
import { isSnsEvent, type LambdaContext, type SnsEvent, type SnsEventRecord } from './sns-event.ts';
import { describeIssue, type StandardSchema } from './standard-schema.ts';

export interface SnsHandlerOptions<Message> {
  /** Checks and types the message: any Standard Schema (zod, valibot, arktype). */
  readonly message: StandardSchema<Message>;
  /** Where log lines go; JSON lines on stdout by default. */
  readonly log?: Logger;
  /** How long before the function's time-out `signal` aborts, in milliseconds; 500 by default. */
  readonly marginMs?: number;
}

/** What is known of the message beside its content. */
export interface SnsMessageContext {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly sentAt: Date;
  readonly attributes: SnsEventRecord['Sns']['MessageAttributes'];
  readonly requestId: string;
  /** Aborts shortly before Lambda would stop the function. */
  readonly signal: AbortSignal;
  /** Adds `messageId` and `requestId` to every line. */
  readonly log: Logger;
}

/**
 * Makes a Lambda handler for an SNS subscription: unwraps the event, parses and checks the message and
 * hands it over typed. It returns when the work is done and throws what the work throws, so that Lambda
 * retries and, in the end, sends the event to the dead-letter queue.
 *
 * The handler fails with {@link MessageError} when the event is not from SNS, the message is not JSON or
 * the schema refuses it.
 *
 * @example
 * export const handler = snsHandler({ message: VideoUploaded }, async (video, { log }) => {
 *   log.info('received', { key: video.key });
 * });
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function snsHandler<Message>(
  options: SnsHandlerOptions<Message>,
  handle: (message: Message, context: SnsMessageContext) => Promise<void> | void,
): (event: SnsEvent, context: LambdaContext) => Promise<void> {
  const { message: schema, log = jsonLogger(), marginMs = 500 } = options;
  return async (event, context) => {
    if (!isSnsEvent(event)) {
      throw new MessageError(
        'ERR_LAMBDA_EVENT',
        'The event is not from SNS (no Records with EventSource "aws:sns"). Subscribe the function to a topic, without raw delivery.',
      );
    }
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new DOMException('The function is about to time out.', 'TimeoutError')),
      Math.max(0, context.getRemainingTimeInMillis() - marginMs),
    );
    timer.unref();
    try {
      // SNS sends one record; the loop costs nothing and loses none should that change.
      for (const record of event.Records) {
        const message = await parseMessage(schema, record);
        await handle(message, messageContext(record, context, deadline.signal, log));
      }
    } finally {
      clearTimeout(timer);
    }
  };
}

async function parseMessage<Message>(
  schema: StandardSchema<Message>,
  record: SnsEventRecord,
): Promise<Message> {
  const { Message: text, MessageId: messageId } = record.Sns;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own error quotes the text, so it is not kept as the cause.
    throw new MessageError('ERR_LAMBDA_MESSAGE_JSON', `Message ${messageId} is not JSON.`, { messageId });
  }
  const result = await schema['~standard'].validate(value);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(describeIssue);
  throw new MessageError(
    'ERR_LAMBDA_MESSAGE_INVALID',
    `Message ${messageId} does not match the schema: ${issues.join('; ')}.`,
    { messageId, issues },
  );
}

function messageContext(
  record: SnsEventRecord,
  context: LambdaContext,
  signal: AbortSignal,
  log: Logger,
): SnsMessageContext {
  const { MessageId: messageId, TopicArn: topicArn, Subject: subject, Timestamp: timestamp } = record.Sns;
  const ids = { messageId, requestId: context.awsRequestId };
  const withIds =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      log[level](message, { ...ids, ...fields });
  return {
    ...ids,
    topicArn,
    subject: subject ?? undefined,
    sentAt: new Date(timestamp),
    attributes: record.Sns.MessageAttributes,
    signal,
    log: { info: withIds('info'), warn: withIds('warn'), error: withIds('error') },
  };
}
