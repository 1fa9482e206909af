import type { Seams } from '../seams.ts';

const START = 4;
/** Rounds of successes before as many are tried again as were refused. */
const CAUTION = 10;
const MAX_SLEEP_MS = 2 ** 30;
/** Pauses without a success between them, after which it is no use to go on. */
const MAX_FRUITLESS = 10;

/**
 * How many requests may be under way, and when none may be sent: it begins low, grows by one with each round of
 * successes up to what the service recommends, and is halved when the service throttles, which holds all alike.
 */
export class Pace {
  readonly #seams: Required<Seams>;
  readonly #signal: AbortSignal;
  readonly #onHold: () => void;
  readonly #cap: number;
  #limit: number;
  #most: number;
  #units = 0;
  #active = 0;
  #credit = 0;
  /** As many as were refused the last time. */
  #wall = 0;
  /** Counts the halvings: requests sent before one are not counted against what came of it. */
  #epoch = 0;
  #fruitless = 0;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #hold: Promise<void> | undefined;
  #waiting: (() => void)[] = [];
  #throttledMs = 0;

  constructor(seams: Required<Seams>, most: number, signal: AbortSignal, onHold: () => void) {
    this.#seams = seams;
    this.#signal = signal;
    this.#onHold = onHold;
    this.#cap = most;
    this.#most = most;
    this.#limit = Math.min(START, most);
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  get limit(): number {
    return this.#limit;
  }

  get pauseMs(): number {
    return Math.max(0, this.#heldUntil - this.#seams.now());
  }

  get throttledMs(): number {
    return this.#throttledMs;
  }

  /** Nothing but refusals to serve, whatever the pauses. */
  get isStuck(): boolean {
    return this.#fruitless > MAX_FRUITLESS;
  }

  /** What the service recommends. */
  recommend(most: number): void {
    if (!(most >= 1)) return;
    this.#most = Math.min(this.#cap, Math.floor(most));
    this.#limit = Math.min(this.#limit, this.#most);
  }

  /** Waits until another unit of work may begin; whether it may. */
  async begin(): Promise<boolean> {
    while (!this.#signal.aborted) {
      if (this.#units >= this.#limit) await this.#change();
      else if (this.pauseMs > 0) await this.#pass();
      else {
        this.#units += 1;
        return true;
      }
    }
    return false;
  }

  end(): void {
    this.#units -= 1;
    this.#wake();
  }

  /** Waits until a request may be sent; gives what `leave` and the like are told, or `undefined` at the job's end. */
  async enter(): Promise<number | undefined> {
    while (!this.#signal.aborted) {
      await this.#pass();
      if (this.#signal.aborted) break;
      if (this.#active < this.#limit) {
        this.#active += 1;
        return this.#epoch;
      }
      await this.#change();
    }
    return undefined;
  }

  leave(): void {
    this.#active -= 1;
    this.#wake();
  }

  succeeded(): void {
    this.#fruitless = 0;
    if (this.#active < this.#limit || this.#limit >= this.#most) return;
    this.#credit += 1;
    const isAtWall = this.#limit + 1 === this.#wall;
    if (this.#credit < this.#limit * (isAtWall ? CAUTION : 1)) return;
    this.#credit = 0;
    this.#limit += 1;
  }

  /** `askedMs`: what the service asked for, if it did. */
  throttled(epoch: number, askedMs: number | undefined): void {
    if (epoch === this.#epoch) {
      this.#epoch += 1;
      this.#fruitless += 1;
      this.#credit = 0;
      this.#wall = this.#limit;
      this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    }
    const pause = askedMs ?? 1000 * 2 ** Math.min(this.#fruitless, 6);
    // Jitter only adds: jobs that wait beside this one do not return together with it.
    this.hold(pause + this.#seams.random() * Math.min(1000, pause * 0.1));
  }

  /** Nothing is sent for so long. */
  hold(ms: number): void {
    const isNew = this.pauseMs === 0;
    this.#heldUntil = Math.max(this.#heldUntil, this.#seams.now() + ms);
    if (isNew) this.#onHold();
  }

  async #pass(): Promise<void> {
    while (!this.#signal.aborted && this.pauseMs > 0) {
      // One sleep for all who wait.
      this.#hold ??= this.#sleep();
      await this.#hold;
    }
  }

  async #sleep(): Promise<void> {
    const { now, sleep } = this.#seams;
    const from = now();
    try {
      await sleep(Math.min(this.pauseMs, MAX_SLEEP_MS), this.#signal);
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      this.#throttledMs += now() - from;
      this.#hold = undefined;
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
