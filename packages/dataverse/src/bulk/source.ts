/** Gives rows one at a time, as they are asked for, from any iterable. */
export class Source<R> {
  readonly #iterator: Iterator<R> | AsyncIterator<R>;
  readonly #signal: AbortSignal;
  #isOver = false;
  #onAbort: (() => void) | undefined;

  /** Once `signal` is aborted it gives no more, also when its rows are slow to come. */
  constructor(rows: Iterable<R> | AsyncIterable<R>, signal: AbortSignal) {
    this.#iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#onAbort?.(), { once: true });
  }

  /** Whether the rows came to their own end. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** `undefined` at the end. Rejects with what the rows throw. */
  async next(): Promise<{ readonly row: R } | undefined> {
    if (this.#isOver || this.#signal.aborted) return undefined;
    const result = this.#iterator.next();
    const { done, value } = 'then' in result ? await this.#orEnd(result) : result;
    this.#isOver = done === true;
    return this.#isOver || this.#signal.aborted ? undefined : { row: value as R };
  }

  /** Lets the rows' own clean-up run when they were not read to their end. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // A generator that is waiting for its next row would only answer then.
    void Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  #orEnd(next: Promise<IteratorResult<R>>): Promise<Partial<IteratorResult<R>>> {
    // Not Promise.race, which would leave something behind on the signal for each row.
    return new Promise((resolve, reject) => {
      this.#onAbort = () => resolve({ value: undefined });
      if (this.#signal.aborted) this.#onAbort();
      next.then(resolve, reject);
    });
  }
}
