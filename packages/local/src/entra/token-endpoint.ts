import { appOnlyClaims, tokenLifetime } from './claims.ts';
import { presentedClient } from './client-authentication.ts';
import type { EntraContext } from './context.ts';
import { refusals } from './refusal.ts';
import { refusalPage, refusalResponse, requestTrace, traceHeaders, wireError } from './refusal-response.ts';
import { tenantRefusal, tenantSegment } from './tenant.ts';
import { decideToken, type TokenDecision } from './token-request.ts';

/** Answers `/{tenant}/oauth2/token` (v1) and `/{tenant}/oauth2/v2.0/token` (v2) and records the decision. */
export async function tokenEndpoint(
  context: EntraContext,
  request: Request,
  tenant: string,
  version: 'v1' | 'v2',
): Promise<Response> {
  const arrived = context.clock.now();
  const form = await readForm(request);
  const trace = requestTrace(request, form, { now: context.clock.now, randomUUID: context.randomUUID });
  const client = presentedClient(form, request.headers.get('authorization'));
  const decision: TokenDecision =
    refusedByAddress(context, request, tenant) ??
    decideToken({ version, form, client }, context.directory, arrived, context.unconfirmed);
  const name = decision.application ?? context.directory.application({ appId: client.clientId });
  const record = {
    at: arrived,
    cloud: 'entra',
    service: 'token',
    principal: principalName(name, client.clientId),
    action: form.get('grant_type') || 'none',
    resource: (version === 'v1' ? form.get('resource') : form.get('scope')) || 'none',
    decidedBy: decision.by,
  } as const;
  if ('refused' in decision) {
    const error = wireError(decision.refused);
    context.trail.record({ ...record, allowed: false, error, ms: context.clock.now() - arrived });
    return request.method === 'POST'
      ? refusalResponse(request, decision.refused, trace)
      : refusalPage(request, decision.refused, trace);
  }
  const token = await context.keys.sign(appOnlyClaims(decision.granted, context.tenantId, arrived));
  context.trail.record({ ...record, allowed: true, ms: context.clock.now() - arrived });
  return Response.json(
    version === 'v1' ? v1Answer(token, decision.granted.audience, arrived) : v2Answer(token),
    { headers: traceHeaders(request, trace) },
  );
}

/** `app <name> (<client id>)`, or what is known of it. */
export function principalName(
  application: { readonly displayName: string; readonly appId: string } | undefined,
  clientId: string,
): string {
  if (application !== undefined) return `app ${application.displayName} (${application.appId})`;
  return clientId === '' ? 'anonymous' : `app ${clientId}`;
}

function refusedByAddress(
  context: EntraContext,
  request: Request,
  tenant: string,
): TokenDecision | undefined {
  if (request.method !== 'POST')
    return { refused: refusals.postOnly(request.method), by: `the method ${request.method}` };
  const { kind } = tenantSegment(tenant, context);
  const refused = tenantRefusal(tenant, kind, 'invalid_request');
  if (refused !== undefined) return { refused, by: `the tenant in the path, ${tenant}` };
  if (kind === 'tenant') return undefined;
  return {
    refused: kind === 'organizations' ? refusals.noTenant() : refusals.grantNotOnCommon(),
    by: `/${kind} names no tenant`,
  };
}

/** The form of the body; empty for any other content type, as Entra reads it. */
async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (request.method !== 'POST' || type !== 'application/x-www-form-urlencoded') return new URLSearchParams();
  return new URLSearchParams(await request.text());
}

function v2Answer(token: string) {
  return {
    token_type: 'Bearer',
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token: token,
  };
}

/** The v1 endpoint writes every number as a string. */
function v1Answer(token: string, resource: string, now: number) {
  const issuedAt = Math.floor(now / 1000);
  return {
    token_type: 'Bearer',
    expires_in: String(tokenLifetime),
    ext_expires_in: String(tokenLifetime),
    expires_on: String(issuedAt + tokenLifetime),
    not_before: String(issuedAt),
    resource,
    access_token: token,
  };
}
