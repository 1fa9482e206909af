import { AwsError, type Caller, type Kernel } from '../../service.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import type { InvocationResult } from '../execution/invoker.ts';
import { assumeExecutionRole } from '../functions/role-checks.ts';
import type { FunctionRecord } from '../store.ts';

/** An event that was accepted for asynchronous invocation. */
export interface AcceptedEvent {
  readonly requestId: string;
  readonly payload: string;
  /** Milliseconds since the epoch. */
  readonly acceptedAt: number;
  readonly clientContext?: string;
}

/** Why nothing more is tried, or that it worked. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

const MAX_ERROR_MESSAGE_BYTES = 1024;

/** Sends results to destinations and failed events to the dead-letter queue, as the execution role. */
export interface Destinations {
  /** Settles whether or not the role may send: a refusal is in the Trail and nowhere else. */
  settle(
    record: FunctionRecord,
    event: AcceptedEvent,
    condition: Condition,
    attempts: number,
    result: InvocationResult | undefined,
  ): Promise<void>;
}

export function createDestinations({
  kernel,
  identity,
  clock,
  endpoint,
}: Pick<LambdaDependencies, 'kernel' | 'identity' | 'clock' | 'endpoint'>): Destinations {
  const deliver = async (
    record: FunctionRecord,
    targetArn: string,
    body: string,
    attributes?: MessageAttributes,
  ): Promise<void> => {
    const session = assumeExecutionRole(identity, record.settings.role, record.name, 3600);
    if (session === undefined) return;
    try {
      await send(kernel, session.caller, endpoint(), targetArn, body, attributes);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  };

  return {
    async settle(record, event, condition, attempts, result) {
      const config = record.eventInvokeConfig;
      const succeeded = condition === 'Success';
      const deadLetterTarget = succeeded ? undefined : record.settings.deadLetterTarget;
      if (deadLetterTarget !== undefined) {
        await deliver(record, deadLetterTarget, event.payload, deadLetterAttributes(event, result));
      }
      const destination = succeeded ? config?.onSuccess : config?.onFailure;
      if (destination !== undefined) {
        const body = invocationRecord(record, event, condition, attempts, result, clock.now());
        await deliver(record, destination, JSON.stringify(body));
      }
    },
  };
}

/** The record that a destination receives, in the form recorded from AWS. */
function invocationRecord(
  record: Pick<FunctionRecord, 'arn'>,
  event: Pick<AcceptedEvent, 'requestId' | 'payload'>,
  condition: Condition,
  attempts: number,
  result: Pick<InvocationResult, 'body'> | undefined,
  now: number,
): object {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${record.arn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(event.payload),
    ...(result === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
          },
          responsePayload: JSON.parse(result.body),
        }),
  };
}

type MessageAttributes = Readonly<
  Record<string, { readonly DataType: string; readonly StringValue: string }>
>;

function deadLetterAttributes(event: AcceptedEvent, result: InvocationResult | undefined): MessageAttributes {
  const message = Buffer.from(result?.outcome.errorMessage ?? '').subarray(0, MAX_ERROR_MESSAGE_BYTES);
  return {
    RequestID: { DataType: 'String', StringValue: event.requestId },
    ErrorCode: { DataType: 'Number', StringValue: '200' },
    // An attribute cannot be empty.
    ...(message.length > 0
      ? { ErrorMessage: { DataType: 'String', StringValue: message.toString('utf8') } }
      : {}),
  };
}

async function send(
  kernel: Kernel,
  caller: Caller,
  origin: string,
  targetArn: string,
  body: string,
  attributes: MessageAttributes | undefined,
): Promise<void> {
  const [, , service, , accountId, name] = targetArn.split(':');
  const withAttributes = attributes === undefined ? {} : { MessageAttributes: attributes };
  if (service === 'sns') {
    await kernel.call(caller, 'sns', 'Publish', { TopicArn: targetArn, Message: body, ...withAttributes });
  } else if (service === 'sqs') {
    const QueueUrl = `${origin.replace(/\/$/, '')}/${accountId}/${name}`;
    await kernel.call(caller, 'sqs', 'SendMessage', { QueueUrl, MessageBody: body, ...withAttributes });
  } else {
    const Payload = new TextEncoder().encode(body);
    await kernel.call(caller, 'lambda', 'Invoke', {
      FunctionName: targetArn,
      InvocationType: 'Event',
      Payload,
    });
  }
}
