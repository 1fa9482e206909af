import type { Exit } from './process.ts';

/**
 * Why an invocation has no result: the function's own error, its time limit, or the end of its process.
 * For the end of the process, `errorType` is what Lambda's report line says of it.
 */
export type Failure =
  | { readonly kind: 'function' | 'timeout' }
  | { readonly kind: 'exit'; readonly errorType: string };

const SIGNALS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/** The answer for an invocation whose process ended without one. */
export function exitFailure(exit: Exit, requestId: string): { body: string; failure: Failure } {
  const errorType = 'Runtime.ExitError';
  const errorMessage = `RequestId: ${requestId} Error: ${reasonOf(exit)}`;
  return { body: JSON.stringify({ errorType, errorMessage }), failure: { kind: 'exit', errorType } };
}

function reasonOf({ code, signal }: Exit): string {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  if (code !== null && code !== 0) return `Runtime exited with error: exit status ${code}`;
  return 'Runtime exited without providing a reason';
}

/** What a failed invocation's answer says of its error. */
export function errorIn(body: string): { errorType?: string; errorMessage?: string } {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return {};
    const { errorType, errorMessage } = value as Record<string, unknown>; // Any object has string keys.
    return {
      ...(typeof errorType === 'string' ? { errorType } : {}),
      ...(typeof errorMessage === 'string' ? { errorMessage } : {}),
    };
  } catch {
    return {};
  }
}
