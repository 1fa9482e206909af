import { createHash, randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../src/http/listen.ts';
import { PortInUseError } from '../../src/http/port-in-use-error.ts';

describe('listen', () => {
  const open: Listener[] = [];
  const serve = async (fetch: (request: Request) => Response | Promise<Response>): Promise<Listener> => {
    const listener = await listen(fetch, { port: 0, name: 'AWS' });
    open.push(listener);
    return listener;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((listener) => listener.close()));
  });

  it('tells the url and the port it got', async () => {
    const listener = await serve(() => new Response('ok'));
    expect(listener.port).toBeGreaterThan(0);
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    expect(await (await fetch(listener.url)).text()).toBe('ok');
  });

  it('refuses a taken port with the way out', async () => {
    const { port } = await serve(() => new Response());
    const failure = await listen(() => new Response(), { port, name: 'Dataverse' }).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(PortInUseError);
    expect(failure).toMatchObject({ code: 'ERR_LOCAL_PORT_IN_USE', port, service: 'Dataverse' });
    expect(String(failure)).toContain('--port-base');
  });

  it('passes method, path, query and host on', async () => {
    const { url, port } = await serve((r) => new Response(`${r.method} ${r.url}`));
    expect(await (await fetch(`${url}/a%20b?x=1&x=2`, { method: 'PATCH' })).text()).toBe(
      `PATCH http://127.0.0.1:${port}/a%20b?x=1&x=2`,
    );
  });

  it('passes a binary body of 10 MB in and out', async () => {
    const { url } = await serve(async (r) => new Response(await r.arrayBuffer()));
    const body = randomBytes(10 * 1024 * 1024);
    const answer = await fetch(url, { method: 'POST', body });
    const back = Buffer.from(await answer.arrayBuffer());
    expect(back.length).toBe(body.length);
    expect(digest(back)).toBe(digest(body));
  });

  it('answers HEAD with headers and no body', async () => {
    const { url } = await serve(
      () => new Response('four', { headers: { 'x-kind': 'head', 'content-length': '4' } }),
    );
    const answer = await ask(url, 'HEAD');
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers).toMatchObject({ 'x-kind': 'head', 'content-length': '4' });
  });

  it.each([204, 304])('answers %i without a body', async (status) => {
    const { url } = await serve(() => new Response(null, { status, headers: { etag: 'W/"1"' } }));
    const answer = await ask(url, 'GET');
    expect(answer).toMatchObject({ status, body: '' });
    expect(answer.headers.etag).toBe('W/"1"');
  });

  it('keeps duplicate headers apart on the way out and joined on the way in', async () => {
    const { url } = await serve((r) => {
      const headers = new Headers({ seen: r.headers.get('x-many') ?? '' });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      return new Response(null, { headers });
    });
    const answer = await ask(url, 'GET', { 'x-many': ['1', '2'] });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['seen']).toBe('1, 2');
  });

  it('streams a body as it comes', async () => {
    const { url } = await serve((r) => new Response(r.body));
    const answer = await fetch(url, { method: 'POST', body: 'a'.repeat(100_000) });
    expect((await answer.text()).length).toBe(100_000);
  });

  it('answers 500 when the handler throws, and lives on', async () => {
    let calls = 0;
    const { url } = await serve(() => {
      calls += 1;
      if (calls === 1) throw new Error('a secret');
      return new Response('ok');
    });
    const first = await fetch(url);
    expect([first.status, await first.text()]).toEqual([500, '']);
    expect(await (await fetch(url)).text()).toBe('ok');
  });

  it('leaves the global Request and Response alone', async () => {
    const before = [globalThis.Request, globalThis.Response];
    await serve(() => new Response());
    expect([globalThis.Request, globalThis.Response]).toEqual(before);
  });

  it('ends open sockets when closed', async () => {
    const listener = await serve(() => new Promise<Response>(() => undefined));
    const socket = connect(listener.port, '127.0.0.1');
    const ended = new Promise<void>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
    await new Promise<void>((resolve) =>
      socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n', () => resolve()),
    );
    await listener.close();
    await ended;
    await expect(fetch(listener.url)).rejects.toThrow();
  });
});

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function ask(
  url: string,
  method: string,
  headers: Record<string, string | string[]> = {},
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
