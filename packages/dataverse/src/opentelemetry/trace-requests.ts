import { tracingChannel } from 'node:diagnostics_channel';
import { type RequestEvent, requestChannelName } from '../diagnostics.ts';
import type { SpanLike, TracerLike } from './tracer.ts';

export interface TraceOptions<S extends SpanLike> {
  readonly tracer: TracerLike<S>;
  /** Adds headers that carry the span on, as `propagation.inject` does. */
  readonly inject?: (span: S, headers: Record<string, string>) => void;
}

const CLIENT = 2; // SpanKind.CLIENT
const ERROR = 2; // SpanStatusCode.ERROR

/**
 * Makes a span of each HTTP request to Dataverse, tries that are repeated included, named and described by
 * OpenTelemetry's HTTP conventions. URLs are without query and row keys, which may name people. Gives the function
 * that ends it.
 *
 * @example
 * import { context, propagation, trace } from '@opentelemetry/api';
 * const stop = traceRequests({
 *   tracer: trace.getTracer('orders'),
 *   inject: (span, headers) => propagation.inject(trace.setSpan(context.active(), span), headers),
 * });
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function traceRequests<S extends SpanLike>({ tracer, inject }: TraceOptions<S>): () => void {
  const spans = new WeakMap<RequestEvent, S>();
  const channel = tracingChannel<unknown, RequestEvent>(requestChannelName);
  const subscribers = {
    start(event: RequestEvent) {
      const { name, attributes } = describe(event);
      const span = tracer.startSpan(name, { kind: CLIENT, attributes });
      spans.set(event, span);
      inject?.(span, event.headers);
    },
    end() {},
    asyncStart() {},
    asyncEnd(event: RequestEvent) {
      const span = spans.get(event);
      if (span === undefined) return;
      finish(span, event);
      span.end();
    },
    error() {},
  };
  channel.subscribe(subscribers);
  return () => channel.unsubscribe(subscribers);
}

function describe({ method, url, attempt }: RequestEvent) {
  const { protocol, hostname, port, pathname, origin } = new URL(url);
  const path = withoutKeys(pathname);
  return {
    name: `${method} ${path}`,
    attributes: {
      'http.request.method': method,
      'url.full': origin + path,
      'url.template': path,
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
      ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
    },
  };
}

/** A key's text may hold parentheses of its own, which are not encoded; a quote in it stands twice. */
function withoutKeys(path: string): string {
  let kept = '';
  for (let at = 0; ; ) {
    const open = path.indexOf('(', at);
    if (open === -1) return kept + path.slice(at);
    kept += `${path.slice(at, open)}({key})`;
    let isQuoted = false;
    for (at = open + 1; at < path.length && (isQuoted || path[at] !== ')'); at += 1) {
      if (path[at] === "'") isQuoted = !isQuoted;
    }
    at += 1;
  }
}

function finish(span: SpanLike, { status, requestId, error }: RequestEvent): void {
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  if (requestId !== undefined) span.setAttribute('http.response.header.req_id', [requestId]);
  if (error instanceof Error) {
    const code = 'code' in error ? String(error.code) : error.name;
    span.setAttribute('error.type', code);
    span.recordException(error);
    span.setStatus({ code: ERROR, message: code });
  } else if (status !== undefined && status >= 400) {
    span.setAttribute('error.type', String(status));
    span.setStatus({ code: ERROR });
  }
}
