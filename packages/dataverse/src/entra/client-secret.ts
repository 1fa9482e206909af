import type { AccessToken, Credential, TokenOptions } from '../credential.ts';
import { type Seams, withDefaults } from '../seams.ts';
import { nodeTransport } from '../transport/node-transport.ts';
import type { Transport } from '../transport/transport.ts';
import { EntraError } from './entra-error.ts';
import { checkAuthority, checkClientId, checkClientSecret, checkScope, checkTenantId } from './options.ts';
import { redact } from './redact.ts';
import { requestToken } from './request-token.ts';
import { createTokenCache } from './token-cache.ts';

export interface ClientSecretOptions extends Seams {
  /** "Directory (tenant) ID" of the app registration, or a verified domain of the tenant. */
  readonly tenantId: string;
  /** "Application (client) ID". */
  readonly clientId: string;
  /** The value of the secret, not its ID. */
  readonly clientSecret: string;
  /** Login host; by default that of the environment's cloud, or `https://login.microsoftonline.com`. */
  readonly authority?: string;
  /** By default `nodeTransport()`. */
  readonly transport?: Transport;
}

/** A credential of this package: it always has a token or rejects. */
export interface EntraCredential extends Credential {
  getToken(scopes: string | string[], options?: TokenOptions): Promise<AccessToken>;
}

const PUBLIC_CLOUD = 'https://login.microsoftonline.com';

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
  const { tenantId, clientId, clientSecret: secret } = options;
  checkTenantId(tenantId);
  checkClientId(clientId);
  checkClientSecret(secret);
  const ownAuthority = options.authority === undefined ? undefined : checkAuthority(options.authority);
  const seams = withDefaults(options);
  const transport = options.transport ?? nodeTransport();
  const cache = createTokenCache(seams.now);

  return Object.freeze({
    async getToken(scopes: string | string[], wanted: TokenOptions = {}): Promise<AccessToken> {
      const scope = checkScope(scopes);
      const authority =
        ownAuthority ?? (wanted.authority === undefined ? PUBLIC_CLOUD : checkAuthority(wanted.authority));
      const ask = (signal: AbortSignal) =>
        requestToken(
          {
            endpoint: `${authority}/${tenantId}/oauth2/v2.0/token`,
            subject: `Token for ${scope} as app ${clientId} of tenant ${tenantId} from ${authority}`,
            form: { grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope },
          },
          transport,
          seams,
          signal,
        );
      try {
        const { token, expiresOn } = await cache.get(`${authority} ${scope}`, ask, {
          ...(wanted.abortSignal && { signal: wanted.abortSignal }),
          ...(wanted.rejectedToken !== undefined && { rejected: wanted.rejectedToken }),
        });
        return { token, expiresOnTimestamp: expiresOn };
      } catch (cause) {
        if (cause instanceof EntraError) throw redact(cause, secret);
        throw new EntraError('ERR_ENTRA_ABORTED', `Token for ${scope}: ended by the caller's signal.`, {
          cause,
        });
      }
    },
  });
}
