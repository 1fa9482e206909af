import type { AccessToken, TokenOptions } from '../credential.ts';
import type { Now } from '../seams.ts';
import { EntraError } from './entra-error.ts';
import { CALLBACK_TIMEOUT_MS, inTime } from './in-time.ts';
import { check } from './options.ts';
import { cachedCredential, type EntraCredential } from './token-cache.ts';

/** What `@azure/identity` calls a `TokenCredential`, as far as it is used here. */
export interface TokenCredentialLike {
  getToken(
    scopes: string | string[],
    options?: TokenOptions,
  ): Promise<(AccessToken & { readonly refreshAfterTimestamp?: number | undefined }) | null>;
}

export interface FromTokenCredentialOptions {
  readonly now?: Now;
  /** How long one `getToken` may take, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
}

/**
 * Puts this package's cache before any `TokenCredential` of `@azure/identity`: one request however many callers wait,
 * tokens renewed in the background, and a cached one for next to nothing, where the original takes a good part of a
 * millisecond and asks once for each concurrent caller.
 *
 * What the credential rejects with is passed on. `getToken` rejects with `EntraError`: `ERR_ENTRA_TOKEN` when it gives
 * no token, `ERR_ENTRA_UNREACHABLE` when it takes too long, `ERR_ENTRA_ABORTED` when the caller's signal ended the wait.
 * It is told of a token that was refused as `rejectedToken`, which `@azure/identity` does not heed.
 *
 * @example
 * const credential = fromTokenCredential(new DefaultAzureCredential());
 * @see https://learn.microsoft.com/javascript/api/@azure/core-auth/tokencredential
 */
export function fromTokenCredential(
  credential: TokenCredentialLike,
  { now, timeoutMs = CALLBACK_TIMEOUT_MS }: FromTokenCredentialOptions = {},
): EntraCredential {
  check(typeof credential?.getToken === 'function', 'credential has no getToken.');
  return cachedCredential(async ({ scope, signal, ...asked }) => {
    const answer = await inTime('getToken of the credential', timeoutMs, signal, (abortSignal) =>
      credential.getToken(scope, { ...asked, abortSignal }),
    );
    const { token, expiresOnTimestamp, refreshAfterTimestamp } = answer ?? {};
    if (!token || !expiresOnTimestamp) {
      throw new EntraError('ERR_ENTRA_TOKEN', `Token for ${scope}: the credential gave none with an end.`);
    }
    return [token, expiresOnTimestamp, refreshAfterTimestamp];
  }, now);
}
