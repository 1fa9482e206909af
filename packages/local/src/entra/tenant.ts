import { type Refusal, refusals } from './refusal.ts';
import { isGuid } from './refusal-response.ts';

/** What the first path segment names. */
export type TenantSegment =
  | { readonly kind: 'tenant' }
  | { readonly kind: 'common' | 'organizations' | 'consumers' }
  | { readonly kind: 'unknown' | 'malformed' };

const dnsName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

/** Reads `{tenant}` of a path: the tenant's GUID, its domain, or one of the shared names. */
export function tenantSegment(
  segment: string,
  tenant: { readonly tenantId: string; readonly tenantDomain: string },
): TenantSegment {
  const name = segment.toLowerCase();
  if (name === tenant.tenantId.toLowerCase() || name === tenant.tenantDomain.toLowerCase())
    return { kind: 'tenant' };
  if (name === 'common' || name === 'organizations' || name === 'consumers') return { kind: name };
  return { kind: isGuid(name) || dnsName.test(name) ? 'unknown' : 'malformed' };
}

/** The refusal for a tenant that is not this one; undefined for the tenant and for shared names. */
export function tenantRefusal(
  segment: string,
  kind: TenantSegment['kind'],
  error: 'invalid_request' | 'invalid_tenant',
): Refusal | undefined {
  if (kind === 'unknown') return refusals.unknownTenant(segment, error);
  if (kind === 'malformed') return refusals.malformedTenant(segment, error);
  return undefined;
}
