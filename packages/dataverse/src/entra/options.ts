import { isGuid } from '../guid.ts';
import { isLoopback } from '../loopback.ts';
import { EntraError } from './entra-error.ts';

const MANY_TENANTS = new Set(['common', 'organizations', 'consumers']);
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;

function refuse(message: string): never {
  throw new EntraError('ERR_ENTRA_CONFIGURATION', message);
}

export function checkTenantId(tenantId: string): void {
  if (typeof tenantId !== 'string' || tenantId.trim() === '') {
    refuse('tenantId is blank. It is the "Directory (tenant) ID" of the app registration.');
  }
  if (MANY_TENANTS.has(tenantId.toLowerCase())) {
    refuse(`tenantId is "${tenantId}", which stands for many tenants; an app signs in to one. Give its id.`);
  }
  if (!isGuid(tenantId) && !DOMAIN.test(tenantId)) {
    refuse(`tenantId "${tenantId}" is neither a GUID nor a domain name (AADSTS900023).`);
  }
}

export function checkClientId(clientId: string): void {
  if (typeof clientId !== 'string' || !/^\S+$/.test(clientId)) {
    refuse(
      'clientId is blank or has white space. It is the "Application (client) ID" of the app registration.',
    );
  }
}

/** The messages name no part of the secret. */
export function checkClientSecret(secret: string): void {
  if (typeof secret !== 'string' || secret.trim() === '') refuse('clientSecret is blank.');
  if (secret !== secret.trim()) {
    refuse('clientSecret begins or ends with white space, perhaps the line end of the file it came from.');
  }
  if (isGuid(secret)) {
    refuse(
      "clientSecret is a GUID: that is the secret's ID. Give its value, which Entra shows once, when the secret is made (AADSTS7000215).",
    );
  }
}

/** The login host as an origin without a trailing slash. */
export function checkAuthority(authority: string): string {
  const url = URL.canParse(authority) ? new URL(authority) : refuse(`authority "${authority}" is no URL.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    refuse(
      `authority ${url.origin} must be https:, as a secret is sent to it (http: for loopback hosts alone).`,
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    refuse(`authority is a login host alone, like ${url.origin}; the tenant goes into tenantId.`);
  }
  return url.origin;
}

/** The one scope of client credentials: a resource followed by `/.default`. */
export function checkScope(scopes: string | readonly string[]): string {
  const list = typeof scopes === 'string' ? [scopes] : scopes;
  const [scope] = list;
  if (scope === undefined || list.length > 1) {
    refuse(
      `One scope at a time: client credentials are for one resource, not ${list.length} (AADSTS700022).`,
    );
  }
  if (!/^\S+\/\.default$/.test(scope)) {
    refuse(
      `Scope "${scope}" must be a resource followed by /.default, like https://contoso.crm.dynamics.com/.default (AADSTS1002012).`,
    );
  }
  return scope;
}
