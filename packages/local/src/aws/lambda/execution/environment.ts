import { mkdir, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../../clock.ts';
import { packageFolder } from '../../../package-folder.ts';
import type { Kernel } from '../../service.ts';
import type { LambdaDependencies, RoleSession } from '../dependencies.ts';
import { runtimeVersionArn } from '../functions/configuration.ts';
import { nodeFlags } from '../functions/runtimes.ts';
import type { FunctionSettings } from '../store.ts';
import { errorIn, exitFailure, type Failure } from './failure.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import * as lines from './platform-lines.ts';
import { type FunctionProcess, type ProcessOptions, startProcess } from './process.ts';
import { processEnvironment } from './process-environment.ts';
import {
  openRuntimeApi,
  type RuntimeAnswer,
  type RuntimeApi,
  type RuntimeInvocation,
} from './runtime-api.ts';
import { removeDirectory } from './task-root.ts';

const BOOTSTRAP = fileURLToPath(new URL('runtime/bootstrap.mjs', packageFolder));
const INIT_LIMIT_MS = 10_000;

export interface EnvironmentOptions {
  readonly deps: Pick<LambdaDependencies, 'endpoint' | 'environment' | 'workDirectory' | 'clock'>;
  readonly kernel: Kernel;
  readonly processClock: Clock;
  readonly functionName: string;
  readonly settings: FunctionSettings;
  readonly session: RoleSession;
  readonly taskRoot: string;
}

/** How one invocation went inside the environment. */
export interface Completion {
  readonly body: string;
  /** Undefined where the handler's answer is a result. */
  readonly failure?: Failure;
  readonly durationMs: number;
  readonly maxMemory: number;
}

/** One execution environment: a process, its Runtime API, its log stream. */
export interface Environment {
  readonly log: LogWriter;
  /** When the credentials inside end. */
  readonly expires: number;
  /** Milliseconds of the start, told once, with the first invocation. */
  takeInitDuration(): number | undefined;
  /** Whether it can take a further invocation. */
  isAlive(): boolean;
  /** Calls this with each log event of the process and of Lambda itself. */
  onLog(listener: (message: string) => void): void;
  write(message: string): void;
  invoke(invocation: Omit<RuntimeInvocation, 'deadline'>): Promise<Completion>;
  /** Ends the process; settles once it is gone. */
  end(): Promise<void>;
}

type Started = { readonly ok: true } | { readonly ok: false; readonly body: string };

/** Starts an environment; it may still be starting when this settles. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const { settings, session, kernel, processClock, functionName, deps } = options;
  const log = createLogWriter({
    kernel,
    clock: deps.clock,
    caller: session.caller,
    group: settings.logGroup,
  });
  let listener: (message: string) => void = () => {};
  const write = (message: string) => {
    log.add(message);
    listener(message);
  };

  let alive = true;
  let settleStart: (started: Started) => void = () => {};
  const started = new Promise<Started>((resolve) => {
    settleStart = resolve;
  });
  let settleAnswer: (answer: RuntimeAnswer) => void = () => {};
  let settleIdle: () => void = () => {};
  let idleAgain = Promise.resolve();

  const temporaryDirectory = await makeTemporaryDirectory(deps.workDirectory, functionName);
  const begun = processClock.now();
  let initDuration: number | undefined;
  let initTold = false;
  const api: RuntimeApi = await openRuntimeApi({
    idle() {
      initDuration ??= processClock.now() - begun;
      settleStart({ ok: true });
      settleIdle();
    },
    answered: (_requestId, answer) => settleAnswer(answer),
    initFailed({ body }) {
      alive = false;
      settleStart({ ok: false, body });
    },
  });

  const versionArn = runtimeVersionArn(settings.runtime, kernel.partition, kernel.region);
  write(lines.initStart(settings.runtime, versionArn));
  const child: FunctionProcess = await startOrTidy({
    entry: BOOTSTRAP,
    nodeFlags: [
      `--max-old-space-size=${settings.memorySize}`,
      ...nodeFlags(settings.runtime, settings.variables?.['NODE_OPTIONS'] ?? ''),
    ],
    directory: options.taskRoot,
    environment: processEnvironment({
      functionName,
      settings,
      session,
      region: kernel.region,
      endpoint: deps.endpoint(),
      runtimeApi: api.address,
      taskRoot: options.taskRoot,
      runtimeDirectory: dirname(BOOTSTRAP),
      temporaryDirectory,
      logStream: log.stream,
      extra: deps.environment,
    }),
    clock: processClock,
    log: write,
  });
  async function startOrTidy(process: ProcessOptions): Promise<FunctionProcess> {
    try {
      return startProcess(process);
    } catch (error) {
      api.close();
      await removeDirectory(temporaryDirectory);
      throw error;
    }
  }
  const ended = child.exited.then((exit) => {
    alive = false;
    api.close();
    return exit;
  });

  const end = async (): Promise<void> => {
    alive = false;
    child.kill();
    await ended;
    await removeDirectory(temporaryDirectory);
  };

  /** What the process answers, or undefined where it ends before it does. */
  const answerOf = async (invocation: RuntimeInvocation): Promise<RuntimeAnswer | undefined> => {
    const answered = new Promise<RuntimeAnswer>((resolve) => {
      settleAnswer = resolve;
    });
    idleAgain = new Promise((resolve) => {
      settleIdle = resolve;
    });
    api.give(invocation);
    return Promise.race([answered, ended.then(() => undefined)]);
  };

  const run = async (
    invocation: RuntimeInvocation,
  ): Promise<Omit<Completion, 'durationMs' | 'maxMemory'>> => {
    const start = await Promise.race([started, ended.then(() => undefined)]);
    if (start?.ok === false) {
      await child.outputOf('init');
      write(lines.initReport(processClock.now() - begun, 'error', errorIn(start.body).errorType));
      return { body: start.body, failure: { kind: 'function' } };
    }
    const answer = start === undefined ? undefined : await answerOf(invocation);
    if (answer === undefined) return exitFailure(await ended, invocation.requestId);
    await child.outputOf(invocation.requestId);
    return answer.kind === 'response'
      ? { body: answer.body }
      : { body: answer.body, failure: { kind: 'function' } };
  };

  return {
    log,
    expires: session.expiration.getTime(),
    takeInitDuration() {
      if (initTold) return undefined;
      initTold = true;
      return initDuration;
    },
    isAlive: () => alive,
    onLog(next) {
      listener = next;
    },
    write,
    end,
    async invoke(invocation) {
      // The start has ten seconds of its own; after that its remainder counts as part of the invocation.
      const ready = Promise.race([started, ended]);
      if ((await withLimit(processClock, INIT_LIMIT_MS, ready)) === undefined) {
        write(lines.initReport(INIT_LIMIT_MS, 'timeout'));
      }
      const at = processClock.now();
      const limit = settings.timeoutSeconds * 1000;
      const deadline = Date.now() + limit;
      const completion = await withLimit(processClock, limit, run({ ...invocation, deadline }));
      const durationMs = processClock.now() - at;
      if (completion !== undefined) {
        // What the handler left running belongs to this invocation until the process asks for the next one.
        const settled = Promise.race([idleAgain.then(() => true), ended.then(() => true)]);
        if ((await withLimit(processClock, limit, settled)) === undefined) await end();
        return { ...completion, durationMs, maxMemory: child.maxMemory() };
      }
      await end();
      const text = `Task timed out after ${settings.timeoutSeconds.toFixed(2)} seconds`;
      write(lines.timedOut(deps.clock.now(), invocation.requestId, settings.timeoutSeconds));
      const body = {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${invocation.requestId} Error: ${text}`,
      };
      return {
        body: JSON.stringify(body),
        failure: { kind: 'timeout' },
        durationMs: limit,
        maxMemory: child.maxMemory(),
      };
    },
  };
}

/** The work's value, or undefined once `ms` milliseconds have passed without it. */
async function withLimit<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  let cancel = () => {};
  const limit = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    cancel();
  }
}

async function makeTemporaryDirectory(workDirectory: string, functionName: string): Promise<string> {
  const parent = join(workDirectory, 'tmp');
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, `${functionName}-`));
}
