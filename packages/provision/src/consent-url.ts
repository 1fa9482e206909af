export interface ConsentUrlOptions {
  /** Login host, `https://login.microsoftonline.com` unless another cloud. */
  readonly authority?: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** One of the app registration's redirect URIs; nothing need listen there. */
  readonly redirectUri: string;
  /** Comes back unchanged; bind it to your session, as the rest of the answer cannot be trusted. */
  readonly state: string;
}

/**
 * The page on which an administrator grants the app its permissions in a tenant. Dataverse needs none for
 * server-to-server calls; consent is how another tenant gets the app's service principal.
 *
 * @example
 * adminConsentUrl({ tenantId, clientId, redirectUri: 'https://localhost/consented', state: '12345' });
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function adminConsentUrl(options: ConsentUrlOptions): string {
  const { authority = 'https://login.microsoftonline.com', tenantId, clientId, redirectUri, state } = options;
  const url = new URL(`/${encodeURIComponent(tenantId)}/adminconsent`, authority);
  url.search = new URLSearchParams({ client_id: clientId, state, redirect_uri: redirectUri }).toString();
  return url.href;
}
