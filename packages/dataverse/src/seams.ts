/** Milliseconds since the epoch; `Date.now` unless a test passes its own. */
export type Now = () => number;

/** Resolves after `ms` milliseconds; rejects with the signal's reason when that is aborted first. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A number from 0 (included) to 1 (excluded), as `Math.random` gives. */
export type Random = () => number;

/** The machine's own clock and dice, each of which a caller may replace. */
export interface Seams {
  readonly now?: Now;
  readonly sleep?: Sleep;
  readonly random?: Random;
}

export function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export function withDefaults(seams: Seams): Required<Seams> {
  return {
    now: seams.now ?? Date.now,
    sleep: seams.sleep ?? systemSleep,
    random: seams.random ?? Math.random,
  };
}
