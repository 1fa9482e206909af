import {
  jsonLogger,
  MessageError,
  type SnsEvent,
  type StandardSchema,
  snsHandler,
  stableId,
} from '@wayleave/lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Upload {
  readonly key: string;
}

const Upload: StandardSchema<Upload> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string'
        ? { value: { key: value.key } }
        : { issues: [{ message: 'Expected a string', path: ['key'] }] },
  },
};

const context = {
  awsRequestId: 'r-1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f',
  getRemainingTimeInMillis: () => 3000,
};

function event(message: string): SnsEvent {
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventSubscriptionArn: 'arn:aws:sns:us-east-1:111122223333:t:1',
        Sns: {
          Type: 'Notification',
          MessageId: 'm-1',
          TopicArn: 'arn:aws:sns:us-east-1:111122223333:t',
          Subject: null,
          Message: message,
          Timestamp: '2026-11-23T10:00:00.123Z',
          MessageAttributes: {},
        },
      },
    ],
  };
}

async function failure(promise: Promise<unknown>): Promise<MessageError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  if (error instanceof MessageError) return error;
  throw new Error(`expected a MessageError, got ${String(error)}`);
}

describe('snsHandler', () => {
  it('hands over the parsed message with its ids, and logs with them', async () => {
    const lines: string[] = [];
    const seen: unknown[] = [];
    const handler = snsHandler(
      { message: Upload, log: jsonLogger({ service: 's' }, (line) => lines.push(line)) },
      (message, { messageId, sentAt, subject, log }) => {
        seen.push(message, messageId, sentAt.toISOString(), subject);
        log.info('got it', { key: message.key });
      },
    );
    await handler(event('{"key":"clip.mp4","more":1}'), context);
    expect(seen).toEqual([{ key: 'clip.mp4' }, 'm-1', '2026-11-23T10:00:00.123Z', undefined]);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { level: 'info', message: 'got it', service: 's', messageId: 'm-1', requestId: 'r-1', key: 'clip.mp4' },
    ]);
  });

  it('throws what the work throws, so that Lambda retries', async () => {
    const handler = snsHandler({ message: Upload }, () => Promise.reject(new RangeError('no')));
    await expect(handler(event('{"key":"k"}'), context)).rejects.toThrow(RangeError);
  });

  it('names each fault of a message that does not match, and never repeats the message', async () => {
    const handler = snsHandler({ message: Upload }, () => undefined);
    const error = await failure(handler(event('{"secret":"hunter2"}'), context));
    expect(error).toMatchObject({ code: 'ERR_LAMBDA_MESSAGE_INVALID', issues: ['key: Expected a string'] });
    expect(`${JSON.stringify(error)} ${error.message}`).not.toContain('hunter2');
  });

  it('refuses a message that is not JSON without quoting it', async () => {
    const handler = snsHandler({ message: Upload }, () => undefined);
    const error = await failure(handler(event('hunter2'), context));
    expect(error.code).toBe('ERR_LAMBDA_MESSAGE_JSON');
    expect(`${error.message}${String(error.cause)}`).not.toContain('hunter2');
  });

  it('refuses whatever is not an SNS event, without crashing', async () => {
    const handler = snsHandler({ message: Upload }, () => undefined);
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (anything) => {
        const error = await failure(handler(anything as SnsEvent, context));
        expect(error.code).toBe('ERR_LAMBDA_EVENT');
      }),
    );
  });

  it('aborts the signal before the function would time out', async () => {
    const handler = snsHandler(
      { message: Upload, marginMs: 500 },
      (_message, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    );
    const soon = { ...context, getRemainingTimeInMillis: () => 500 };
    await expect(handler(event('{"key":"k"}'), soon)).rejects.toThrow('about to time out');
  });
});

describe('stableId', () => {
  it('is a version 5 UUID of its parts, and of their borders', () => {
    expect(stableId('video', 'bucket', 'key')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(stableId('video', 'bucket', 'key')).toBe(stableId('video', 'bucket', 'key'));
    expect(stableId('a', 'bc')).not.toBe(stableId('ab', 'c'));
  });
});
