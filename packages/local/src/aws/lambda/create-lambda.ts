import { systemClock } from '../../clock.ts';
import type { Service } from '../service.ts';
import { createDestinations } from './asynchronous/destinations.ts';
import { eventInvokeOperations } from './asynchronous/event-invoke-operations.ts';
import { createEventQueue } from './asynchronous/event-queue.ts';
import type { LambdaDependencies } from './dependencies.ts';
import { createInvoker, type InvocationOutcome } from './execution/invoker.ts';
import { createEnvironmentPool } from './execution/pool.ts';
import { functionOperations } from './functions/function-operations.ts';
import { readOperations } from './functions/read-operations.ts';
import { tagOperations } from './functions/tag-operations.ts';
import { invokeOperations } from './invoke-operation.ts';
import { permissionOperations } from './permissions/permission-operations.ts';
import type { FunctionRecord, FunctionStore } from './store.ts';

/** Lambda as a service of local AWS, and what its owner may ask it besides. */
export interface LambdaService extends Service {
  /** What became of each attempt so far, the oldest first; at most the last 10,000. */
  invocations(): readonly InvocationOutcome[];
  /** Ends all functions' processes and forgets the scheduled retries. Nothing can be invoked afterwards. */
  stop(): Promise<void>;
}

/**
 * AWS Lambda: functions of the runtimes nodejs20.x, nodejs22.x and nodejs24.x, each environment a Node.js
 * process of its own. All three run on the Node.js that runs local AWS; what differs is the handler forms
 * (nodejs24.x knows no callbacks) and the Node.js features that Lambda switches off.
 *
 * A function has the credentials of its execution role and nothing of the parent's environment; its logs are
 * written with that role, so they are lost where it may not write. Memory is limited for the JavaScript heap;
 * the architecture and the size of `/tmp` are recorded, not enforced. The AWS SDK is not part of the runtime:
 * a function brings its own. Versions, aliases, layers, images, VPCs, JSON logs, SnapStart and response
 * streaming are refused with `InvalidParameterValueException`. A code location is not given out.
 *
 * @example
 * const lambda = createLambda({ kernel, clock, identity, endpoint: () => origin, environment: {}, workDirectory });
 * await kernel.call(admin, 'lambda', 'Invoke', { FunctionName: 'probe', Payload: bytes('{}') });
 * await lambda.stop();
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/welcome.html
 */
export function createLambda(deps: LambdaDependencies): LambdaService {
  const { partition } = deps.kernel;
  const store: FunctionStore = new Map<string, FunctionRecord>();
  const pool = createEnvironmentPool(deps, deps.processClock ?? systemClock);
  const invoker = createInvoker(pool, deps.clock);
  const queue = createEventQueue(invoker, createDestinations(deps), deps);
  return {
    table: 'lambda',
    operations: {
      ...functionOperations(store, deps, (record) => pool.retire(record)),
      ...readOperations(store, partition),
      ...tagOperations(store, partition),
      ...permissionOperations(store, partition),
      ...eventInvokeOperations(store, deps),
      ...invokeOperations(store, invoker, queue, partition),
    },
    invocations: () => invoker.outcomes(),
    async stop() {
      queue.stop();
      await pool.stop();
    },
  };
}
