import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** Sets OpenTelemetry up for this process as its documentation does, and keeps the spans. */
export function record() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(
    new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  );
  trace.setGlobalTracerProvider(provider);
  return { exporter, provider, tracer: trace.getTracer('e2e') };
}

/** @typedef {import('@opentelemetry/api').Span} Span */

/** As the docstring of `traceRequests` says. @param {Span} span @param {Record<string, string>} headers */
export const inject = (span, headers) => propagation.inject(trace.setSpan(context.active(), span), headers);
