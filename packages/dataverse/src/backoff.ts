import type { Random } from './seams.ts';

/** How often and how long to try again. */
export interface RetryLimits {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** The longest single pause in milliseconds; a server that asks for more gets no further try. */
  readonly maxDelayMs: number;
}

const FIRST_PAUSE_MS = 500;

/** Reads `Retry-After`, in seconds or as a date, as milliseconds from `now`. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * The pause before the next try, or `undefined` when there shall be none. `attempt` counts the tries made.
 * What the server asks for is a floor: jitter only adds to it, so that waiting clients do not return together.
 */
export function pauseBeforeRetry(
  attempt: number,
  askedMs: number | undefined,
  limits: RetryLimits,
  random: Random,
): number | undefined {
  if (attempt >= limits.attempts) return undefined;
  if (askedMs !== undefined) {
    if (askedMs > limits.maxDelayMs) return undefined;
    return Math.round(askedMs + random() * Math.min(1000, askedMs * 0.1 + 100));
  }
  const ceiling = Math.min(limits.maxDelayMs, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random() * 0.5));
}
