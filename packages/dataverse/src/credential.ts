import type { Transport } from './transport/transport.ts';

/** A bearer token and the moment it expires, in milliseconds since the epoch. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** What the client tells a credential along with the scope. A credential may ignore what it does not know. */
export interface TokenOptions {
  /** Ends the wait for the token. */
  readonly abortSignal?: AbortSignal;
  /** Login host of the cloud that the environment lies in, for a credential that was given none. */
  readonly authority?: string;
  /** A token the resource has just refused with 401: it shall not be handed out again. */
  readonly rejectedToken?: string;
  /** What the client itself sends by, for a credential that was given no transport. */
  readonly transport?: Transport;
}

/**
 * Where bearer tokens come from: `clientSecret(…)` of `@wayleave/dataverse/entra`, or any `TokenCredential`
 * of `@azure/identity`, which has the same shape.
 *
 * @see https://learn.microsoft.com/javascript/api/@azure/core-auth/tokencredential
 */
export interface Credential {
  getToken(scopes: string | string[], options?: TokenOptions): Promise<AccessToken | null>;
}
