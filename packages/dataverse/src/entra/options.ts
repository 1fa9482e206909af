import { isGuid } from '../guid.ts';
import { checkedUrl } from '../transport/checked-url.ts';
import { EntraError } from './entra-error.ts';

/** Throws when an option is not right. */
export function check(isRight: unknown, message: string): asserts isRight {
  if (!isRight) throw new EntraError('ERR_ENTRA_CONFIGURATION', message);
}

/** The origin, if `url` is that of a host alone, which a secret may be sent to. */
export function hostAlone(url: string): string | undefined {
  try {
    const { origin, href } = checkedUrl(url);
    return href === `${origin}/` ? origin : undefined;
  } catch {
    return undefined;
  }
}

/** The login host as an origin without a trailing slash. It is not quoted back: it may hold a password. */
export function checkAuthority(authority: string): string {
  const origin = hostAlone(authority);
  check(origin, 'authority must be an https login host; the tenant goes into tenantId.');
  return origin;
}

/** The tenant becomes a part of the endpoint's path, so nothing but a tenant may be in it. */
export function checkApp(tenantId: string, clientId: string): void {
  check(
    isGuid(tenantId) || /^[\w-]+(\.[\w-]+)+$/.test(tenantId),
    `tenantId "${tenantId}" is neither a GUID nor a domain of one tenant (AADSTS900023).`,
  );
  check(/^\S+$/.test(clientId ?? ''), 'clientId must be the "Application (client) ID".');
}

/** The one scope of client credentials: a resource followed by `/.default`. */
export function checkScope(scopes: string | readonly string[]): string {
  const scope = String(scopes);
  check(
    /^[^\s,]+\/\.default$/.test(scope),
    `Scope "${scope}" is not one environment URL and /.default (AADSTS1002012).`,
  );
  return scope;
}
