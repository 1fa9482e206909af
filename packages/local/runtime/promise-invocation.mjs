// @ts-check
import { whenLoopIsEmpty } from './before-exit.mjs';
import { nodeJsExit, stringify } from './callback-invocation.mjs';
import { contextOf } from './context.mjs';
import { errorForLog, runtimeError } from './errors.mjs';

/**
 * Refuses a handler that declares a callback, as nodejs24.x does while it starts.
 *
 * @param {import('./load-handler.mjs').Handler} handler
 */
export function refuseCallbackHandler(handler) {
  if (handler.length < 3) return;
  throw runtimeError(
    'Runtime.CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
}

/**
 * One invocation by the rules of nodejs24.x: what the handler returns or throws is the answer; the context
 * has no `succeed`, `fail` or `done`. Settles when the answer has been posted.
 *
 * @param {import('./runtime-client.mjs').RuntimeClient} client
 * @param {import('./load-handler.mjs').Handler} handler
 * @param {import('./runtime-client.mjs').Invocation} invocation
 * @returns {Promise<void>}
 */
export async function invokeWithPromise(client, handler, invocation) {
  const answer = await new Promise((resolve) => {
    whenLoopIsEmpty(() => {
      whenLoopIsEmpty(() => {});
      resolve({ error: nodeJsExit() });
    });
    call(handler, invocation).then(
      (json) => resolve({ json }),
      (error) => resolve({ error }),
    );
  });
  whenLoopIsEmpty(() => {});
  if ('json' in answer) return client.respond(invocation.requestId, answer.json);
  console.error('Invoke Error', errorForLog(answer.error));
  return client.fail(invocation.requestId, answer.error);
}

/**
 * @param {import('./load-handler.mjs').Handler} handler
 * @param {import('./runtime-client.mjs').Invocation} invocation
 */
async function call(handler, invocation) {
  const result = await handler(JSON.parse(invocation.body), contextOf(invocation));
  try {
    return stringify(result);
  } catch {
    throw runtimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}
