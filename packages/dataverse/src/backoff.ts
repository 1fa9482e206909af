import type { Random } from './seams.ts';

/** How often and how long to try again. */
export interface RetryLimits {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** The longest single pause in milliseconds; a server that asks for more gets no further try. */
  readonly maxDelayMs: number;
}

const FIRST_PAUSE_MS = 500;

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
