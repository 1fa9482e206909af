// @ts-check
/*
 * The process inside one execution environment: loads the function's handler, then takes one invocation
 * after the other from the Runtime API. Its only inputs are the environment variables Lambda sets.
 */
import { invokeWithCallbacks } from './callback-invocation.mjs';
import { patchConsole, setRequestId } from './console.mjs';
import { errorForLog, runtimeError } from './errors.mjs';
import { endWithLocalAws } from './lifeline.mjs';
import { loadHandler } from './load-handler.mjs';
import { invokeWithPromise, refuseCallbackHandler } from './promise-invocation.mjs';
import { createRuntimeClient } from './runtime-client.mjs';

const { env } = process;
const promisesOnly = env['AWS_EXECUTION_ENV'] === 'AWS_Lambda_nodejs24.x';
const client = createRuntimeClient(env['AWS_LAMBDA_RUNTIME_API'] ?? '');
patchConsole();
endWithLocalAws();

Reflect.set(globalThis, 'awslambda', {
  streamifyResponse() {
    throw new Error('Response streaming is not built in the local Lambda.');
  },
});

/** @type {(error: unknown) => Promise<void>} */
let report = (error) => client.failInit(error);

process.on('uncaughtException', (error) => {
  console.error('Uncaught Exception', errorForLog(error));
  void report(error).finally(() => process.exit(129));
});
process.on('unhandledRejection', (reason) => {
  const error = Object.assign(runtimeError('Runtime.UnhandledPromiseRejection', String(reason)), {
    reason,
    promise: {},
  });
  console.error('Unhandled Promise Rejection', errorForLog(error));
  void report(error).finally(() => process.exit(128));
});

/** @param {import('./load-handler.mjs').Handler} handler */
async function serve(handler) {
  const invoke = promisesOnly ? invokeWithPromise : invokeWithCallbacks;
  for (;;) {
    const invocation = await client.next();
    setRequestId(invocation.requestId);
    const trace = invocation.headers['lambda-runtime-trace-id'];
    if (typeof trace === 'string') env['_X_AMZN_TRACE_ID'] = trace;
    report = (error) => client.fail(invocation.requestId, error);
    await invoke(client, handler, invocation);
    // Timers that the function left behind run between invocations, not within the next one's first turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

loadHandler(env['LAMBDA_TASK_ROOT'] ?? process.cwd(), env['_HANDLER'] ?? '')
  .then((handler) => {
    if (promisesOnly) refuseCallbackHandler(handler);
    return serve(handler);
  })
  .catch((error) => {
    console.error('Uncaught Exception', errorForLog(error));
    void report(error).finally(() => process.exit(129));
  });
