import type { EntraContext } from '../entra/context.ts';
import { isGuid } from '../entra/refusal-response.ts';
import { principalName } from '../entra/token-endpoint.ts';
import { graphAppId } from '../entra/well-known.ts';
import { type GraphAddress, graphAddress } from './address.ts';
import { type GraphAnswer, graphRefusals, isRefusal } from './answer.ts';
import { applicationOperation } from './applications.ts';
import { graphCaller } from './bearer.ts';
import type { GraphCall, GraphOperation } from './operation.ts';
import { organizationOperation } from './organization.ts';
import { decidePermission } from './permission.ts';
import { graphQuery, type QuerySupport } from './query.ts';
import { servicePrincipalOperation } from './service-principals.ts';

const sets: Record<
  GraphAddress['set'],
  { operation(call: GraphCall): GraphOperation | undefined; resource: string; filterable: readonly string[] }
> = {
  applications: {
    operation: applicationOperation,
    resource: 'Application',
    filterable: ['id', 'appId', 'displayName', 'uniqueName'],
  },
  servicePrincipals: {
    operation: servicePrincipalOperation,
    resource: 'ServicePrincipal',
    filterable: ['id', 'appId', 'displayName'],
  },
  organization: { operation: organizationOperation, resource: 'Organization', filterable: [] },
};

interface Outcome {
  readonly answer: GraphAnswer;
  readonly principal: string;
  readonly action: string;
  readonly by: string;
  /** Whether the caller had the right; an operation that fails for another reason was still allowed. */
  readonly allowed: boolean;
}

/**
 * Answers a request under `/v1.0` and records what decided it.
 *
 * Refusals are judged in this order: token, path, query, permission, then the operation's own. A call that had its
 * permission and fails for another reason (404, 409) is recorded as allowed, with the error.
 *
 * @see https://learn.microsoft.com/graph/use-the-api
 */
export async function graphEndpoint(context: EntraContext, request: Request): Promise<Response> {
  const at = context.clock.now();
  const path = new URL(request.url).pathname.replace(/^\/v1\.0/i, '');
  const { answer, principal, action, by, allowed } = await answerOf(context, request, path, at);
  const ms = context.clock.now() - at;
  const refused = isRefusal(answer);
  context.trail.record({
    at,
    cloud: 'graph',
    service: 'graph',
    principal,
    action: `${request.method} ${action}`,
    resource: path,
    allowed,
    decidedBy: by,
    ...(refused ? { error: { status: answer.status, code: answer.code, message: answer.message } } : {}),
    ms,
  });
  return response(context, request, answer, at);
}

async function answerOf(
  context: EntraContext,
  request: Request,
  path: string,
  now: number,
): Promise<Outcome> {
  const caller = await graphCaller(context, request.headers.get('authorization'), now);
  const outcome = { principal: 'anonymous', action: path, allowed: false };
  if (isRefusal(caller)) return { ...outcome, answer: caller, by: `the bearer token: ${caller.message}` };
  const application = context.directory.application({ appId: caller.appId });
  const principal = principalName(application, caller.appId);
  const address = graphAddress(path);
  if (isRefusal(address)) return { ...outcome, principal, answer: address, by: 'the path' };
  const action = address.template;
  const set = sets[address.set];
  const support: QuerySupport = { ...set, collection: address.key === undefined && request.method === 'GET' };
  const query = graphQuery(new URL(request.url).searchParams, support);
  if (isRefusal(query)) return { ...outcome, principal, action, answer: query, by: 'the query options' };
  const operation = set.operation({ context, request, address, caller, query, now });
  if (operation === undefined) {
    const what = `${request.method} ${address.template}`;
    return {
      ...outcome,
      principal,
      action,
      answer: graphRefusals.notBuilt(what),
      by: `${what} is not built`,
    };
  }
  const { allowed, by } = decidePermission(operation.permission, caller);
  if (!allowed) return { principal, action, answer: graphRefusals.denied(by), by, allowed };
  const answer = await operation.run();
  const deniedBy = isRefusal(answer) ? answer.deniedBy : undefined;
  return { principal, action, answer, by: deniedBy ?? by, allowed: deniedBy === undefined };
}

function response(context: EntraContext, request: Request, answer: GraphAnswer, at: number): Response {
  const requestId = context.randomUUID();
  const sent = request.headers.get('client-request-id') ?? '';
  const clientRequestId = isGuid(sent) ? sent : requestId;
  const headers = new Headers({
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'cache-control': 'no-cache',
  });
  if (!isRefusal(answer)) {
    if (answer.location !== undefined) headers.set('location', answer.location);
    if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
    headers.set(
      'content-type',
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    );
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
  }
  if (answer.status === 401)
    headers.set(
      'www-authenticate',
      `Bearer realm="", authorization_uri="${context.origin}/common/oauth2/authorize", client_id="${graphAppId}"`,
    );
  const innerError = {
    date: new Date(at).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientRequestId,
  };
  const error = { code: answer.code, message: answer.message, innerError };
  return Response.json({ error }, { status: answer.status, headers });
}
