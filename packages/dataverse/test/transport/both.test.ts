import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchTransport } from '../../src/transport/fetch-transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejection } from '../support/entra.ts';
import { type Handler, startServer } from '../support/server.ts';
import { bytesOf, get, TRANSPORTS, until } from './support/transports.ts';

async function serve(handler: Handler) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  return server;
}

const drip: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const timer = setInterval(() => response.write('.'), 5);
  response.on('close', () => clearInterval(timer));
  return undefined;
};

describe.each(TRANSPORTS)('%s', (_name, make) => {
  it('carries method, path, headers and body, and brings status, headers and body back', async () => {
    const server = await serve((request) => ({
      status: 201,
      headers: { 'X-Answer': 'Yes', 'set-cookie': 'a=1' },
      body: `got ${request.body}`,
    }));
    const answer = await make()(
      get(`${server.url}/a%20b('x')?$filter=a%20eq%20%27b%27`, {
        method: 'PATCH',
        headers: { 'X-Ask': 'gr' },
        body: 'ümlaut',
      }),
    );
    expect(answer).toMatchObject({ status: 201, setCookie: ['a=1'] });
    expect(answer.headers['x-answer']).toBe('Yes');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect((await bytesOf(answer.body)).toString()).toBe('got ümlaut');
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      path: "/a%20b('x')?$filter=a%20eq%20%27b%27",
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-ask': 'gr', 'content-length': '7' });
  });

  it('carries bytes', async () => {
    const server = await serve((request) => ({ body: request.headers['content-length'] }));
    const body = new Uint8Array([0, 255, 128]);
    expect((await bytesOf((await make()(get(server.url, { method: 'PUT', body }))).body)).toString()).toBe(
      '3',
    );
  });

  it('announces the length of a write without a body', async () => {
    const server = await serve(() => ({ status: 204 }));
    await make()(get(server.url, { method: 'POST' }));
    expect(server.requests[0]?.headers['content-length']).toBe('0');
    expect(server.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it.each([204, 304])('takes %i, which has no body', async (status) => {
    const server = await serve(() => ({ status, headers: { 'content-encoding': 'gzip' } }));
    const answer = await make()(get(server.url));
    expect(answer.status).toBe(status);
    expect(await bytesOf(answer.body)).toHaveLength(0);
  });

  it('takes the answer to HEAD, whatever length it announces', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '5000', 'content-encoding': 'gzip' }).end();
      return undefined;
    });
    const answer = await make({ maxResponseBytes: 10 })(get(server.url, { method: 'HEAD' }));
    expect(await bytesOf(answer.body)).toHaveLength(0);
  });

  it('puts a large body together from its parts', async () => {
    const text = 'ä€😀'.repeat(200_000);
    const server = await serve(() => ({ body: text }));
    expect((await bytesOf((await make()(get(server.url))).body)).toString()).toBe(text);
  });

  it('follows no redirect', async () => {
    const server = await serve(() => ({ status: 302, headers: { location: '/elsewhere' } }));
    const answer = await make()(get(server.url));
    expect(answer).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([false, true])('has a deadline that a slow drip does not beat (stream: %s)', async (stream) => {
    const server = await serve(drip);
    const read = async () => bytesOf((await make()(get(server.url, { timeoutMs: 80, stream }))).body);
    const error = await rejection(read());
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });

  it('has a deadline for a server that never answers', async () => {
    const server = await serve(() => new Promise(() => {}));
    expect(await rejection(make()(get(server.url, { timeoutMs: 30 })))).toMatchObject({
      code: 'ERR_TRANSPORT_TIMEOUT',
    });
  });

  it('takes a deadline longer than a timer can be', async () => {
    const server = await serve(() => ({ body: 'ok' }));
    expect((await make()(get(server.url, { timeoutMs: Number.MAX_SAFE_INTEGER }))).status).toBe(200);
  });

  it.each([false, true])('ends when the signal says so (stream: %s)', async (stream) => {
    const server = await serve(drip);
    const abort = new AbortController();
    const read = rejection(
      make()(get(server.url, { signal: abort.signal, stream })).then(({ body }) => bytesOf(body)),
    );
    await until(() => server.requests.length > 0);
    abort.abort(new Error('enough'));
    expect(await read).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED', cause: { message: 'enough' } });
  });

  it('sends nothing when the signal is aborted already', async () => {
    const server = await serve(() => ({}));
    const error = await rejection(make()(get(server.url, { signal: AbortSignal.abort('no') })));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED', cause: 'no' });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    ['whole', 'announced', false, { 'content-length': '2000' }],
    ['whole', 'not announced', false, { 'transfer-encoding': 'chunked' }],
    ['stream', 'announced', true, { 'content-length': '2000' }],
    ['stream', 'not announced', true, { 'transfer-encoding': 'chunked' }],
  ])('reads no more than it may (%s, length %s)', async (_, _length, stream, headers) => {
    const server = await serve(() => ({ headers, body: 'x'.repeat(2000) }));
    const transport = make({ maxResponseBytes: 1000 });
    const read = transport(get(server.url, { stream })).then(({ body }) => bytesOf(body));
    expect(await rejection(read)).toMatchObject({ code: 'ERR_TRANSPORT_TOO_LARGE' });
  });

  it.each([false, true])('takes a body of just the largest size (stream: %s)', async (stream) => {
    const server = await serve(() => ({ body: 'x'.repeat(1000) }));
    const { body } = await make({ maxResponseBytes: 1000 })(get(server.url, { stream }));
    expect(await bytesOf(body)).toHaveLength(1000);
  });

  it.each([
    ['whole, with a length', false, { 'content-length': '100' }],
    ['whole, in chunks', false, {}],
    ['stream, with a length', true, { 'content-length': '100' }],
    ['stream, in chunks', true, {}],
  ])('reports a body that breaks off: %s', async (_, stream, headers) => {
    const server = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.write('{"value":[', () => response.destroy());
      return undefined;
    });
    const read = make()(get(server.url, { stream })).then(({ body }) => bytesOf(body));
    expect(await rejection(read)).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });

  it('gives a stream while the answer is still being written', async () => {
    let finish: () => void = () => {};
    const server = await serve((_, response) => {
      response.writeHead(200);
      response.write('first');
      finish = () => response.end('last');
      return undefined;
    });
    const { status, body } = await make()(get(server.url, { stream: true }));
    expect(status).toBe(200);
    const seen: string[] = [];
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      seen.push(Buffer.from(chunk).toString());
      if (seen.length === 1) finish();
    }
    expect(seen.join('|')).toBe('first|last');
  });

  it('frees the connection when the loop over a stream is left', async () => {
    let isClosed = false;
    const server = await serve((request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      return drip(request, response);
    });
    const { body } = await make()(get(server.url, { stream: true }));
    for await (const _ of body as AsyncIterable<Uint8Array>) break;
    await until(() => isClosed);
  });

  it('frees the connection at the deadline when nobody reads the stream, and says so to whoever comes late', async () => {
    let isClosed = false;
    const server = await serve((request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      return drip(request, response);
    });
    const { body } = await make()(get(server.url, { stream: true, timeoutMs: 50 }));
    await until(() => isClosed);
    expect(await rejection(bytesOf(body))).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });

  it('reports a server that is not there, with the cause and without the query', async () => {
    const server = await startServer(() => ({}));
    await server.close();
    const error = await rejection(make()(get(`${server.url}/a?b=c`)));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK', cause: { code: 'ECONNREFUSED' } });
    expect(String(error)).toContain(`GET ${server.url}/a: `);
    expect(String(error)).not.toContain('b=c');
  });

  it.each([
    'http://contoso.example/',
    'http://127.0.0.1.example/',
    'ftp://127.0.0.1/',
    'https://user:secret@127.0.0.1/',
    'nonsense',
  ])('refuses %s', async (url) => {
    const error = await rejection(make()(get(url)));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_URL' });
    expect(String(error)).not.toContain('secret');
  });

  it('refuses a header that HTTP cannot carry, without showing it', async () => {
    const server = await serve(() => ({}));
    const headers = { authorization: 'Bearer the-token\r\nx: y' };
    const error = await rejection(make()(get(server.url, { headers })));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_REQUEST' });
    expect(`${error} ${(error as Error).cause}`).not.toContain('the-token');
    expect(server.requests).toHaveLength(0);
  });
});

describe('fetchTransport', () => {
  it('keeps its deadline with a fetch that heeds no signal', async () => {
    const transport = fetchTransport({ fetch: () => new Promise(() => {}) });
    expect(await rejection(transport(get('https://contoso.example/', { timeoutMs: 20 })))).toMatchObject({
      code: 'ERR_TRANSPORT_TIMEOUT',
    });
  });

  it.each([undefined, null, 'text'])('reports a custom fetch that throws %s', async (thrown) => {
    const transport = fetchTransport({ fetch: () => Promise.reject(thrown) });
    expect(await rejection(transport(get('https://contoso.example/')))).toMatchObject({
      code: 'ERR_TRANSPORT_NETWORK',
    });
  });

  it('reports what a custom fetch throws', async () => {
    const transport = fetchTransport({
      fetch: () => {
        throw new TypeError('broken');
      },
    });
    expect(await rejection(transport(get('https://contoso.example/')))).toMatchObject({
      code: 'ERR_TRANSPORT_NETWORK',
      message: 'GET https://contoso.example/: broken',
    });
  });
});
