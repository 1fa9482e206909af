import { tracingChannel } from 'node:diagnostics_channel';
import { type RequestEvent, requestChannelName } from '@wayleave/dataverse';
import { type SpanLike, type TracerLike, traceRequests } from '@wayleave/dataverse/opentelemetry';

/** Writes a line and makes a span for each request until the returned function is called. */
export function observe<S extends SpanLike>(
  log: (line: string) => void,
  tracer: TracerLike<S>,
  inject: (span: S, headers: Record<string, string>) => void,
): () => void {
  // #region observe
  const { asyncEnd } = tracingChannel(requestChannelName);
  const onEnd = (event: unknown) => {
    const { method, url, attempt, status, requestId } = event as RequestEvent;
    log(`${method} ${url} try ${attempt}: ${status ?? 'no answer'} ${requestId ?? ''}`);
  };
  asyncEnd.subscribe(onEnd);

  const stop = traceRequests({
    tracer, // trace.getTracer('orders')
    inject, // (span, headers) => propagation.inject(trace.setSpan(context.active(), span), headers)
  });
  // #endregion
  return () => {
    stop();
    asyncEnd.unsubscribe(onEnd);
  };
}
