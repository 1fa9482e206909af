import { isGuid } from '../guid.ts';
import { type AppOptions, appCredential } from './app-credential.ts';
import { check } from './options.ts';
import type { EntraCredential } from './token-cache.ts';

export interface ClientSecretOptions extends AppOptions {
  /** The value of the secret, not its ID. */
  readonly clientSecret: string;
}

/**
 * Signs an app in with a client secret (OAuth 2.0 client credentials).
 *
 * Tokens are kept in memory by authority and scope for as long as the object lives, so make one and share it. However
 * many ask at once, one request is sent; a token is renewed in the background five minutes before its end
 * (or at Entra's `refresh_in`), while callers go on with the old one. 429, 5xx and broken connections are
 * tried four times in all. Throws `EntraError` `ERR_ENTRA_CONFIGURATION` for options that cannot work;
 * `getToken` rejects with `EntraError`. The object shows the secret to nobody, `util.inspect` included.
 *
 * @example
 * const credential = clientSecret({ tenantId, clientId, clientSecret: process.env.DATAVERSE_SECRET });
 * const { token } = await credential.getToken('https://contoso.crm4.dynamics.com/.default');
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function clientSecret(options: ClientSecretOptions): EntraCredential {
  const secret = options.clientSecret;
  check(secret && secret === secret.trim(), 'clientSecret is blank, or has white space around it.');
  check(!isGuid(secret), "clientSecret is a GUID, the secret's ID. Give its value (AADSTS7000215).");
  return appCredential(options, () => ({ client_secret: secret }));
}
