import { pauseBeforeRetry } from '../backoff.ts';
import { type Connection, narrow } from '../connection.ts';
import type { RequestOptions } from '../request-options.ts';
import { TransportError } from '../transport/transport-error.ts';

/** Several requests that are one thing to the caller: one deadline, one signal. */
export class Transfer {
  readonly #connection: Connection;
  readonly #at: string;
  readonly #endsAt: number | undefined;

  constructor(connection: Connection, options: RequestOptions, at: string) {
    this.#connection = narrow(connection, options);
    this.#at = at;
    const { timeoutMs } = this.#connection.options;
    this.#endsAt = timeoutMs === undefined ? undefined : connection.seams.now() + timeoutMs;
  }

  /** The connection for the next request, which has what is left of the time. */
  get connection(): Connection {
    if (this.#endsAt === undefined) return this.#connection;
    return narrow(this.#connection, { timeoutMs: this.#left() });
  }

  get signal(): AbortSignal | undefined {
    return this.#connection.options.signal;
  }

  /** Repeats `attempt`, with the usual pauses, after errors that `mayPass` tells from the others. */
  async persist<T>(mayPass: (error: unknown) => boolean, attempt: () => Promise<T>): Promise<T> {
    const { retry, seams } = this.#connection;
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt();
      } catch (error) {
        const pause = mayPass(error) ? pauseBeforeRetry(attempts, undefined, retry, seams.random) : undefined;
        if (pause === undefined || (this.#endsAt !== undefined && seams.now() + pause >= this.#endsAt)) {
          throw error;
        }
        await seams.sleep(pause, this.signal).catch((cause: unknown) => {
          throw this.#aborted(cause);
        });
      }
    }
  }

  /** Waits for `work`, but no longer than the signal and the time allow. */
  readonly until = async <T>(work: Promise<T>): Promise<T> => {
    const { signal } = this;
    if (signal === undefined && this.#endsAt === undefined) return work;
    let clear = () => {};
    const end = new Promise<never>((_, reject) => {
      const onAbort = () => reject(this.#aborted(signal?.reason));
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      const timer =
        this.#endsAt === undefined ? undefined : setTimeout(() => reject(this.#timedOut()), this.#left());
      clear = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
    });
    try {
      return await Promise.race([work, end]);
    } finally {
      clear();
    }
  };

  #left(): number {
    const left = (this.#endsAt ?? 0) - this.#connection.seams.now();
    if (left <= 0) throw this.#timedOut();
    return left;
  }

  #timedOut(): TransportError {
    const words = `${this.#at}: ${this.#connection.options.timeoutMs} ms were over before all of it was moved.`;
    return new TransportError('ERR_TRANSPORT_TIMEOUT', words);
  }

  #aborted(cause: unknown): TransportError {
    return new TransportError('ERR_TRANSPORT_ABORTED', `${this.#at}: ended by the caller's signal.`, {
      cause,
    });
  }
}
