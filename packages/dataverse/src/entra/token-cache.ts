import type { Now } from '../seams.ts';
import type { IssuedToken } from './token-answer.ts';

/** Asks for a token; `signal` is aborted when nobody waits for it any more. */
export type AskForToken = (signal: AbortSignal) => Promise<IssuedToken>;

export interface TokenCache {
  /**
   * A token that still lives and is not `rejected`, from memory or by `ask`, once for all who wait.
   * Rejects with the reason of `signal` when that is aborted first.
   */
  get(
    key: string,
    ask: AskForToken,
    wait?: { signal?: AbortSignal; rejected?: string },
  ): Promise<IssuedToken>;
}

interface Flight {
  readonly promise: Promise<IssuedToken>;
  readonly abort: AbortController;
  waiting: number;
}

interface Entry {
  token?: IssuedToken;
  flight?: Flight;
  /** No background refresh before this moment. */
  quietUntil: number;
}

/** A token is not used in the last moments of its life: it would expire on the way. */
const LAST_MOMENTS_MS = 5_000;
const QUIET_AFTER_FAILED_REFRESH_MS = 30_000;

export function createTokenCache(now: Now): TokenCache {
  const entries = new Map<string, Entry>();

  function takeOff(entry: Entry, ask: AskForToken): Flight {
    const abort = new AbortController();
    const land = () => {
      if (entry.flight === flight) delete entry.flight;
    };
    const promise = ask(abort.signal).then(
      (token) => {
        land();
        entry.token = token;
        return token;
      },
      (error: unknown) => {
        land();
        throw error;
      },
    );
    const flight: Flight = { promise, abort, waiting: 0 };
    entry.flight = flight;
    return flight;
  }

  function refreshInBackground(entry: Entry, ask: AskForToken): void {
    const flight = takeOff(entry, ask);
    flight.waiting += 1;
    flight.promise.catch(() => {
      entry.quietUntil = now() + QUIET_AFTER_FAILED_REFRESH_MS;
    });
  }

  return {
    async get(key, ask, wait = {}) {
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { quietUntil: 0 };
        entries.set(key, entry);
      }
      const { token } = entry;
      const time = now();
      if (token !== undefined && token.token !== wait.rejected && time < usableUntil(token)) {
        if (time >= token.refreshOn && time >= entry.quietUntil && entry.flight === undefined) {
          refreshInBackground(entry, ask);
        }
        return token;
      }
      if (token !== undefined && token.token === wait.rejected) delete entry.token;
      wait.signal?.throwIfAborted();
      return join(entry, entry.flight ?? takeOff(entry, ask), wait.signal);
    },
  };
}

function usableUntil(token: IssuedToken): number {
  return token.expiresOn - Math.min(LAST_MOMENTS_MS, Math.max(0, token.expiresOn - token.refreshOn) / 2);
}

function join(entry: Entry, flight: Flight, signal: AbortSignal | undefined): Promise<IssuedToken> {
  flight.waiting += 1;
  if (signal === undefined) return flight.promise;
  return new Promise((resolve, reject) => {
    const leave = () => {
      flight.waiting -= 1;
      // The last to leave ends the request; whoever comes later starts a new one.
      if (flight.waiting === 0) {
        if (entry.flight === flight) delete entry.flight;
        flight.abort.abort(signal.reason);
      }
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    flight.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
