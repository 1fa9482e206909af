import type { EntraContext } from './context.ts';
import type { Application, ServicePrincipal } from './directory-objects.ts';
import { type Refusal, refusals } from './refusal.ts';
import { refusalPage, requestTrace, wireError } from './refusal-response.ts';
import { tenantRefusal, tenantSegment } from './tenant.ts';
import { principalName } from './token-endpoint.ts';

type Consent = { readonly by: string } & (
  | { readonly location: string; readonly application: Application }
  | { readonly refused: Refusal }
);

/**
 * Answers `/{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`: the administrator always agrees.
 *
 * Consent makes the service principal and assigns the app roles of `requiredResourceAccess` (under v2 only through
 * `/.default`). Delegated permissions leave no trace: there are no users here who could sign in.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function adminConsentEndpoint(
  context: EntraContext,
  request: Request,
  tenant: string,
  version: 'v1' | 'v2',
): Response {
  const at = context.clock.now();
  const query = new URL(request.url).searchParams;
  const trace = requestTrace(request, undefined, { now: context.clock.now, randomUUID: context.randomUUID });
  const consent = decideConsent(context, query, tenant, version);
  const clientId = query.get('client_id') ?? '';
  const record = {
    at,
    cloud: 'entra',
    service: 'adminconsent',
    principal: principalName(context.directory.application({ appId: clientId }), clientId),
    action: 'consent',
    resource: query.get('scope') ?? 'requiredResourceAccess',
    decidedBy: consent.by,
  } as const;
  if ('refused' in consent) {
    context.trail.record({
      ...record,
      allowed: false,
      error: wireError(consent.refused),
      ms: context.clock.now() - at,
    });
    return refusalPage(request, consent.refused, trace);
  }
  context.trail.record({ ...record, allowed: true, ms: context.clock.now() - at });
  return new Response(null, {
    status: 302,
    headers: { location: consent.location, 'cache-control': 'no-store, no-cache' },
  });
}

function decideConsent(
  context: EntraContext,
  query: URLSearchParams,
  tenant: string,
  version: 'v1' | 'v2',
): Consent {
  const refuse = (refused: Refusal, by: string): Consent => ({ refused, by });
  const { kind } = tenantSegment(tenant, context);
  const badTenant = tenantRefusal(tenant, kind, 'invalid_request');
  if (badTenant !== undefined) return refuse(badTenant, `the tenant in the path, ${tenant}`);
  if (kind === 'consumers' || (kind === 'common' && version === 'v2'))
    return refuse(refusals.noTenant(), `/${kind} names no tenant that could consent`);
  const required = version === 'v1' ? ['client_id'] : ['client_id', 'redirect_uri', 'scope'];
  const missing = required.find((name) => (query.get(name) ?? '') === '');
  if (missing !== undefined) return refuse(refusals.missingParameter(missing), `no ${missing} in the query`);
  const clientId = query.get('client_id') ?? '';
  const application = context.directory.application({ appId: clientId });
  if (application === undefined)
    return refuse(refusals.unknownClient(clientId, context.tenantId), `no application ${clientId}`);
  const redirectUri = query.get('redirect_uri') ?? application.redirectUris[0];
  if (redirectUri === undefined)
    return refuse(refusals.noRedirect(), `app "${application.displayName}" has no redirect URI`);
  if (!application.redirectUris.some((registered) => redirectMatches(registered, redirectUri, version)))
    return refuse(
      refusals.redirectMismatch(redirectUri, application.appId),
      `redirect URIs of app "${application.displayName}": ${application.redirectUris.join(', ') || 'none'}`,
    );
  const scope = query.get('scope') ?? '';
  const wanted = version === 'v1' || scope.split(/\s+/).some((part) => part.endsWith('/.default'));
  const roles = wanted ? consentedRoles(context, application) : [];
  if ('refused' in roles) return refuse(roles.refused, 'requiredResourceAccess of the registration');

  const existing = context.directory.servicePrincipal({ appId: application.appId });
  const principal = existing ?? context.directory.createServicePrincipal(application);
  for (const { resource, roleId } of roles)
    context.directory.assignRole({ principalId: principal.id, resourceId: resource.id, appRoleId: roleId });
  const location = new URL(redirectUri);
  location.searchParams.set('admin_consent', 'True');
  location.searchParams.set('tenant', context.tenantId);
  const state = query.get('state');
  if (state !== null) location.searchParams.set('state', state);
  if (version === 'v2') location.searchParams.set('scope', scope);
  const made = existing === undefined ? 'made' : 'kept';
  return {
    location: location.href,
    application,
    by: `the administrator of ${context.tenantDomain}; ${made} service principal ${principal.id}, assigned ${roles.length} app roles`,
  };
}

type ConsentedRole = { readonly resource: ServicePrincipal; readonly roleId: string };

function consentedRoles(
  context: EntraContext,
  application: Application,
): readonly ConsentedRole[] | { readonly refused: Refusal } {
  const roles: ConsentedRole[] = [];
  for (const { resourceAppId, resourceAccess } of application.requiredResourceAccess) {
    const resource = context.directory.servicePrincipal({ appId: resourceAppId });
    if (resource === undefined) return { refused: refusals.unknownResource(resourceAppId, context.tenantId) };
    for (const { id, type } of resourceAccess) {
      if (type === 'Scope') continue;
      const known = resource.appRoles.some((role) => role.id.toLowerCase() === id.toLowerCase());
      if (!known) return { refused: refusals.unknownPermission(application.appId, id, resource.appId) };
      roles.push({ resource, roleId: id });
    }
  }
  return roles;
}

/** Exact, but for the port of `http://localhost` and, under v1, for further path segments. */
function redirectMatches(registered: string, asked: string, version: 'v1' | 'v2'): boolean {
  const [wanted, given] = [registered, asked].map(withoutLocalPort);
  if (wanted === undefined || given === undefined || !URL.canParse(asked)) return false;
  // `..` is compared as the browser will follow it.
  const followed = withoutLocalPort(new URL(asked).href);
  const below = `${wanted.replace(/\/$/, '')}/`;
  return wanted === given || (version === 'v1' && given.startsWith(below) && followed.startsWith(below));
}

function withoutLocalPort(uri: string): string {
  return uri.replace(/^http:\/\/localhost:\d+(?=\/|\?|$)/, 'http://localhost');
}
