import { traceRequests } from '@wayleave/dataverse/opentelemetry';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { type Handler, inOrder } from '../support/server.ts';

class RecordedSpan {
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  status: unknown;
  exception: Error | undefined;
  ended = 0;

  constructor(name: string, attributes: object) {
    this.name = name;
    this.attributes = { ...attributes };
  }
  setAttribute(name: string, value: unknown) {
    this.attributes[name] = value;
  }
  setStatus(status: unknown) {
    this.status = status;
  }
  recordException(error: Error) {
    this.exception = error;
  }
  end() {
    this.ended += 1;
  }
}

async function tracedClient(handler: Handler) {
  const spans: RecordedSpan[] = [];
  onTestFinished(
    traceRequests({
      tracer: {
        startSpan(name, { attributes }) {
          const span = new RecordedSpan(name, attributes);
          spans.push(span);
          return span;
        },
      },
      inject: (span, headers) => {
        headers['traceparent'] = `for ${span.name}`;
      },
    }),
  );
  return { spans, ...(await clientTo(handler)) };
}

describe('spans', () => {
  it('follow the HTTP conventions, keep keys and queries to themselves, and are carried on', async () => {
    const { spans, client, server } = await tracedClient(() => ({ body: { name: 'Fabrikam' } }));
    await client.table('accounts').get({ emailaddress1: "o'brien@example.com" }, { select: ['name'] });
    const { port } = new URL(server.url);
    expect(spans).toMatchObject([
      {
        name: 'GET /api/data/v9.2/accounts({key})',
        attributes: {
          'http.request.method': 'GET',
          'url.full': `${server.url}/api/data/v9.2/accounts({key})`,
          'server.address': '127.0.0.1',
          'server.port': Number(port),
          'http.response.status_code': 200,
        },
        ended: 1,
        status: undefined,
      },
    ]);
    expect(JSON.stringify(spans)).not.toMatch(/brien|a-token/);
    expect(server.requests[0]?.headers['traceparent']).toBe('for GET /api/data/v9.2/accounts({key})');
  });

  it('are made for each try, and tell what went wrong', async () => {
    const busy = { status: 503, headers: { REQ_ID: 'the-id' } };
    const { spans, client } = await tracedClient(inOrder(busy, { body: { value: [] } }));
    await client.table('accounts').all();
    expect(spans.map(({ attributes }) => attributes)).toMatchObject([
      { 'error.type': '503', 'http.response.header.req_id': ['the-id'] },
      { 'http.request.resend_count': 1, 'http.response.status_code': 200 },
    ]);
    expect(spans[0]).toMatchObject({ status: { code: 2 }, ended: 1 });
  });

  it('end with the error when there is no answer', async () => {
    const { spans, client } = await tracedClient((_, response) => {
      response.destroy();
      return undefined;
    });
    await rejection(client.table('accounts').create({ name: ID }));
    expect(spans).toMatchObject([{ attributes: { 'error.type': 'ERR_TRANSPORT_NETWORK' }, ended: 1 }]);
    expect(spans[0]?.exception).toBeInstanceOf(Error);
  });

  it('are no longer made once it was ended', async () => {
    const started: string[] = [];
    const span = new RecordedSpan('x', {});
    const stop = traceRequests({
      tracer: {
        startSpan(name) {
          started.push(name);
          return span;
        },
      },
    });
    stop();
    const { client } = await clientTo(() => ({ body: { value: [] } }));
    await client.table('accounts').all();
    expect(started).toEqual([]);
  });
});
