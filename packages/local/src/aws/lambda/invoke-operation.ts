import { AwsError, type Operation, operation } from '../service.ts';
import type { EventQueue } from './asynchronous/event-queue.ts';
import { notBuilt } from './errors.ts';
import type { Invoker } from './execution/invoker.ts';
import { type FunctionReference, parseFunctionName, qualifiedArn } from './function-name.ts';
import { policyDocument } from './permissions/statement.ts';
import { type FunctionStore, isLatest, requireFunction } from './store.ts';

interface InvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  readonly LogType?: 'None' | 'Tail';
  readonly ClientContext?: string;
  readonly Payload?: Uint8Array;
  readonly DurableExecutionName?: string;
  readonly TenantId?: string;
}

const LIMITS = { RequestResponse: 6_291_456, Event: 1_048_576 };

/**
 * Invoke: IAM is asked for `lambda:InvokeFunction` on the function, with its resource policy. `Event`
 * answers 202 and hands over to the queue.
 */
export function invokeOperations(
  store: FunctionStore,
  invoker: Invoker,
  queue: EventQueue,
  partition: string,
): Record<string, Operation> {
  return {
    Invoke: operation<InvokeInput, object>({
      authorize(input, call) {
        const reference = parseFunctionName(input, call, partition);
        const record = store.get(reference.name);
        const statements = record?.statements ?? [];
        return [
          {
            action: 'lambda:InvokeFunction',
            resource: qualifiedArn(reference),
            ...(record === undefined || statements.length === 0
              ? {}
              : {
                  resourcePolicy: {
                    name: `resource policy of function ${record.name}`,
                    document: policyDocument(statements),
                  },
                }),
          },
        ];
      },
      async run(input, call) {
        if (input.DurableExecutionName !== undefined) throw notBuilt('Durable execution');
        if (input.TenantId !== undefined) throw notBuilt('Tenant isolation');
        const reference = parseFunctionName(input, call, partition);
        // Invoke names the version it did not find, other operations do not.
        const record = requireFunction(store, {
          ...reference,
          qualifier: reference.qualifier ?? '$LATEST',
        });
        const type = input.InvocationType ?? 'RequestResponse';
        if (type === 'DryRun') return { StatusCode: 204 };
        const payload = readPayload(input.Payload, LIMITS[type], type);
        const clientContext = readClientContext(input.ClientContext);
        if (type === 'Event') {
          const event = { requestId: call.requestId, payload, acceptedAt: call.now, ...clientContext };
          queue.accept(record, event);
          return { StatusCode: 202 };
        }
        const { outcome, body, logTail } = await invoker.invoke(record, {
          requestId: call.requestId,
          payload,
          invokedFunctionArn: invokedArn(reference),
          attempt: 1,
          beyondLimit: 'refuse',
          ...clientContext,
        });
        return {
          StatusCode: 200,
          ExecutedVersion: '$LATEST',
          Payload: new TextEncoder().encode(body),
          ...(outcome.status === 'success' ? {} : { FunctionError: 'Unhandled' }),
          ...(input.LogType === 'Tail' ? { LogResult: Buffer.from(logTail).toString('base64') } : {}),
        };
      },
    }),
  };
}

function invokedArn(reference: FunctionReference): string {
  return isLatest(reference) ? qualifiedArn(reference) : reference.arn;
}

/** An absent payload is an empty object. Fails for what is too large or no JSON. */
function readPayload(payload: Uint8Array | undefined, limit: number, type: string): string {
  if (payload === undefined || payload.byteLength === 0) return '{}';
  if (payload.byteLength > limit) {
    throw new AwsError(
      'RequestTooLargeException',
      `${payload.byteLength} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
      413,
      { Type: 'User' },
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
    JSON.parse(text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${reason}`,
      400,
      { Type: 'User' },
    );
  }
}

/** The header is base64 of JSON. */
function readClientContext(value: string | undefined): { clientContext?: string } {
  if (value === undefined) return {};
  const clientContext = Buffer.from(value, 'base64').toString('utf8');
  try {
    JSON.parse(clientContext);
    // Header values hold ASCII only.
    return {
      clientContext: JSON.stringify(JSON.parse(clientContext)).replaceAll(/[^\x20-\x7e]/g, escapeUnit),
    };
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
      400,
      { Type: 'User' },
    );
  }
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
