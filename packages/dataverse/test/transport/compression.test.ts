import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../support/entra.ts';
import { startServer } from '../support/server.ts';
import { bytesOf, get, node, until } from './support/transports.ts';

const TEXT = JSON.stringify({ value: Array.from({ length: 500 }, (_, id) => ({ id, name: 'Fabrikam' })) });

async function answering(body: Buffer, coding = 'gzip') {
  const server = await startServer((_, response) => {
    response.writeHead(200, { 'content-encoding': coding, 'content-length': body.length }).end(body);
    return undefined;
  });
  onTestFinished(() => server.close());
  return server;
}

describe.each([
  ['whole', false],
  ['stream', true],
])('nodeTransport and gzip (%s)', (_, stream) => {
  it('asks for it and inflates it when that is wanted', async () => {
    const server = await answering(gzipSync(TEXT));
    const { headers, body } = await node({ compression: true })(get(server.url, { stream }));
    expect((await bytesOf(body)).toString()).toBe(TEXT);
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip');
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers).not.toHaveProperty('content-length');
  });

  it('does not ask for it by default, and reads it all the same', async () => {
    const server = await answering(gzipSync(TEXT));
    const { body } = await node()(get(server.url, { stream }));
    expect((await bytesOf(body)).toString()).toBe(TEXT);
    expect(server.requests[0]?.headers).not.toHaveProperty('accept-encoding');
  });

  it('leaves a plain answer alone', async () => {
    const server = await answering(Buffer.from(TEXT), 'identity');
    const { body } = await node({ compression: true })(get(server.url, { stream }));
    expect((await bytesOf(body)).toString()).toBe(TEXT);
  });

  it('takes an empty answer that says it is gzip', async () => {
    const server = await answering(Buffer.alloc(0));
    expect(await bytesOf((await node()(get(server.url, { stream }))).body)).toHaveLength(0);
  });

  it('applies the size limit to the inflated bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    const server = await answering(bomb);
    let seen = 0;
    const read = async () => {
      const transport = node({ compression: true, maxResponseBytes: 1_000_000 });
      const { body } = await transport(get(server.url, { stream }));
      if (body instanceof Uint8Array) return;
      for await (const chunk of body) seen += chunk.length;
    };
    expect(await rejection(read())).toMatchObject({ code: 'ERR_TRANSPORT_TOO_LARGE' });
    expect(seen).toBeLessThanOrEqual(1_000_000);
  });

  it.each([
    ['damaged', Buffer.from('this is no gzip at all')],
    ['cut short', gzipSync(TEXT).subarray(0, 100)],
  ])('reports gzip that is %s', async (_, body) => {
    const server = await answering(body);
    const read = node()(get(server.url, { stream })).then((answer) => bytesOf(answer.body));
    expect(await rejection(read)).toMatchObject({ code: 'ERR_TRANSPORT_ENCODING' });
  });

  it('reports a coding that nobody asked for', async () => {
    const server = await answering(brotliCompressSync(TEXT), 'br');
    expect(await rejection(node()(get(server.url, { stream })))).toMatchObject({
      code: 'ERR_TRANSPORT_ENCODING',
      message: expect.stringContaining('"br"'),
    });
  });

  it('reports a connection that breaks within gzip as that', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': 5000 });
      response.write(gzipSync(TEXT).subarray(0, 200), () => response.destroy());
      return undefined;
    });
    onTestFinished(() => server.close());
    const read = node()(get(server.url, { stream })).then((answer) => bytesOf(answer.body));
    expect(await rejection(read)).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });
});

describe('a stream of gzip', () => {
  it('frees the connection when its loop is left', async () => {
    let isClosed = false;
    const server = await startServer((_, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.write(gzipSync(TEXT));
      return undefined;
    });
    onTestFinished(() => server.close());
    const { body } = await node()(get(server.url, { stream: true }));
    for await (const _ of body as AsyncIterable<Uint8Array>) break;
    await until(() => isClosed);
  });
});
