import type { Clock } from '../../../clock.ts';
import { AwsError } from '../../service.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import { functionNotFound } from '../errors.ts';
import { assumeExecutionRole } from '../functions/role-checks.ts';
import type { FunctionRecord } from '../store.ts';
import { type Environment, startEnvironment } from './environment.ts';
import { removeCode, unpackCode } from './task-root.ts';

/** The environments of all functions. */
export interface EnvironmentPool {
  /**
   * An environment of the function as it is now: an idle one, or a new one. Beyond the limit it waits, or
   * fails with `TooManyRequestsException`. Fails with `AccessDeniedException` where the role cannot be
   * assumed any more, with `ResourceNotFoundException` where the function has been deleted meanwhile.
   */
  acquire(record: FunctionRecord, beyondLimit: 'wait' | 'refuse'): Promise<Environment>;
  /** Takes the environment back, to be used again if the function has not changed since. */
  release(environment: Environment): void;
  /** Ends the idle environments of a function that has changed; the busy ones end with their invocation. */
  retire(record: FunctionRecord): void;
  stop(): Promise<void>;
}

/** The environments of one state of a function. */
interface Generation {
  readonly idle: { readonly environment: Environment; readonly cancelTimer: () => void }[];
  readonly waiting: (() => void)[];
  readonly taskRoot: Promise<string>;
  /** Environments that are there or being started. */
  count: number;
  /** Whether the function has changed since: nothing is started any more. */
  retired: boolean;
}

const DEFAULT_CONCURRENCY = 10;
const IDLE_MS = 10 * 60_000;
const SESSION_SECONDS = 12 * 3600;

export function createEnvironmentPool(deps: LambdaDependencies, processClock: Clock): EnvironmentPool {
  const { clock, identity, kernel } = deps;
  const concurrency = deps.concurrency ?? DEFAULT_CONCURRENCY;
  const generations = new Map<FunctionRecord, Generation>();
  const living = new Map<Environment, Generation>();
  const starting = new Set<Promise<Environment>>();
  let stopped = false;

  const generationOf = (record: FunctionRecord): Generation => {
    const known = generations.get(record);
    if (known !== undefined) return known;
    const taskRoot = unpackCode(deps.workDirectory, record);
    // Whoever starts an environment hears of it; that nobody does must not end the process.
    taskRoot.catch(() => {});
    const made: Generation = { idle: [], waiting: [], taskRoot, count: 0, retired: false };
    generations.set(record, made);
    return made;
  };

  const leave = async (generation: Generation): Promise<void> => {
    generation.count--;
    generation.waiting.shift()?.();
    if (generation.retired && generation.count === 0) await removeCode(generation.taskRoot);
  };

  const drop = (generation: Generation, environment: Environment): void => {
    const end = async (): Promise<void> => {
      await environment.end();
      if (living.delete(environment)) await leave(generation);
    };
    void kernel.track(end());
  };

  const open = async (record: FunctionRecord, generation: Generation): Promise<Environment> => {
    generation.count++;
    try {
      const { settings, name: functionName } = record;
      const session = assumeExecutionRole(identity, settings.role, functionName, SESSION_SECONDS);
      if (session === undefined) throw notAssumable();
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
      living.set(environment, generation);
      if (stopped) drop(generation, environment);
      return environment;
    } catch (error) {
      await leave(generation);
      throw error instanceof AwsError ? error : notStarted(error);
    }
  };

  const retire = (generation: Generation): void => {
    generation.retired = true;
    for (const { environment, cancelTimer } of generation.idle.splice(0)) {
      cancelTimer();
      drop(generation, environment);
    }
    for (const resume of generation.waiting.splice(0)) resume();
    if (generation.count === 0) void kernel.track(removeCode(generation.taskRoot));
  };

  return {
    async acquire(record, beyondLimit) {
      for (;;) {
        if (stopped) throw new AwsError('ServiceException', 'Local Lambda has been stopped.', 500);
        if (record.deleted) throw functionNotFound(`${record.arn}:$LATEST`);
        const generation = generationOf(record);
        const kept = generation.idle.pop();
        if (kept !== undefined) {
          kept.cancelTimer();
          if (kept.environment.isAlive() && kept.environment.expires > clock.now()) return kept.environment;
          drop(generation, kept.environment);
          continue;
        }
        if (generation.count < concurrency) {
          const opened = open(record, generation);
          starting.add(opened);
          try {
            return await opened;
          } finally {
            starting.delete(opened);
          }
        }
        if (beyondLimit === 'refuse') throw throttled();
        await new Promise<void>((resolve) => generation.waiting.push(resolve));
      }
    },

    release(environment) {
      const generation = living.get(environment);
      if (generation === undefined) return;
      if (stopped || generation.retired || !environment.isAlive()) {
        drop(generation, environment);
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
      generations.delete(record);
      if (generation !== undefined) retire(generation);
    },

    async stop() {
      stopped = true;
      for (const generation of generations.values()) retire(generation);
      generations.clear();
      await Promise.allSettled(starting);
      await Promise.all([...living.keys()].map((environment) => environment.end()));
    },
  };
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
