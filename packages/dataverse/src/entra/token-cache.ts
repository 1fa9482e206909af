import type { AccessToken, Credential, TokenOptions } from '../credential.ts';
import type { Now } from '../seams.ts';
import { EntraError } from './entra-error.ts';
import { checkAuthority, checkScope } from './options.ts';

/** A credential of this package: it always has a token or rejects. */
export interface EntraCredential extends Credential {
  getToken(scopes: string | string[], options?: TokenOptions): Promise<AccessToken>;
}

/** A token, its end, and when a new one shall be asked for although this one still works. */
export type IssuedToken = readonly [token: string, expiresOn: number, refreshOn?: number | undefined];

/** What is asked for, with the options of who asked first. */
export interface Asked extends TokenOptions {
  readonly scope: string;
  readonly authority: string;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

type Slot = (options: TokenOptions | undefined) => Promise<AccessToken>;

/**
 * Keeps tokens by authority and scope. A hit is two look-ups by the texts as they were given, and hands out one and
 * the same promise: it allocates nothing and costs the same however many tokens are kept.
 */
export function cachedCredential(
  ask: (asked: Asked) => Promise<IssuedToken>,
  now: Now = Date.now,
  ownAuthority?: string,
): EntraCredential {
  const authorities = new Map<string, Map<string | string[], Slot>>();
  return Object.freeze({
    getToken(scopes: string | string[], options?: TokenOptions) {
      const named = ownAuthority ?? options?.authority ?? 'https://login.microsoftonline.com';
      const slot = authorities.get(named)?.get((scopes.length === 1 && scopes[0]) || scopes);
      return slot ? slot(options) : open(named, scopes, options);
    },
  });

  async function open(named: string, scopes: string | string[], options?: TokenOptions) {
    const scope = checkScope(scopes);
    const authority = ownAuthority ?? checkAuthority(named);
    const slots = authorities.get(named) ?? new Map<string | string[], Slot>();
    authorities.set(named, slots);
    const slot = slots.get(scope) ?? tokenSlot((more) => ask({ ...more, scope, authority }), now, scope);
    slots.set(scope, slot);
    return slot(options);
  }
}

/** The token of one authority and scope, and the request for the next one. */
function tokenSlot(
  ask: (more: TokenOptions & Pick<Asked, 'signal'>) => Promise<IssuedToken>,
  now: Now,
  scope: string,
): Slot {
  let current: string | undefined;
  let ready: Promise<AccessToken>;
  let refreshAt = 0;
  let usableUntil = 0;
  let flight: ((signal?: AbortSignal) => Promise<AccessToken>) | undefined;

  const takeOff = (options: TokenOptions | undefined) => {
    const abort = new AbortController();
    let waiting = 0;
    const fly = async () => {
      try {
        const [token, expiresOnTimestamp, refreshOn] = await ask({ ...options, signal: abort.signal });
        // A token of few minutes is used for half of its life, so that it is cached at all.
        refreshAt = refreshOn ?? Math.max(expiresOnTimestamp - 3e5, (now() + expiresOnTimestamp) / 2);
        // None is used in the last moments of its life: it would expire on the way.
        usableUntil = expiresOnTimestamp - Math.min(5e3, Math.max(0, expiresOnTimestamp - refreshAt) / 2);
        current = token;
        ready = landing;
        return Object.freeze({ token, expiresOnTimestamp });
      } finally {
        leave();
      }
    };
    const leave = () => {
      if (flight === join) flight = undefined;
    };
    const join = (signal?: AbortSignal) => {
      waiting += 1;
      return new Promise<AccessToken>((resolve, reject) => {
        const onAbort = () => {
          waiting -= 1;
          // The last to leave ends the request; whoever comes later starts a new one.
          if (waiting === 0) {
            leave();
            abort.abort();
          }
          reject(ended(scope, signal));
        };
        signal?.addEventListener('abort', onAbort);
        landing.finally(() => signal?.removeEventListener('abort', onAbort)).then(resolve, reject);
      });
    };
    const landing = fly();
    return join;
  };

  return (options) => {
    const signal = options?.abortSignal;
    const time = now();
    if (time < usableUntil && current !== options?.rejectedToken) {
      if (time >= refreshAt) {
        // In the background, and should it fail, not again at each call.
        refreshAt = time + 3e4;
        flight ??= takeOff(options);
        flight().catch(() => {});
      }
      return ready;
    }
    usableUntil = 0;
    if (signal?.aborted) return Promise.reject(ended(scope, signal));
    flight ??= takeOff(options);
    return flight(signal);
  };
}

function ended(scope: string, signal?: AbortSignal): EntraError {
  return new EntraError('ERR_ENTRA_ABORTED', `Token for ${scope}: ended by the caller's signal.`, {
    cause: signal?.reason,
  });
}
