import type { AppOptions } from './app-credential.ts';
import { assertionCredential, federationAudience } from './assertion-credential.ts';
import { EntraError } from './entra-error.ts';
import { CALLBACK_TIMEOUT_MS, inTime } from './in-time.ts';
import { check } from './options.ts';
import type { EntraCredential } from './token-cache.ts';

/** What an assertion is asked for. */
export interface AssertionRequest {
  /** Login host: `https://login.microsoftonline.com`. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  /**
   * What to ask of an issuer that the app trusts: `api://AzureADTokenExchange`, or its like in the authority's cloud.
   */
  readonly audience: string;
  /** The audience of an assertion that the app signs itself. */
  readonly tokenEndpoint: string;
  /** Aborted when nobody waits for the token any more, or the time is up. */
  readonly signal: AbortSignal;
}

export interface ClientAssertionOptions extends AppOptions {
  /** Gives a signed JWT. */
  readonly getAssertion: (request: AssertionRequest) => Promise<string> | string;
  /** How long `getAssertion` may take, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
}

/**
 * Signs an app in with a JWT that you get: from another identity provider by a federated credential, or signed by a
 * key in a vault.
 *
 * `getAssertion` is called only when a token request is really sent, once for each, so that its JWT is never too old.
 * Tokens are kept and renewed as by `clientSecret`. When it rejects, `getToken` rejects with
 * `EntraError` `ERR_ENTRA_ASSERTION` and what it rejected with as `cause`; when it takes too long, with
 * `ERR_ENTRA_UNREACHABLE`.
 *
 * @example
 * const credential = clientAssertion({
 *   tenantId, clientId,
 *   getAssertion: ({ audience, signal }) => identityToken(audience, { signal }),
 * });
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export function clientAssertion(options: ClientAssertionOptions): EntraCredential {
  const { tenantId, clientId, getAssertion, timeoutMs = CALLBACK_TIMEOUT_MS } = options;
  check(typeof getAssertion === 'function', 'getAssertion must be a function that gives a JWT.');
  return assertionCredential(options, async ({ authority, url, signal: outer }) => {
    try {
      return await inTime('getAssertion', timeoutMs, outer, (signal) =>
        getAssertion({
          authority,
          tenantId,
          clientId,
          audience: federationAudience(authority),
          tokenEndpoint: url,
          signal,
        }),
      );
    } catch (cause) {
      if (cause instanceof EntraError) throw cause;
      throw new EntraError(
        'ERR_ENTRA_ASSERTION',
        `No assertion for app ${clientId}: getAssertion failed, see cause.`,
        { cause },
      );
    }
  });
}
