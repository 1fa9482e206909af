/** The part of an OpenTelemetry `Span` that is used; restated, so that nothing of it needs to be installed. */
export interface SpanLike {
  setAttribute(name: string, value: string | number | string[]): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  recordException(error: Error): unknown;
  end(): void;
}

/** The part of an OpenTelemetry `Tracer` that is used: `trace.getTracer('my-service')` gives one. */
export interface TracerLike<S extends SpanLike = SpanLike> {
  startSpan(
    name: string,
    options: { readonly kind: number; readonly attributes: Readonly<Record<string, string | number>> },
  ): S;
}
