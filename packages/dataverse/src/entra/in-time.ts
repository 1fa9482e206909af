import { EntraError } from './entra-error.ts';

/**
 * What `work` gives, or after `timeoutMs` an `EntraError`: code of the caller's that never ends would else keep all
 * who wait for a token waiting.
 */
export async function inTime<T>(
  what: string,
  timeoutMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new EntraError('ERR_ENTRA_UNREACHABLE', `${what} did not end in ${timeoutMs} ms.`);
      reject(error);
      limit.abort(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(AbortSignal.any([outer, limit.signal])), late]);
  } finally {
    clearTimeout(timer);
  }
}

export const CALLBACK_TIMEOUT_MS = 30_000;
