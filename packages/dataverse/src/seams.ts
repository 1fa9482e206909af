import { setTimeout } from 'node:timers/promises';

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

export async function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  // It rejects with an error of its own.
  await setTimeout(ms, undefined, { signal }).catch(() => signal?.throwIfAborted());
}

export function withDefaults({
  now = Date.now,
  sleep = systemSleep,
  random = Math.random,
}: Seams): Required<Seams> {
  return { now, sleep, random };
}
