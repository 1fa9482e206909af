// @ts-check
import { types } from 'node:util';

/**
 * An error the runtime itself raises; its name is what the invoker reads as `errorType`.
 *
 * @param {string} name
 * @param {string} message
 * @param {unknown} [cause]
 * @returns {Error}
 */
export function runtimeError(name, message, cause) {
  const error = new Error(message);
  error.name = name;
  if (name === 'Runtime.UserCodeSyntaxError' && cause instanceof Error && cause.stack)
    error.stack = cause.stack;
  return error;
}

/**
 * The body the Runtime API takes for a failed invocation.
 *
 * @param {unknown} error
 * @returns {{ errorType: string, errorMessage: string, trace?: string[] }}
 */
export function errorResponse(error) {
  try {
    if (isErrorLike(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\n') };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/**
 * The text that follows `Invoke Error` in the log: a tab, then JSON with the error's hidden members shown.
 *
 * @param {unknown} thrown
 * @returns {string}
 */
export function errorForLog(thrown) {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? describe(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(errorResponse(error))}`;
  }
}

/** @param {Error & { code?: unknown }} error */
function describe(error) {
  const hidden = { errorType: error.name, errorMessage: error.message, code: error.code };
  const stack = typeof error.stack === 'string' ? { stack: error.stack.split('\n') } : {};
  return Object.assign(hidden, error, stack);
}

/**
 * Errors of another realm (a `vm` context) are no `instanceof Error` here.
 *
 * @param {unknown} value
 * @returns {value is Error}
 */
function isErrorLike(value) {
  if (types.isNativeError(value) || value instanceof Error) return true;
  if (typeof value !== 'object' || value === null) return false;
  const { name, message, stack } = /** @type {Record<string, unknown>} */ (value);
  return [name, message, stack].every((part) => typeof part === 'string' && part !== '');
}
