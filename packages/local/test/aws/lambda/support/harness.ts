import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { createLambda, type LambdaService } from '../../../../src/aws/lambda/create-lambda.ts';
import { createLogs } from '../../../../src/aws/logs/create-logs.ts';
import type { Caller } from '../../../../src/aws/service.ts';
import type { Clock } from '../../../../src/clock.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { ADMIN, createMemoryKernel, type MemoryKernel } from './memory-kernel.ts';

export const LOGS_ANYWHERE = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };

export interface InvokeOutput {
  readonly StatusCode: number;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  readonly ExecutedVersion?: string;
  readonly Payload?: Uint8Array;
}

export interface Harness extends MemoryKernel {
  readonly clock: ManualClock;
  /** Where the functions' code and temporary files are. */
  readonly workDirectory: string;
  readonly lambda: LambdaService;
  /** Calls a Lambda operation as the administrator unless told otherwise. */
  call<O = Record<string, unknown>>(operation: string, input: object, caller?: Caller): Promise<O>;
  /** Makes a function `f` of these files, with a role that may write logs. */
  create(files: Files, settings?: object): Promise<Record<string, unknown>>;
  /** Invokes and parses the payload. */
  invoke(event?: unknown, input?: object): Promise<{ output: InvokeOutput; payload: unknown }>;
  /** All log events of the function, in order. */
  logs(group?: string): Promise<string[]>;
  close(): Promise<void>;
}

export type Files = string | Readonly<Record<string, string>>;

/** A string is the `index.js` that CloudFormation makes of an inline ZipFile. */
export function zipOf(files: Files): Uint8Array {
  const all = typeof files === 'string' ? { 'index.js': files } : files;
  return zipSync(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, strToU8(text)])));
}

export async function createHarness(
  options: { concurrency?: number; processClock?: Clock; environment?: Record<string, string> } = {},
): Promise<Harness> {
  const clock = createManualClock();
  const memory = createMemoryKernel(clock);
  const { kernel, identity } = memory;
  const workDirectory = await mkdtemp(join(tmpdir(), 'wayleave-lambda-test-'));
  memory.add(createLogs({ kernel, clock }));
  const { environment = {}, ...rest } = options;
  const lambda = createLambda({
    kernel,
    clock,
    identity,
    endpoint: () => 'http://127.0.0.1:4566',
    environment,
    workDirectory,
    ...rest,
  });
  memory.add(lambda);

  const call: Harness['call'] = (operation, input, caller = ADMIN) =>
    kernel.call(caller, 'lambda', operation, input);

  return {
    ...memory,
    clock,
    workDirectory,
    lambda,
    call,
    create(files, settings = {}) {
      const Role = memory.role('F', [LOGS_ANYWHERE]);
      return call('CreateFunction', {
        FunctionName: 'f',
        Role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipOf(files) },
        ...settings,
      });
    },
    async invoke(event, input = {}) {
      const Payload = event === undefined ? undefined : new TextEncoder().encode(JSON.stringify(event));
      const output = await call<InvokeOutput>('Invoke', {
        FunctionName: 'f',
        ...(Payload === undefined ? {} : { Payload }),
        ...input,
      });
      const text = new TextDecoder().decode(output.Payload);
      return { output, payload: text === '' ? undefined : JSON.parse(text) };
    },
    async logs(group = '/aws/lambda/f') {
      const { events } = await kernel.call<{ events: { message: string }[] }>(
        ADMIN,
        'cloudwatch-logs',
        'FilterLogEvents',
        { logGroupName: group },
      );
      return events.map(({ message }) => message);
    },
    async close() {
      await lambda.stop();
      await memory.settled();
      await rm(workDirectory, { recursive: true, force: true });
    },
  };
}
