import { Interrupted } from './error.ts';

/** Time, as deployments need it. */
export interface Clock {
  now(): number;
  /** Resolves after so many milliseconds; rejects with {@link Interrupted} as soon as the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new Interrupted('Interrupted.'));
        return;
      }
      const stop = () => {
        clearTimeout(timer);
        reject(new Interrupted('Interrupted.'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** How long to wait before asking again: short while something happens, longer while not, never in step. */
export interface Backoff {
  /** The next wait in milliseconds. */
  next(news: 'progress' | 'nothing' | 'refused'): number;
}

const SHORTEST = 700;
const LONGEST = 5_000;
/** What throttles gets more room. */
const LONGEST_REFUSED = 30_000;

export function createBackoff(random: () => number): Backoff {
  let wait = SHORTEST;
  return {
    next(news) {
      if (news === 'progress') wait = SHORTEST;
      else if (news === 'nothing') wait = Math.min(LONGEST, wait * 1.5);
      else wait = Math.min(LONGEST_REFUSED, wait * 2);
      return Math.round(wait * (0.75 + random() / 2));
    },
  };
}
