// @ts-check
import { whenLoopIsEmpty } from './before-exit.mjs';
import { contextOf } from './context.mjs';
import { errorForLog, runtimeError } from './errors.mjs';

/**
 * One invocation by the rules of nodejs20.x and nodejs22.x: a promise, `callback`, or
 * `context.succeed/fail/done`, of which the first call wins. Settles when the answer has been posted.
 *
 * @param {import('./runtime-client.mjs').RuntimeClient} client
 * @param {import('./load-handler.mjs').Handler} handler
 * @param {import('./runtime-client.mjs').Invocation} invocation
 * @returns {Promise<void>}
 */
export function invokeWithCallbacks(client, handler, invocation) {
  return new Promise((resolve, reject) => {
    const id = invocation.requestId;
    let finished = false;
    let waitForEmptyEventLoop = true;

    /** @param {unknown} error */
    const postError = (error) => {
      console.error('Invoke Error', errorForLog(error));
      client.fail(id, error).then(resolve, reject);
    };
    /** @param {unknown} result */
    const postResult = (result) => {
      client.respond(id, stringify(result)).then(resolve, reject);
    };

    /** @param {(...values: any[]) => void} action @returns {(...values: any[]) => void} */
    const once =
      (action) =>
      (...values) => {
        if (finished) return;
        action(...values);
        finished = true;
      };

    const done = once((error, result) => {
      whenLoopIsEmpty(() => {});
      if (error === undefined || error === null) postResult(result);
      else postError(error);
    });
    const callback = once((error, result) => {
      whenLoopIsEmpty(() => {});
      if (error !== undefined && error !== null) return postError(error);
      if (!waitForEmptyEventLoop) return postResult(result);
      const json = stringify(result);
      whenLoopIsEmpty(() => {
        whenLoopIsEmpty(() => {});
        client.respond(id, json).then(resolve, reject);
      });
    });
    const context = {
      ...contextOf(invocation),
      get callbackWaitsForEmptyEventLoop() {
        return waitForEmptyEventLoop;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        waitForEmptyEventLoop = value;
      },
      succeed: (/** @type {unknown} */ result) => done(null, result),
      fail: (/** @type {unknown} */ error) => done(error ?? 'handled'),
      done,
    };

    whenLoopIsEmpty(() => {
      whenLoopIsEmpty(() => {});
      if (finished) return;
      finished = true;
      if (isAsync(handler)) postError(nodeJsExit());
      else postResult(null);
    });

    try {
      /** @type {any} */
      const result = handler(JSON.parse(invocation.body), context, callback);
      if (typeof result?.then === 'function') {
        result.then(context.succeed, context.fail).then(undefined, context.fail);
      }
    } catch (error) {
      callback(error);
    }
  });
}

/** @returns {Error} A handler's promise that nothing can settle any more. */
export function nodeJsExit() {
  return runtimeError(
    'Runtime.NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );
}

/** @param {unknown} result */
export function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

/** @param {import('./load-handler.mjs').Handler} handler */
function isAsync(handler) {
  return handler.constructor?.name === 'AsyncFunction';
}
