import type { EntraContext } from '../entra/context.ts';
import { graphAppId, graphIdentifier } from '../entra/well-known.ts';
import { type GraphRefusal, graphRefusals } from './answer.ts';

/** Who calls Graph, as its token says. */
export interface GraphCaller {
  readonly appId: string;
  readonly servicePrincipalId: string;
  readonly roles: readonly string[];
}

/** Checks signature, tenant, audience and time of the bearer token. */
export async function graphCaller(
  context: EntraContext,
  authorization: string | null,
  now: number,
): Promise<GraphCaller | GraphRefusal> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined) return graphRefusals.emptyToken();
  if (token.split('.').length !== 3) return graphRefusals.malformedToken();
  const claims = await context.keys.verify(token);
  if (claims === undefined || claims['tid'] !== context.tenantId) return graphRefusals.falseToken();
  const audiences = [graphIdentifier, graphAppId, context.graphOrigin];
  const audience = typeof claims.aud === 'string' ? claims.aud.replace(/\/$/, '').toLowerCase() : '';
  if (!audiences.includes(audience)) return graphRefusals.wrongAudience();
  if (claims.exp === undefined || claims.exp * 1000 <= now) return graphRefusals.expiredToken();
  return {
    appId: text(claims['appid']),
    servicePrincipalId: text(claims['oid']),
    roles: Array.isArray(claims['roles']) ? claims['roles'].filter((role) => typeof role === 'string') : [],
  };
}

function text(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}
