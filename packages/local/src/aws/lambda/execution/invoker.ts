import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import type { FunctionRecord } from '../store.ts';
import type { Completion, Environment } from './environment.ts';
import { errorIn } from './failure.ts';
import * as lines from './platform-lines.ts';
import type { EnvironmentPool } from './pool.ts';

/** What became of one attempt, for whoever watches. */
export interface InvocationOutcome {
  readonly requestId: string;
  readonly functionName: string;
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType?: string;
  readonly errorMessage?: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly durationMs: number;
  /** Milliseconds since the epoch at which the attempt ended. */
  readonly at: number;
}

export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly attempt: number;
  readonly clientContext?: string;
  readonly beyondLimit: 'wait' | 'refuse';
}

export interface InvocationResult {
  readonly outcome: InvocationOutcome;
  readonly body: string;
  /** The last 4 KB of what the invocation logged. */
  readonly logTail: string;
}

const TAIL_BYTES = 4096;
const MAX_OUTCOMES = 10_000;

export interface Invoker {
  /** Runs the function once. Fails only where no environment can be had; see {@link EnvironmentPool}. */
  invoke(record: FunctionRecord, request: InvocationRequest): Promise<InvocationResult>;
  outcomes(): readonly InvocationOutcome[];
}

export function createInvoker(pool: EnvironmentPool, clock: Clock): Invoker {
  const outcomes: InvocationOutcome[] = [];
  return {
    outcomes: () => outcomes,
    async invoke(record, request) {
      const environment = await pool.acquire(record, request.beyondLimit);
      const { completion, logTail } = await runIn(environment, record, request);
      pool.release(environment);
      const outcome = outcomeOf(record, request, completion, clock.now());
      outcomes.push(outcome);
      if (outcomes.length > MAX_OUTCOMES) outcomes.shift();
      return { outcome, body: completion.body, logTail };
    },
  };
}

async function runIn(
  environment: Environment,
  record: FunctionRecord,
  request: InvocationRequest,
): Promise<{ completion: Completion; logTail: string }> {
  const { requestId, payload, invokedFunctionArn, clientContext } = request;
  const { memorySize } = record.settings;
  let tail = '';
  environment.onLog((message) => {
    tail = lastBytes(tail + message);
  });
  environment.write(lines.start(requestId));
  const completion = await environment.invoke({
    requestId,
    payload,
    invokedFunctionArn,
    traceId: newTraceId(),
    ...(clientContext === undefined ? {} : { clientContext }),
  });
  const { failure, durationMs, maxMemory } = completion;
  const initDurationMs = environment.takeInitDuration();
  const status = reportStatus(failure);
  environment.write(lines.end(requestId));
  environment.write(
    lines.report({
      requestId,
      durationMs,
      memorySize,
      maxMemory,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
      ...(status === undefined ? {} : { failure: status }),
    }),
  );
  environment.onLog(() => {});
  await environment.log.flush();
  return { completion, logTail: tail };
}

function reportStatus(failure: Completion['failure']): lines.Report['failure'] {
  if (failure?.kind === 'timeout') return { status: 'timeout' };
  if (failure?.kind === 'exit') return { status: 'error', errorType: failure.errorType };
  return undefined;
}

function outcomeOf(
  record: FunctionRecord,
  request: InvocationRequest,
  { body, failure, durationMs }: Completion,
  at: number,
): InvocationOutcome {
  const { requestId, attempt } = request;
  const base = { requestId, functionName: record.name, attempt, durationMs, at };
  if (failure === undefined) return { ...base, status: 'success' };
  const { errorType, errorMessage } = errorIn(body);
  return {
    ...base,
    status: failure.kind === 'timeout' ? 'timeout' : 'error',
    ...(errorType === undefined ? {} : { errorType }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
  };
}

function lastBytes(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.byteLength <= TAIL_BYTES ? text : bytes.subarray(-TAIL_BYTES).toString('utf8');
}

/** Not sampled: X-Ray does not exist here, but functions may read the id. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
