import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { TokenGrant } from './token-request.ts';

/** Seconds a token lives. */
export const tokenLifetime = 3599;

/** The issuer of v1 tokens, whatever host the token endpoint has. */
export function v1Issuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

/**
 * Claims of an app-only token in v1 form, the form that Dataverse and Graph take whichever endpoint was asked.
 *
 * `roles` is there only when the resource defines app roles and the client holds some; Dataverse defines none.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function appOnlyClaims(grant: TokenGrant, tenantId: string, now: number): JWTPayload {
  const issuedAt = Math.floor(now / 1000);
  const issuer = v1Issuer(tenantId);
  return {
    aud: grant.audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + tokenLifetime,
    aio: randomBytes(24).toString('base64'),
    appid: grant.client.appId,
    appidacr: '1',
    idp: issuer,
    oid: grant.client.id,
    rh: `1.${randomBytes(24).toString('base64url')}.`,
    ...(grant.roles.length === 0 ? {} : { roles: [...grant.roles] }),
    sub: grant.client.id,
    tid: tenantId,
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
  };
}
