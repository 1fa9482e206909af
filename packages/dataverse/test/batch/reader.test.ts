import { createClient, DataverseError, type Transport, TransportError } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batch } from '../../src/batch/batch.ts';
import { boundaryOf, MultipartReader } from '../../src/batch/multipart-reader.ts';
import { readPart } from '../../src/batch/read-part.ts';
import { ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { created, multipart, refusal } from './batch-server.ts';

const RUNS = { numRuns: 200 };
const fail = (what: string) => new RangeError(what);
const bytes = (text: string) => new TextEncoder().encode(text);

function cut(
  text: string,
  boundary: string,
  chunks: readonly Uint8Array[] = [bytes(text)],
  max = 1_000_000,
): string[] {
  const parts: string[] = [];
  const reader = new MultipartReader(boundary, max, fail, (part) =>
    parts.push(new TextDecoder().decode(part)),
  );
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return parts;
}

/** The bytes in chunks that end at `ends`. */
function split(whole: Uint8Array, ends: readonly number[]): Uint8Array[] {
  const at = [...new Set(ends.map((end) => end % (whole.length + 1)))].sort((a, b) => a - b);
  return [...at, whole.length].map((end, index) => whole.slice(at[index - 1] ?? 0, end));
}

describe('a multipart text', () => {
  it('is cut at lines that are its boundary and nothing else', () => {
    const text =
      'before\r\n--b\r\none\r\n--bb\r\n --b\r\nx--b\r\n--b \t\r\n\r\n--b\r\ntwo\r\n\r\n--b--\r\nafter --b\r\n--b\r\n';
    expect(cut(text, 'b')).toEqual(['one\r\n--bb\r\n --b\r\nx--b', '', 'two\r\n']);
  });

  it('may have lines ended by LF alone, and no end of the last line', () => {
    expect(cut('--b\none\n--b\ntwo\n\n--b--', 'b')).toEqual(['one', 'two\n']);
    expect(cut('--b--', 'b')).toEqual([]);
  });

  it.each(['', 'text', '--b\r\none', '--b\r\none\r\n--b\r\n', '--b\r\none\r\n--b-', '--c--'])(
    'that breaks off is refused: %j',
    (text) => {
      expect(() => cut(text, 'b')).toThrow(RangeError);
    },
  );

  it('is refused when a part is too large, in one chunk or in many, and before its first part too', () => {
    const long = 'x'.repeat(50);
    expect(cut(`--b\r\n${long}\r\n--b--`, 'b', undefined, 64)).toEqual([long]);
    for (const text of [`--b\r\n${long}${long}\r\n--b--`, `${long}${long}`]) {
      const whole = bytes(text);
      const single = split(
        whole,
        Array.from(whole, (_, index) => index),
      );
      expect(() => cut(text, 'b', undefined, 64)).toThrow(/64 bytes/);
      expect(() => cut(text, 'b', single, 64)).toThrow(/64 bytes/);
    }
  });

  it('gives the same parts however its bytes are split', () => {
    const line = fc.oneof(
      fc.constantFrom('--b', '--b--x', '--', '', '-', 'b', '--bb', '\r', 'HTTP/1.1 200 OK', '😀é'),
      fc.string(),
    );
    const part = fc
      .array(line)
      .map((lines) => lines.filter((text) => !/(^|\n)--b(--)?[\r\t ]*(\n|$)/.test(text)).join('\r\n'));
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat()), (parts, ends) => {
        const text = `${parts.map((each) => `--b\r\n${each}\r\n`).join('')}--b--\r\n`;
        // Not the generator's word but the whole text's: a part may hold what is a boundary after all.
        expect(cut(text, 'b', split(bytes(text), ends))).toEqual(cut(text, 'b'));
        expect(cut(text, 'b')).toEqual(parts);
      }),
      RUNS,
    );
  });

  it('of many small chunks takes time in proportion to its length', () => {
    // 4 MB in chunks of 1 kB: copied for each chunk, it would be 8 GB.
    const text = `--b\r\n${'x'.repeat(4_000_000)}\r\n--b--`;
    const whole = bytes(text);
    const ends = Array.from({ length: 4000 }, (_, index) => index * 1000);
    expect(cut(text, 'b', split(whole, ends), 5_000_000)[0]).toHaveLength(4_000_000);
  }, 2000);
});

describe('the boundary', () => {
  it.each([
    ['multipart/mixed; boundary=a_b-c', 'a_b-c'],
    ['multipart/mixed;boundary="a b:c"', 'a b:c'],
    ['Multipart/Mixed; charset=utf-8; Boundary=x; y=z', 'x'],
    ['multipart/mixed', undefined],
    ['multipart/mixed; boundary=', undefined],
    ['multipart/mixed; boundary=""', undefined],
    ['multipart/form-data; boundary=x', undefined],
    ['application/json; boundary=x', undefined],
    [undefined, undefined],
  ])('of %s is %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });
});

describe('a part', () => {
  const read = (text: string) => readPart(bytes(text), 10_000, 10, fail);
  const HTTP = 'Content-Type: application/http\r\n\r\n';

  it('has status, headers and body, its lines ended either way', () => {
    for (const end of ['\r\n', '\n']) {
      const text = `${HTTP}HTTP/1.1 404 Not Found\r\nReq_ID:x\r\nA: 1\r\n folded\r\na: 2\r\n\r\n{"é":\r\n1}`;
      expect(read(text.replaceAll('\r\n', end)).answers).toEqual([
        {
          contentId: undefined,
          status: 404,
          headers: { req_id: 'x', a: '1 folded, 2' },
          text: `{"é":${end}1}`,
        },
      ]);
    }
  });

  it('needs no body, no headers and no blank line behind them', () => {
    for (const text of [
      'HTTP/1.1 204',
      'HTTP/1.1 204 No Content\r\n',
      '\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n',
    ]) {
      expect(read(HTTP + text).answers).toMatchObject([{ status: 204, headers: {}, text: '' }]);
    }
  });

  it('drops the byte order mark of a count', () => {
    expect(read(`${HTTP}HTTP/1.1 200 OK\r\n\r\n\ufeff5`).answers[0]?.text).toBe('5');
  });

  it.each([
    ['no type', '\r\nHTTP/1.1 200 OK\r\n'],
    ['another type', 'Content-Type: text/html\r\n\r\nHTTP/1.1 200 OK\r\n'],
    ['no status', `${HTTP}hello`],
    ['a status of no answer', `${HTTP}HTTP/1.1 100 Continue\r\n`],
    ['broken headers', `${HTTP}HTTP/1.1 200 OK\r\nno colon\r\n`],
    ['a name that is none', `${HTTP}HTTP/1.1 200 OK\r\n: x\r\n`],
    ['nothing', ''],
    ['a change set that breaks off', 'Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n'],
    [
      'a change set in a change set',
      'Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d--\r\n--c--',
    ],
  ])('is refused with %s', (_, text) => {
    expect(() => read(text)).toThrow(RangeError);
  });

  it('with headers named as members of objects is read as any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const text = names.map((name) => `${name}: x\r\n`).join('');
    const [answer] = read(`${HTTP}HTTP/1.1 200 OK\r\n${text}\r\n`).answers;
    expect(Object.getPrototypeOf(answer?.headers)).toBe(Object.prototype);
    expect(answer?.headers['constructor']).toBe('x');
  });
});

describe('a hostile answer', () => {
  const parts = (contentIds: readonly string[]) => [
    created(ID),
    { status: 200, body: { name: 'é😀', value: [] } },
    { set: [created(ID, contentIds[0]), created(OTHER_ID, contentIds[1])] },
    { status: 200, body: { value: [{ name: 'x' }] } },
    refusal(404, '0x80040217', 'Does Not Exist'),
  ];

  /** The outcomes, or the error, of a batch whose answer's bytes are changed on their way. */
  async function sent(change: (whole: Uint8Array) => Uint8Array[], type?: string): Promise<unknown> {
    const transport: Transport = async ({ body, stream }) => {
      expect(stream).toBe(true);
      const contentIds = [...new TextDecoder().decode(body as Uint8Array).matchAll(/^Content-ID: (\d+)/gm)];
      const answer = multipart(parts(contentIds.map(([, id]) => id ?? '')));
      const chunks = change(bytes(String(answer.body)));
      const headers = { 'content-type': type ?? answer.headers?.['content-type'] ?? '' };
      return {
        status: 200,
        headers,
        body: (async function* () {
          yield* chunks;
        })(),
      };
    };
    const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: 1e15 }) };
    const client = createClient({ url: 'https://contoso.crm4.dynamics.com', credential, transport });
    const b = batch(client);
    b.table('accounts').create({});
    b.table('accounts').get(ID);
    b.changeSet((set) => [set.table('accounts').create({}), set.table('accounts').create({})]);
    b.query(client.table('accounts'));
    b.table('accounts').delete(ID);
    const results = await b.send();
    return [...results].map((outcome) => (outcome.ok ? outcome.value : String(outcome.error)));
  }

  it('gives the same results however its bytes are split', async () => {
    const whole = await sent((all) => [all]);
    expect(whole).toEqual([
      ID,
      { name: 'é😀', value: [] },
      ID,
      OTHER_ID,
      { rows: [{ name: 'x' }], hasMore: false },
      expect.stringContaining('404 0x80040217'),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3000)), async (ends) => {
        expect(await sent((all) => split(all, ends))).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('with bytes changed, left out or put in gives results or a DataverseError', async () => {
    const edit = fc.record({
      at: fc.nat(3000),
      drop: fc.nat(20),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc
          .constantFrom(
            '\r\n',
            '\n',
            '--',
            '--batchresponse_5c1e',
            '\r\n--batchresponse_5c1e--\r\n',
            '\r\n\r\n',
            '{',
            'null',
            '9',
          )
          .map(bytes),
      ),
    });
    let readable = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3000)),
        async (edits, ends) => {
          const changed = (all: Uint8Array) => {
            let text = all;
            for (const { at, drop, put } of edits) {
              const from = at % (text.length + 1);
              text = Uint8Array.from([...text.subarray(0, from), ...put, ...text.subarray(from + drop)]);
            }
            return split(text, ends);
          };
          try {
            expect(await sent(changed)).toHaveLength(6);
            readable += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(DataverseError);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(readable).toBeGreaterThan(0);
  });

  it('cut off anywhere before its end is refused', async () => {
    const [length = 0] = [multipart(parts(['1', '2'])).body].map((body) => String(body).length);
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 10), async (end) => {
        expect(await rejection(sent((all) => [all.subarray(0, end)]))).toBeInstanceOf(DataverseError);
      }),
      RUNS,
    );
  });

  it('under a content type that is none is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((end) => `multipart/mixed; boundary=${end}`),
        ),
        async (type) => {
          expect(await rejection(sent((all) => [all], type))).toBeInstanceOf(DataverseError);
        },
      ),
      RUNS,
    );
  });

  it('without end is stopped at the size of a part', async () => {
    const block = bytes('x'.repeat(1 << 20));
    let count = 0;
    const transport: Transport = async () => ({
      status: 200,
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: (async function* () {
        yield bytes('--b\r\n');
        for (;;) {
          count += 1;
          yield block;
        }
      })(),
    });
    const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: 1e15 }) };
    const b = batch(createClient({ url: 'https://contoso.crm4.dynamics.com', credential, transport }));
    b.table('accounts').delete(ID);
    expect(await rejection(b.send())).toBeInstanceOf(DataverseError);
    expect(count).toBeLessThan(200);
  });

  it('that a custom transport breaks off is a TransportError', async () => {
    const broken = (async function* () {
      yield bytes('--b\r\n');
      throw new TypeError('terminated');
    })();
    const transport: Transport = async () => ({
      status: 200,
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: broken,
    });
    const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: 1e15 }) };
    const b = batch(createClient({ url: 'https://contoso.crm4.dynamics.com', credential, transport }));
    b.table('accounts').delete(ID);
    expect(await rejection(b.send())).toBeInstanceOf(TransportError);
  });
});
