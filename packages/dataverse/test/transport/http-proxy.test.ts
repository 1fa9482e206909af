import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpProxy, httpProxyFromEnv } from '../../src/transport/http-proxy.ts';
import { selfSigned } from '../support/certificate.ts';
import { rejection } from '../support/entra.ts';
import { startProxy } from './support/proxy.ts';
import { rawServer } from './support/raw-server.ts';
import { bytesOf, get, node, until } from './support/transports.ts';

const { cert, key } = selfSigned();
const BIG = 'ä'.repeat(2_000_000);
const seen: (string | undefined)[] = [];
let server: Server;
let port = 0;
let url = '';

beforeAll(async () => {
  server = createServer({ cert, key }, (request, response) => {
    seen.push(request.headers['proxy-authorization']);
    if (request.url === '/silent') return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      response.end(request.url === '/big' ? BIG : `${request.method} ${Buffer.concat(chunks).length}`),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port; // a TCP server has one
  url = `https://127.0.0.1:${port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('nodeTransport with httpProxy', () => {
  it('reaches the server through a tunnel, and uses the tunnel again', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    for (let i = 0; i < 3; i += 1) {
      const { body } = await transport(get(url, { method: 'POST', body: 'x'.repeat(300_000) }));
      expect((await bytesOf(body)).toString()).toBe('POST 300000');
    }
    expect(proxy.asked.map(({ target }) => target)).toEqual([`127.0.0.1:${port}`]);
    expect(proxy.asked[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('carries large answers, whole and as a stream', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    for (const stream of [false, true]) {
      const { body } = await transport(get(`${url}big`, { stream }));
      expect((await bytesOf(body)).toString() === BIG).toBe(true);
    }
    expect(proxy.asked).toHaveLength(1);
  });

  it('gives user and password to the proxy alone', async () => {
    const proxy = await startProxy();
    const address = `http://us%40er:p%3Ass%25@127.0.0.1:${proxy.port}`;
    seen.length = 0;
    await node({ ca: cert, proxy: httpProxy(address) })(get(url));
    expect(proxy.asked[0]?.headers['proxy-authorization']).toBe(
      `Basic ${Buffer.from('us@er:p:ss%').toString('base64')}`,
    );
    expect(seen).toEqual([undefined]);
  });

  it('verifies the server behind the proxy: its authority and its name', async () => {
    const proxy = httpProxy((await startProxy()).url);
    expect(await rejection(node({ proxy })(get(url)))).toMatchObject({ code: 'ERR_TRANSPORT_TLS' });
    const otherName = get(`https://localhost:${port}/`);
    expect(await rejection(node({ ca: cert, proxy })(otherName))).toMatchObject({
      code: 'ERR_TRANSPORT_TLS',
    });
  });

  it.each([
    ['407 Proxy Authentication Required', 'user and a password'],
    ['403 Forbidden', 'have it allowed'],
    ['502 Bad Gateway', 'does not reach'],
    ['405 Method Not Allowed', 'no proxy for https'],
  ])('says what to do when it answers %s, and shows no password', async (status, advice) => {
    const { port: at } = await startProxy(() => status);
    const transport = node({ ca: cert, proxy: httpProxy(`http://me:hunter2@127.0.0.1:${at}`) });
    const error = await rejection(transport(get(url)));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_PROXY', message: expect.stringContaining(advice) });
    expect(String(error)).toContain(`127.0.0.1:${port}`);
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/hunter2|bWU6/);
  });

  it('says so when the proxy is not there, or is no proxy', async () => {
    const gone = await rawServer(() => {});
    await gone.close();
    const absent = await rejection(node({ proxy: httpProxy(gone.url) })(get(url)));
    expect(absent).toMatchObject({ code: 'ERR_TRANSPORT_PROXY', cause: { code: 'ECONNREFUSED' } });
    for (const words of ['220 mail ready\r\n', 'HTTP/1.1 200 OK\r\nbroken', '']) {
      const other = await rawServer((socket) => socket.end(words));
      expect(await rejection(node({ proxy: httpProxy(other.url) })(get(url)))).toMatchObject({
        code: 'ERR_TRANSPORT_PROXY',
      });
    }
  });

  it('keeps the deadline while the proxy is silent, and leaves no connection behind', async () => {
    const proxy = await startProxy(() => undefined);
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    expect(await rejection(transport(get(url, { timeoutMs: 100 })))).toMatchObject({
      code: 'ERR_TRANSPORT_TIMEOUT',
    });
    await until(() => proxy.asked.length === 1 && proxy.tunnels.size === 0);
  });

  it('keeps the deadline while the server behind it is silent, and closes the tunnel', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    expect(await rejection(transport(get(`${url}silent`, { timeoutMs: 150 })))).toMatchObject({
      code: 'ERR_TRANSPORT_TIMEOUT',
    });
    await until(() => proxy.tunnels.size === 0);
  });

  it('opens no more tunnels than it may have connections', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, maxSockets: 3, proxy: httpProxy(proxy.url) });
    await Promise.all(Array.from({ length: 20 }, () => transport(get(url))));
    expect(proxy.asked.length).toBeLessThanOrEqual(3);
  });

  it('reports a tunnel that is cut', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    const cut = rejection(transport(get(`${url}silent`)));
    seen.length = 0;
    await until(() => seen.length === 1);
    for (const client of proxy.tunnels) client.destroy();
    expect(await cut).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect((await transport(get(url))).status).toBe(200);
  });

  it('does not keep the process alive by an idle tunnel', async () => {
    const proxy = await startProxy();
    const count = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    await transport(get(url));
    await until(() => count() <= 3); // the server's ends, of the proxy and of the server, and the proxy's way there
    expect(proxy.tunnels.size).toBe(1);
    await transport(get(url));
    expect(proxy.asked).toHaveLength(1);
  });

  it('closes idle tunnels with the transport', async () => {
    const proxy = await startProxy();
    const transport = node({ ca: cert, proxy: httpProxy(proxy.url) });
    await transport(get(url));
    transport.close();
    await until(() => proxy.tunnels.size === 0);
  });

  it('reaches a proxy by https, which must be trusted itself', async () => {
    const proxy = await startProxy(undefined, { cert, key });
    const trusted = node({ ca: cert, proxy: httpProxy(proxy.url, { ca: cert }) });
    expect((await bytesOf((await trusted(get(`${url}big`))).body)).toString() === BIG).toBe(true);
    expect(await rejection(node({ ca: cert, proxy: httpProxy(proxy.url) })(get(url)))).toMatchObject({
      code: 'ERR_TRANSPORT_PROXY',
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it('reaches exempt hosts and http: directly', async () => {
    const proxy = await startProxy(() => '403 Forbidden');
    const direct = node({ ca: cert, proxy: httpProxy(proxy.url, { noProxy: `other, 127.0.0.1:${port}` }) });
    expect((await direct(get(url))).status).toBe(200);
    const plain = await rawServer((socket) => socket.end('HTTP/1.1 204 None\r\n\r\n'));
    expect((await node({ proxy: httpProxy(proxy.url) })(get(plain.url))).status).toBe(204);
    expect(proxy.asked).toHaveLength(0);
  });

  it.each(['socks5://me:hunter2@127.0.0.1:1', 'me:hunter2@proxy', ''])('refuses the URL "%s"', (address) => {
    expect(() => httpProxy(address)).toThrowError(
      expect.objectContaining({
        code: 'ERR_TRANSPORT_PROXY',
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });
});

describe('httpProxyFromEnv', () => {
  it('reads the usual variables, lower case first, and no others', async () => {
    const proxy = await startProxy();
    const used = async (env: Record<string, string>) => {
      const before = proxy.asked.length;
      await node({ ca: cert, proxy: httpProxyFromEnv(env) })(get(url));
      return proxy.asked.length > before;
    };
    expect(await used({ HTTPS_PROXY: proxy.url })).toBe(true);
    expect(
      await used({ https_proxy: `127.0.0.1:${proxy.port}`, HTTPS_PROXY: 'http://nowhere.invalid' }),
    ).toBe(true);
    expect(await used({ HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.0/8' })).toBe(false);
    expect(await used({ HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1', no_proxy: '' })).toBe(true);
    expect(httpProxyFromEnv({ HTTP_PROXY: proxy.url, https_proxy: '' })).toBeUndefined();
  });
});
