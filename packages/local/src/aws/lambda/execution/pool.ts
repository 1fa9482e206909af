import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../clock.ts';
import { AwsError } from '../../service.ts';
import { LAMBDA_PRINCIPAL, type LambdaDependencies } from '../dependencies.ts';
import { writeCode } from '../functions/code-package.ts';
import type { FunctionRecord } from '../store.ts';
import { type Environment, startEnvironment } from './environment.ts';

/** The environments of all functions. */
export interface EnvironmentPool {
  /**
   * An environment of the function as it is now: an idle one, or a new one. Beyond the limit it waits, or
   * fails with `TooManyRequestsException`. Fails with `AccessDeniedException` where the role cannot be
   * assumed any more.
   */
  acquire(record: FunctionRecord, beyondLimit: 'wait' | 'refuse'): Promise<Environment>;
  /** Takes the environment back, to be used again if the function has not changed since. */
  release(record: FunctionRecord, environment: Environment): void;
  /** Ends the idle environments of a function that has changed; the busy ones end with their invocation. */
  retire(record: FunctionRecord): void;
  stop(): Promise<void>;
}

interface Generation {
  readonly idle: { readonly environment: Environment; readonly cancelTimer: () => void }[];
  readonly all: Set<Environment>;
  readonly waiting: (() => void)[];
  readonly taskRoot: Promise<string>;
  count: number;
}

const DEFAULT_CONCURRENCY = 10;
const IDLE_MS = 10 * 60_000;
const SESSION_SECONDS = 12 * 3600;

export function createEnvironmentPool(deps: LambdaDependencies, processClock: Clock): EnvironmentPool {
  const { clock, identity, kernel } = deps;
  const concurrency = deps.concurrency ?? DEFAULT_CONCURRENCY;
  const generations = new Map<FunctionRecord, Generation>();
  const living = new Set<Environment>();
  let stopped = false;

  const generationOf = (record: FunctionRecord): Generation => {
    const known = generations.get(record);
    if (known !== undefined) return known;
    const taskRoot = unpack(deps.workDirectory, record);
    const made = { idle: [], all: new Set<Environment>(), waiting: [], taskRoot, count: 0 };
    generations.set(record, made);
    return made;
  };

  const end = (environment: Environment): void => {
    void kernel.track(environment.end()).finally(() => living.delete(environment));
  };

  const drop = (generation: Generation, environment: Environment): void => {
    if (!generation.all.delete(environment)) return;
    generation.count--;
    generation.waiting.shift()?.();
    end(environment);
  };

  const open = async (record: FunctionRecord, generation: Generation): Promise<Environment> => {
    generation.count++;
    try {
      const { settings, name: functionName } = record;
      if (!identity.mayAssume(LAMBDA_PRINCIPAL, settings.role).allowed) throw notAssumable();
      const session = identity.issueSession(settings.role, functionName, SESSION_SECONDS);
      const taskRoot = await generation.taskRoot;
      const environment = await startEnvironment({
        deps,
        kernel,
        processClock,
        functionName,
        settings,
        session,
        taskRoot,
      });
      generation.all.add(environment);
      living.add(environment);
      if (stopped) drop(generation, environment);
      return environment;
    } catch (error) {
      generation.count--;
      generation.waiting.shift()?.();
      throw error instanceof AwsError ? error : notStarted(error);
    }
  };

  return {
    async acquire(record, beyondLimit) {
      for (;;) {
        if (stopped) throw new AwsError('ServiceException', 'Local Lambda has been stopped.', 500);
        const generation = generationOf(record);
        const kept = generation.idle.pop();
        if (kept !== undefined) {
          kept.cancelTimer();
          if (kept.environment.isAlive() && kept.environment.expires > clock.now()) return kept.environment;
          drop(generation, kept.environment);
          continue;
        }
        if (generation.count < concurrency) return await open(record, generation);
        if (beyondLimit === 'refuse') throw throttled();
        await new Promise<void>((resolve) => generation.waiting.push(resolve));
      }
    },

    release(record, environment) {
      const generation = generations.get(record);
      if (stopped || !generation?.all.has(environment) || !environment.isAlive()) {
        if (generation?.all.has(environment)) drop(generation, environment);
        else end(environment);
        return;
      }
      const entry = {
        environment,
        cancelTimer: clock.after(IDLE_MS, () => {
          const at = generation.idle.indexOf(entry);
          if (at === -1) return;
          generation.idle.splice(at, 1);
          drop(generation, environment);
        }),
      };
      generation.idle.push(entry);
      generation.waiting.shift()?.();
    },

    retire(record) {
      const generation = generations.get(record);
      if (generation === undefined) return;
      generations.delete(record);
      for (const { environment, cancelTimer } of generation.idle.splice(0)) {
        cancelTimer();
        drop(generation, environment);
      }
      for (const resume of generation.waiting.splice(0)) resume();
    },

    async stop() {
      stopped = true;
      for (const generation of generations.values()) {
        for (const { cancelTimer } of generation.idle.splice(0)) cancelTimer();
        for (const resume of generation.waiting.splice(0)) resume();
      }
      generations.clear();
      await Promise.all([...living].map((environment) => environment.end()));
      living.clear();
    },
  };
}

/** Writes the code once for all environments of this state of the function. */
async function unpack(workDirectory: string, record: FunctionRecord): Promise<string> {
  const parent = join(workDirectory, 'code');
  await mkdir(parent, { recursive: true });
  // Node.js looks upwards for the package.json that says what `.js` means; it must not find one of the host.
  await writeFile(join(parent, 'package.json'), '{"private":true}\n');
  const taskRoot = await mkdtemp(join(parent, `${record.name}-`));
  await writeCode(record.code, taskRoot);
  return taskRoot;
}

/** The machine's fault, not the function's: no file, process or port to be had. */
function notStarted(cause: unknown): AwsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const error = new AwsError('ServiceException', `Local Lambda cannot start an environment: ${reason}`, 500, {
    Type: 'Service',
  });
  error.cause = cause;
  return error;
}

function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
    Type: 'User',
    Reason: 'ConcurrentInvocationLimitExceeded',
  });
}

function notAssumable(): AwsError {
  return new AwsError(
    'AccessDeniedException',
    'The role defined for the function cannot be assumed by Lambda.',
    403,
    { Type: 'User' },
  );
}
