// Sends one request to ARGUMENTS.url within a span, and prints what spans there were.
import { createClient, nodeTransport } from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';
import { traceRequests } from '@wayleave/dataverse/opentelemetry';
import { anyToken } from '../loopback.mjs';
import { inject, record } from './recording.mjs';

const { url, transport, traced, injected } = JSON.parse(process.env['ARGUMENTS'] ?? '');
const { exporter, tracer } = record();
if (traced) traceRequests({ tracer, ...(injected && { inject }) });
const client = createClient({
  url,
  credential: anyToken,
  retry: { attempts: 1 },
  transport: transport === 'fetch' ? fetchTransport() : nodeTransport(),
});
await tracer.startActiveSpan('caller', async (span) => {
  await client.table('accounts').create({ name: 'Fabrikam' });
  await client.table('accounts').get({ emailaddress1: 'ann@example.com' }, { select: ['name'] });
  span.end();
});
const spans = exporter.getFinishedSpans().map((span) => ({
  name: span.name,
  by: span.instrumentationScope.name,
  kind: span.kind,
  attributes: span.attributes,
  id: span.spanContext().spanId,
  traceId: span.spanContext().traceId,
  parent: span.parentSpanContext?.spanId,
}));
process.stdout.write(JSON.stringify(spans));
