import { nodeTransport, TransportError, type TransportRequest } from '@wayleave/dataverse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../support/entra.ts';
import { type Handler, startServer } from '../support/server.ts';

async function serve(handler: Handler, options: Parameters<typeof nodeTransport>[0] = {}) {
  const server = await startServer(handler);
  const transport = nodeTransport(options);
  onTestFinished(async () => {
    transport.close();
    await server.close();
  });
  const send = (request: Partial<TransportRequest> = {}) =>
    transport({ method: 'GET', url: `${server.url}/a?b=c`, headers: {}, timeoutMs: 5000, ...request });
  return { server, transport, send };
}

const textOf = ({ body }: { body: unknown }) =>
  body instanceof Uint8Array ? Buffer.from(body).toString() : '';

describe('nodeTransport', () => {
  it('carries method, path, headers and body, and brings status, headers and body back', async () => {
    const { server, send } = await serve((request) => ({
      status: 201,
      headers: { 'X-Answer': 'Yes', 'set-cookie': 'a=1' },
      body: `got ${request.body}`,
    }));
    const answer = await send({ method: 'POST', headers: { 'X-Ask': 'gr' }, body: 'ümlaut' });
    expect(answer).toMatchObject({ status: 201, setCookie: ['a=1'] });
    expect(answer.headers['x-answer']).toBe('Yes');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(textOf(answer)).toBe('got ümlaut');
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/a?b=c' });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-ask': 'gr', 'content-length': '7' });
  });

  it('uses a connection again', async () => {
    const ports = new Set<number | undefined>();
    const { send } = await serve((_, response) => {
      ports.add(response.socket?.remotePort);
      return { body: 'ok' };
    });
    for (let i = 0; i < 5; i += 1) await send();
    expect(ports.size).toBe(1);
  });

  it('does not use one again that has been idle for too long', async () => {
    const ports: (number | undefined)[] = [];
    let time = 0;
    const { send } = await serve(
      (_, response) => {
        ports.push(response.socket?.remotePort);
        return { body: 'ok' };
      },
      { now: () => time },
    );
    await Promise.all([send(), send(), send()]);
    time = 29_000;
    await send();
    time = 45_000;
    await send();
    time = 80_000;
    await send();
    const [first, second, third, soon, later, tooLate] = ports;
    expect([first, second, third]).toContain(soon);
    expect(later).toBe(soon);
    expect(ports.slice(0, 5)).not.toContain(tooLate);
  });

  it('opens no more connections than it may', async () => {
    const ports = new Set<number | undefined>();
    const { send } = await serve(
      (_, response) => {
        ports.add(response.socket?.remotePort);
        return { body: 'ok' };
      },
      { maxSockets: 3 },
    );
    await Promise.all(Array.from({ length: 30 }, () => send()));
    expect(ports.size).toBeLessThanOrEqual(3);
  });

  it('follows no redirect', async () => {
    const { server, send } = await serve(() => ({ status: 302, headers: { location: '/elsewhere' } }));
    expect((await send()).status).toBe(302);
    expect(server.requests).toHaveLength(1);
  });

  it('has a deadline that a slow drip does not beat', async () => {
    const { send } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const drip = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(drip));
      return undefined;
    });
    const error = await rejection(send({ timeoutMs: 60 }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });

  it('has a deadline for a server that never answers', async () => {
    const { send } = await serve(() => new Promise(() => {}));
    expect(await rejection(send({ timeoutMs: 30 }))).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });

  it.each([
    ['announced', { 'content-length': '2000' }],
    ['not announced', { 'transfer-encoding': 'chunked' }],
  ])('reads no more than it may when the length is %s', async (_, headers) => {
    const { send } = await serve(() => ({ headers, body: 'x'.repeat(2000) }), { maxResponseBytes: 1000 });
    expect(await rejection(send())).toMatchObject({ code: 'ERR_TRANSPORT_TOO_LARGE' });
  });

  it.each([
    ['with a length', { 'content-length': '100' }],
    ['in chunks', {}],
  ])('reports a body that breaks off, %s', async (_, headers) => {
    const { send } = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.write('{"value":[', () => response.destroy());
      return undefined;
    });
    expect(await rejection(send())).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });

  it('reports a server that is not there, with the cause and without the query', async () => {
    const { server, send } = await serve(() => ({}));
    await server.close();
    const error = await rejection(send());
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK', cause: { code: 'ECONNREFUSED' } });
    expect(String(error)).toContain(`${server.url}/a`);
    expect(String(error)).not.toContain('b=c');
  });

  it('ends when the signal says so, before or during the request', async () => {
    const { server, send } = await serve(() => new Promise(() => {}));
    const before = send({ signal: AbortSignal.abort() });
    expect(await rejection(before)).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
    expect(server.requests).toHaveLength(0);
    const abort = new AbortController();
    const during = rejection(send({ signal: abort.signal }));
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('enough'));
    expect(await during).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED', cause: { message: 'enough' } });
  });

  it.each(['http://contoso.example/', 'http://127.0.0.1.example/', 'ftp://127.0.0.1/', 'nonsense'])(
    'refuses %s',
    async (url) => {
      const { send } = await serve(() => ({}));
      expect(await rejection(send({ url }))).toMatchObject({ code: 'ERR_TRANSPORT_URL' });
    },
  );

  it('ends what is under way when closed, and sends nothing afterwards', async () => {
    const { server, transport, send } = await serve(() => new Promise(() => {}));
    const pending = rejection(send());
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    transport.close();
    expect(await pending).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect(await rejection(send())).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect(server.requests).toHaveLength(1);
  });
});
