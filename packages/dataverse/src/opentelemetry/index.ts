export { type TraceOptions, traceRequests } from './trace-requests.ts';
export type { SpanLike, TracerLike } from './tracer.ts';
