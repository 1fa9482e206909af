import { describe, expect, it, onTestFinished } from 'vitest';
import type { NodeTransportOptions } from '../../src/transport/node-transport.ts';
import type { TransportRequest } from '../../src/transport/transport.ts';
import { rejection } from '../support/entra.ts';
import { type Handler, startServer } from '../support/server.ts';
import { bytesOf, get, node, until } from './support/transports.ts';

async function serve(handler: Handler, options: NodeTransportOptions = {}) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  const transport = node(options);
  const send = (request: Partial<TransportRequest> = {}) => transport(get(`${server.url}/a?b=c`, request));
  return { server, transport, send };
}

/** A handler that notes the client's port of each request. */
function noting(ports: (number | undefined)[]): Handler {
  return (_, response) => {
    ports.push(response.socket?.remotePort);
    return { body: 'ok' };
  };
}

describe('nodeTransport', () => {
  it('sends what it is given, the host and the length, and nothing else', async () => {
    const { server, send } = await serve(() => ({}));
    await send({ method: 'POST', headers: { Accept: 'a', 'x-b': 'c' }, body: 'd' });
    const { host } = new URL(server.url);
    expect(server.requests[0]?.headers).toEqual({
      host,
      accept: 'a',
      'x-b': 'c',
      'content-length': '1',
      connection: 'keep-alive',
    });
  });

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'Expect', 'upgrade'])(
    'refuses the header %s, which is its own to set',
    async (name) => {
      const { server, send } = await serve(() => ({}));
      const error = await rejection(send({ method: 'POST', headers: { [name]: '1' } }));
      expect(error).toMatchObject({
        code: 'ERR_TRANSPORT_REQUEST',
        message: expect.stringContaining(`"${name}"`),
      });
      expect(server.requests).toHaveLength(0);
    },
  );

  it('refuses a method that is none', async () => {
    const { send } = await serve(() => ({}));
    expect(await rejection(send({ method: 'GET /' }))).toMatchObject({ code: 'ERR_TRANSPORT_REQUEST' });
  });

  it('uses a connection again, after a stream too', async () => {
    const ports: (number | undefined)[] = [];
    const { send } = await serve(noting(ports));
    for (let i = 0; i < 6; i += 1) await bytesOf((await send({ stream: i % 2 === 0 })).body);
    expect(new Set(ports).size).toBe(1);
  });

  it('does not use one again that has been idle for too long', async () => {
    const ports: (number | undefined)[] = [];
    let time = 0;
    const { send } = await serve(noting(ports), { now: () => time });
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
    const ports: (number | undefined)[] = [];
    const { send } = await serve(noting(ports), { maxSockets: 3 });
    await Promise.all(Array.from({ length: 30 }, () => send()));
    expect(new Set(ports).size).toBeLessThanOrEqual(3);
  });

  it('counts the wait for a connection into the deadline', async () => {
    const { server, send } = await serve(() => new Promise(() => {}), { maxSockets: 1 });
    const first = rejection(send({ timeoutMs: 200 }));
    await until(() => server.requests.length === 1);
    expect(await rejection(send({ timeoutMs: 30 }))).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    expect(await first).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    expect(server.requests).toHaveLength(1);
  });

  it('ends what is under way when closed, and sends nothing afterwards', async () => {
    const { server, transport, send } = await serve(() => new Promise(() => {}));
    const pending = rejection(send());
    await until(() => server.requests.length > 0);
    transport.close();
    expect(await pending).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect(await rejection(send())).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect(server.requests).toHaveLength(1);
  });

  it('ends streams when closed', async () => {
    const { transport, send } = await serve((_, response) => {
      response.writeHead(200).write('begun');
      return undefined;
    });
    const { body } = await send({ stream: true });
    const read = rejection(bytesOf(body));
    transport.close();
    expect(await read).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });

  it('reads no faster than a stream is read', async () => {
    let written = 0;
    const { send } = await serve((_, response) => {
      const part = Buffer.alloc(1 << 20);
      const write = () => {
        while (written < 64 && !response.destroyed) {
          written += 1;
          if (!response.write(part)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
      return undefined;
    });
    const { body } = await send({ stream: true, timeoutMs: 20_000 });
    let before = -1;
    for (let quiet = 0; quiet < 20; before = written) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = written === before ? quiet + 1 : 0;
    }
    expect(written).toBeLessThan(32);
    expect(await bytesOf(body)).toHaveLength(64 << 20);
  });

  it('keeps no listener on the signal of a request that is over', async () => {
    const { send } = await serve(() => ({ body: 'ok' }));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    Object.assign(signal, {
      addEventListener: (type: string, listener: () => void) => {
        listeners += 1;
        add(type, listener);
      },
      removeEventListener: (type: string, listener: () => void) => {
        listeners -= 1;
        remove(type, listener);
      },
    });
    await send({ signal });
    await bytesOf((await send({ signal, stream: true })).body);
    expect(listeners).toBe(0);
  });
});
