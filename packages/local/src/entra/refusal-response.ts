import type { WireError } from '../trail.ts';
import type { Refusal } from './refusal.ts';

/** What Entra names a request by, in its answers and its logs. */
export interface RequestTrace {
  readonly traceId: string;
  readonly correlationId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** The caller's `client-request-id`, from the header, the query or the form, becomes the correlation id. */
export function requestTrace(
  request: Request,
  form: URLSearchParams | undefined,
  seams: { readonly now: () => number; readonly randomUUID: () => string },
): RequestTrace {
  const name = 'client-request-id';
  const sent =
    request.headers.get(name) ?? new URL(request.url).searchParams.get(name) ?? form?.get(name) ?? '';
  return {
    traceId: seams.randomUUID(),
    correlationId: isGuid(sent) ? sent : seams.randomUUID(),
    at: seams.now(),
  };
}

/** Headers of every answer of the token endpoint. */
export function traceHeaders(request: Request, trace: RequestTrace): Headers {
  const headers = new Headers({
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-ms-request-id': trace.traceId,
  });
  if (request.headers.get('return-client-request-id')?.toLowerCase() === 'true')
    headers.set('client-request-id', trace.correlationId);
  return headers;
}

/** A refusal as the JSON body that token and metadata endpoints answer with. */
export function refusalResponse(request: Request, refusal: Refusal, trace: RequestTrace): Response {
  const timestamp = entraTime(trace.at);
  const body = {
    error: refusal.error,
    error_description: `AADSTS${refusal.code}: ${refusal.message} Trace ID: ${trace.traceId} Correlation ID: ${trace.correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.code],
    timestamp,
    trace_id: trace.traceId,
    correlation_id: trace.correlationId,
    ...(refusal.uri ? { error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}` } : {}),
  };
  return Response.json(body, { status: refusal.status, headers: traceHeaders(request, trace) });
}

/** A refusal as the page that endpoints for browsers answer with. */
export function refusalPage(request: Request, refusal: Refusal, trace: RequestTrace): Response {
  const lines = [
    `Request Id: ${trace.traceId}`,
    `Correlation Id: ${trace.correlationId}`,
    `Timestamp: ${new Date(trace.at).toISOString().replace(/\.\d+Z$/, 'Z')}`,
    `Message: AADSTS${refusal.code}: ${refusal.message}`,
  ];
  const html = `<!DOCTYPE html>\n<html><head><title>Sign in to your account</title></head><body><h1>Sign in</h1><p>Sorry, but we’re having trouble signing you in.</p>\n${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}\n</body></html>\n`;
  const headers = traceHeaders(request, trace);
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(html, { status: refusal.status, headers });
}

/** A refusal as the trail keeps it. */
export function wireError(refusal: Refusal): WireError {
  return { status: refusal.status, code: `AADSTS${refusal.code}`, message: refusal.message };
}

/** Entra's time format: a space where ISO 8601 has `T`, and no fraction. */
function entraTime(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
