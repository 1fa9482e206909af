import type { Now } from '../seams.ts';
import type { Settings } from './options.ts';
import type { Pace } from './pace.ts';
import type { BulkCounts, BulkProgress } from './report.ts';
import { type Standing, writeToken } from './resume-token.ts';

/** Counts what becomes of the rows, and tells of it now and then. */
export class Ledger {
  done = 0;
  failed = 0;
  skipped = 0;
  retried = 0;
  requests = 0;
  readonly standing: Standing;
  readonly #now: Now;
  readonly #began: number;
  readonly #progressMs: number;
  readonly #onProgress: ((progress: BulkProgress) => void) | undefined;
  #told: { readonly at: number; readonly rows: number };

  constructor(
    standing: Standing,
    now: Now,
    { progressMs }: Settings,
    onProgress: ((progress: BulkProgress) => void) | undefined,
  ) {
    this.standing = standing;
    this.#now = now;
    this.#progressMs = progressMs;
    this.#onProgress = onProgress;
    this.#began = now();
    this.#told = { at: this.#began, rows: 0 };
  }

  settle(index: number, ok: boolean): void {
    this.standing.settled.add(index);
    if (ok) this.done += 1;
    else this.failed += 1;
  }

  counts({ throttledMs }: Pick<Pace, 'throttledMs'>): BulkCounts {
    const { done, failed, skipped, retried, requests } = this;
    const elapsedMs = this.#now() - this.#began;
    return {
      done,
      failed,
      skipped,
      retried,
      throttledMs,
      requests,
      elapsedMs,
      resume: writeToken(this.standing),
    };
  }

  /** Calls `onProgress`, unless it was called a moment ago and `always` does not insist; gives what that gives. */
  tell(pace: Pace, always = false): unknown {
    if (this.#onProgress === undefined) return undefined;
    const at = this.#now();
    const elapsed = at - this.#told.at;
    if (elapsed < this.#progressMs && !always) return undefined;
    const rows = this.done + this.failed;
    const rowsPerSecond = elapsed > 0 ? ((rows - this.#told.rows) * 1000) / elapsed : 0;
    this.#told = { at, rows };
    const { limit: concurrency, pauseMs } = pace;
    return this.#onProgress({ ...this.counts(pace), rowsPerSecond, concurrency, pauseMs });
  }
}
