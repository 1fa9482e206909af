import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchTransport } from '../../src/transport/fetch-transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejection } from '../support/entra.ts';
import { rawServer } from './support/raw-server.ts';
import { bytesOf, get, node, TRANSPORTS } from './support/transports.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

describe.each(TRANSPORTS)('%s and hostile answers', (_, make) => {
  const answerTo = async (bytes: string | Uint8Array, stream: boolean, keepOpen = false) => {
    const server = await rawServer((socket) => (keepOpen ? socket.write(bytes) : socket.end(bytes)));
    const { status, headers, body } = await make()(get(server.url, { stream, timeoutMs: 2000 }));
    return { status, headers, text: (await bytesOf(body)).toString('latin1') };
  };

  describe.each([
    ['whole', false],
    ['stream', true],
  ])('%s', (_name, stream) => {
    it.each([
      ['nothing', ''],
      ['a status line without an end', 'HTTP/1.1 200'],
      ['a bad status line', 'HTTP/1.1 OK 200\r\n\r\n'],
      ['another protocol', 'SSH-2.0-OpenSSH_9.0\r\n'],
      ['headers without an end', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n'],
      ['huge headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(300_000)}\r\n\r\n`],
      ['a length that is no number', 'HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\nok'],
      ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok'],
      ['a length too long', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok'],
      ['chunks without an end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n'],
      ['chunked garbage', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n'],
      [
        'a chunk with a length too long',
        'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nok\r\n0\r\n\r\n',
      ],
      ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\nok'],
    ])('reports %s as a broken connection', async (_what, bytes) => {
      expect(await rejection(answerTo(bytes, stream))).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    });

    it.each([
      ['103', `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${OK}`],
      ['102', `HTTP/1.1 102 Processing\r\n\r\n${OK}`],
      ['two of them', `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${OK}`],
    ])('waits for the answer after an interim one: %s', async (_what, bytes) => {
      expect(await answerTo(bytes, stream, true)).toMatchObject({ status: 200, text: 'ok' });
    });

    it('reads a body that ends with the connection', async () => {
      expect(await answerTo('HTTP/1.1 200 OK\r\n\r\nok', stream)).toMatchObject({ status: 200, text: 'ok' });
    });

    it('reads a header of raw Latin-1 bytes', async () => {
      const bytes = Buffer.from(
        'HTTP/1.1 200 OK\r\nx-name: M\xfcnchen\r\ncontent-length: 2\r\n\r\nok',
        'latin1',
      );
      expect(await answerTo(bytes, stream)).toMatchObject({
        headers: { 'x-name': 'M\xfcnchen' },
        text: 'ok',
      });
    });

    it('takes names of headers that objects have a meaning for', async () => {
      const bytes = 'HTTP/1.1 200 OK\r\n__proto__: a\r\nconstructor: b\r\ncontent-length: 2\r\n\r\nok';
      expect(await answerTo(bytes, stream)).toMatchObject({ status: 200, text: 'ok' });
      expect(Object.prototype).not.toHaveProperty('a');
    });

    it.each(Array.from({ length: 8 }, (_unused, at) => at * 6))(
      'reports a reset after %i bytes',
      async (cut) => {
        const server = await rawServer((socket) => {
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"a'.slice(0, cut), () =>
            socket.resetAndDestroy(),
          );
        });
        const read = make()(get(server.url, { stream })).then(({ body }) => bytesOf(body));
        expect(await rejection(read)).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
      },
    );
  });
});

describe('nodeTransport', () => {
  it.each([false, true])(
    'waits for the answer after 100, which it did not ask for (stream: %s)',
    async (stream) => {
      const server = await rawServer((socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${OK}`));
      const { status, body } = await node()(get(server.url, { stream, timeoutMs: 2000 }));
      expect([status, (await bytesOf(body)).toString()]).toEqual([200, 'ok']);
    },
  );

  it('gives what follows a short answer to nobody', async () => {
    const server = await rawServer((socket) => {
      socket.write(`${OK}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged`);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nright'));
    });
    const transport = node();
    const texts: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { body } = await transport(get(server.url, { timeoutMs: 2000 }));
      texts.push((await bytesOf(body)).toString());
    }
    expect(texts).not.toContain('forged');
  });
});

/** Pieces of answers, well-formed and not, that a server might send in any order and cut anywhere. */
const piece = fc.oneof(
  fc.constantFrom(
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 204 No Content\r\n',
    'HTTP/1.0 200 OK\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    'HTTP/1.1 999999 \r\n',
    'content-length: 5\r\n',
    'content-length: -1\r\n',
    'content-length: 99999999999999999999\r\n',
    'transfer-encoding: chunked\r\n',
    'transfer-encoding: gzip, chunked\r\n',
    'content-encoding: gzip\r\n',
    'set-cookie: a=b\r\n',
    'connection: close\r\n',
    'keep-alive: timeout=0\r\n',
    '\r\n',
    '5\r\nhello\r\n',
    '0\r\n\r\n',
    'ffffffffffffffffffff\r\n',
    '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03',
    ' folded\r\n',
    '\0',
  ),
  fc.string({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const anAnswer = fc.tuple(
  fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'),
  fc.array(piece, { maxLength: 8 }),
);

describe('any answer at all', () => {
  it.each(['nodeTransport', 'fetchTransport'])(
    '%s gives an answer or a TransportError, never a hang or a crash',
    async (name) => {
      let bytes = '';
      let how: 'end' | 'reset' = 'end';
      const server = await rawServer((socket) => {
        socket.write(Buffer.from(bytes, 'latin1'), () => {
          if (how === 'end') socket.end();
          else socket.resetAndDestroy();
        });
      });
      const limits = { maxResponseBytes: 10_000 };
      const isNode = name === 'nodeTransport';
      const transport = isNode ? node(limits) : fetchTransport(limits);
      // Node's own `fetch` waits for ever for some broken answers; there the deadline has to end the wait.
      const timeoutMs = isNode ? 3000 : 300;
      const unhandled: unknown[] = [];
      const note = (error: unknown) => unhandled.push(error);
      process.on('unhandledRejection', note);
      process.on('uncaughtExceptionMonitor', note);
      onTestFinished(() => {
        process.off('unhandledRejection', note);
        process.off('uncaughtExceptionMonitor', note);
      });
      await fc.assert(
        fc.asyncProperty(
          anAnswer,
          fc.constantFrom('end' as const, 'reset' as const),
          fc.boolean(),
          async ([head, rest], ending, stream) => {
            bytes = head + rest.join('');
            how = ending;
            try {
              const { status, body } = await transport(get(server.url, { stream, timeoutMs }));
              expect(status).toBeGreaterThanOrEqual(0);
              await bytesOf(body);
            } catch (error) {
              expect(error).toBeInstanceOf(TransportError);
              if (isNode) expect(error).not.toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
            }
          },
        ),
        { numRuns: 200 },
      );
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([]);
    },
  );
});
