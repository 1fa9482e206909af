import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { context, propagation, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_REQUEST_RESEND_COUNT,
  ATTR_HTTP_RESPONSE_HEADER,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';
import { ATTR_URL_TEMPLATE } from '@opentelemetry/semantic-conventions/incubating';
import { batch, createClient, nodeTransport } from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';
import { traceRequests } from '@wayleave/dataverse/opentelemetry';
import { anyToken, loopback } from '../loopback.mjs';
import { inject, record } from './recording.mjs';

const { exporter, tracer } = record();
const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
const who = { UserId: ID, BusinessUnitId: ID, OrganizationId: ID };

/** @param {string} url @param {Partial<import('@wayleave/dataverse').ClientOptions>} [more] */
const clientOf = (url, more) => createClient({ url, credential: anyToken, sleep: async () => {}, ...more });

/** Runs `work` in a span of its own; gives that span's id. @param {string} name @param {() => Promise<unknown>} work */
const within = (name, work) =>
  tracer.startActiveSpan(name, async (span) => {
    await work();
    span.end();
    return span.spanContext().spanId;
  });

const requestSpans = () => exporter.getFinishedSpans().filter(({ kind }) => kind === SpanKind.CLIENT);
const sole = () => {
  const [span, ...others] = requestSpans();
  assert.ok(span);
  assert.equal(others.length, 0);
  return span;
};

/** What W3C Trace Context says a header holds. @param {string | string[] | undefined} header */
function parent(header) {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(header)) ?? [];
  assert.ok(traceId, `no traceparent: ${String(header)}`);
  return { traceId, spanId, isSampled: (Number.parseInt(flags ?? '', 16) & TraceFlags.SAMPLED) !== 0 };
}

describe('traceRequests with the OpenTelemetry SDK', () => {
  /** @type {() => void} */
  let stop;
  before(() => {
    stop = traceRequests({ tracer, inject });
  });
  after(() => stop());
  beforeEach(() => exporter.reset());

  for (const [name, transport] of /** @type {const} */ ([
    ['nodeTransport', nodeTransport()],
    ['fetchTransport', fetchTransport()],
  ])) {
    it(`gives each of 100 requests at a time the span around it, by ${name}`, async (t) => {
      // Answers in another order than that of the requests.
      /** @type {(() => void)[]} */
      const waiting = [];
      const server = await loopback(t, async () => {
        const turn = new Promise((resolve) => waiting.push(() => resolve(undefined)));
        if (waiting.length === 20) for (const answer of waiting.splice(0).toReversed()) answer();
        await turn;
        return { body: who };
      });
      const client = clientOf(server.url, { transport });
      const callers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          within(`caller ${index}`, () => client.with({ tag: `n${index}` }).whoAmI()),
        ),
      );
      assert.equal(requestSpans().length, 100);
      const bySpan = new Map(requestSpans().map((span) => [span.spanContext().spanId, span]));
      for (const { path, headers } of server.requests) {
        const { spanId, isSampled, traceId } = parent(headers['traceparent']);
        const span = bySpan.get(spanId ?? '');
        const index = Number(/tag=n(\d+)/.exec(path)?.[1]);
        assert.equal(span?.parentSpanContext?.spanId, callers[index]);
        assert.equal(span?.spanContext().traceId, traceId);
        assert.ok(isSampled);
      }
    });
  }

  it('names and describes a span by the semantic conventions', async (t) => {
    const server = await loopback(t, () => ({ body: { name: 'x' }, headers: { REQ_ID: 'the-id' } }));
    await clientOf(server.url)
      .table('accounts')
      .get({ emailaddress1: 'ann@example.com' }, { select: ['name'] });
    const { name, attributes, status, kind, events } = sole();
    const path = '/api/data/v9.2/accounts({key})';
    assert.equal(kind, SpanKind.CLIENT);
    assert.deepEqual(
      { ...attributes },
      {
        [ATTR_HTTP_REQUEST_METHOD]: 'GET',
        [ATTR_URL_FULL]: `${server.url}${path}`,
        [ATTR_URL_TEMPLATE]: path,
        [ATTR_SERVER_ADDRESS]: '127.0.0.1',
        [ATTR_SERVER_PORT]: server.port,
        [ATTR_HTTP_RESPONSE_STATUS_CODE]: 200,
        [ATTR_HTTP_RESPONSE_HEADER('req_id')]: ['the-id'],
      },
    );
    // `{method} {url.template}`, as the conventions name a client's span that knows its template.
    assert.equal(name, [attributes[ATTR_HTTP_REQUEST_METHOD], attributes[ATTR_URL_TEMPLATE]].join(' '));
    assert.deepEqual(status, { code: SpanStatusCode.UNSET });
    assert.deepEqual(events, []);
  });

  it('gives each try a span, counted, under one parent', async (t) => {
    let tries = 0;
    const server = await loopback(t, () => {
      tries += 1;
      return tries < 3 ? { status: 503 } : { body: who };
    });
    const caller = await within('caller', () => clientOf(server.url).whoAmI());
    const spans = requestSpans();
    assert.deepEqual(
      spans.map(({ attributes }) => attributes[ATTR_HTTP_REQUEST_RESEND_COUNT]),
      [undefined, 1, 2],
    );
    assert.deepEqual(new Set(spans.map((span) => span.parentSpanContext?.spanId)), new Set([caller]));
    assert.deepEqual(
      spans.map(({ attributes, status }) => [attributes[ATTR_ERROR_TYPE], status.code]),
      [
        ['503', SpanStatusCode.ERROR],
        ['503', SpanStatusCode.ERROR],
        [undefined, SpanStatusCode.UNSET],
      ],
    );
    assert.deepEqual(
      server.requests.map(({ headers }) => parent(headers['traceparent']).spanId),
      spans.map((span) => span.spanContext().spanId),
    );
  });

  it('gives the second try after a 401 a span of its own, too', async (t) => {
    let tries = 0;
    const server = await loopback(t, () => {
      tries += 1;
      return tries === 1 ? { status: 401 } : { body: who };
    });
    let tokens = 0;
    const credential = {
      getToken: async () => {
        tokens += 1;
        return { token: `token-${tokens}`, expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    await clientOf(server.url, { credential }).whoAmI();
    assert.deepEqual(
      requestSpans().map(({ attributes }) => attributes[ATTR_HTTP_RESPONSE_STATUS_CODE]),
      [401, 200],
    );
  });

  it('has the exception on the span when there is no answer', async (t) => {
    const refusing = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    t.after(() => refusing.close());
    const { port } = /** @type {import('node:net').AddressInfo} */ (refusing.address());
    await assert.rejects(clientOf(`http://127.0.0.1:${port}`, { retry: { attempts: 1 } }).whoAmI());
    const { status, attributes, events } = sole();
    assert.equal(status.code, SpanStatusCode.ERROR);
    assert.equal(attributes[ATTR_ERROR_TYPE], 'ERR_TRANSPORT_NETWORK');
    assert.equal(attributes[ATTR_HTTP_RESPONSE_STATUS_CODE], undefined);
    assert.equal(events[0]?.name, 'exception');
    assert.equal(events[0]?.attributes?.[ATTR_EXCEPTION_TYPE], 'ERR_TRANSPORT_NETWORK');
    assert.match(String(events[0]?.attributes?.[ATTR_EXCEPTION_MESSAGE]), /^GET /);
  });

  it('makes one span of a batch, and one of each page', async (t) => {
    const server = await loopback(t, ({ path, headers }) => {
      if (!path.endsWith('$batch')) {
        const next = `${server.url}/api/data/v9.2/accounts?$skiptoken=2`;
        return { body: { value: [{}], ...(!path.includes('skiptoken') && { '@odata.nextLink': next }) } };
      }
      assert.match(`${headers['content-type']}`, /^multipart\/mixed/);
      const part = `Content-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(who)}`;
      return {
        headers: { 'content-type': 'multipart/mixed; boundary=b' },
        body: `--b\r\n${part}\r\n--b\r\n${part}\r\n--b--\r\n`,
      };
    });
    const client = clientOf(server.url);
    const caller = await within('caller', async () => {
      const requests = batch(client);
      requests.whoAmI();
      requests.whoAmI();
      await requests.send();
      assert.equal((await client.table('accounts').all()).length, 2);
    });
    assert.deepEqual(
      requestSpans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId]),
      [
        ['POST /api/data/v9.2/$batch', caller],
        ['GET /api/data/v9.2/accounts', caller],
        ['GET /api/data/v9.2/accounts', caller],
      ],
    );
  });

  it('carries the trace state, the baggage, and the decision not to sample', async (t) => {
    const server = await loopback(t, () => ({ body: who }));
    const headers = {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
      tracestate: 'congo=t61rcWkgMzE',
      baggage: 'tenant=fabrikam',
    };
    const outer = propagation.extract(context.active(), headers);
    await context.with(outer, () => clientOf(server.url).whoAmI());
    const [request] = server.requests;
    const { traceId, isSampled } = parent(request?.headers['traceparent']);
    assert.equal(traceId, '0af7651916cd43dd8448eb211c80319c');
    assert.equal(isSampled, false);
    assert.equal(request?.headers['tracestate'], headers.tracestate);
    assert.equal(request?.headers['baggage'], headers.baggage);
    assert.equal(requestSpans().length, 0);
  });

  it('shows the token, keys and queries in no span', async (t) => {
    const server = await loopback(t, () => ({
      status: 404,
      body: { error: { code: '0x80040217', message: 'm' } },
    }));
    const credential = {
      getToken: async () => ({ token: 'secret-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    const accounts = clientOf(server.url, { credential }).table('accounts');
    await assert.rejects(accounts.get({ emailaddress1: 'ann@example.com' }));
    await assert.rejects(accounts.filter((f) => f.eq('name', 'Ann Smith')).all());
    await assert.rejects(accounts.get({ name: 'Ann (x) Smith' }));
    const told = JSON.stringify(
      requestSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    );
    assert.equal(requestSpans().length, 3);
    assert.doesNotMatch(told, /ann|smith|secret-token/i);
  });

  it('is silent without an active span or SDK of its own: the request is a root', async (t) => {
    const server = await loopback(t, () => ({ body: who }));
    assert.equal(trace.getActiveSpan(), undefined);
    await clientOf(server.url).whoAmI();
    assert.equal(sole().parentSpanContext, undefined);
  });
});
