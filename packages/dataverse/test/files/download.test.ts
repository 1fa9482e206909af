import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ConfigurationError, DataverseError, type Table } from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';
import { describe, expect, it } from 'vitest';
import { deleteFile } from '../../src/files/delete-file.ts';
import { type DownloadOptions, downloadFile } from '../../src/files/download.ts';
import { uploadFile } from '../../src/files/upload.ts';
import { ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { content, isContent } from './support/content.ts';
import { type FileRequest, filesAt, type Script } from './support/file-server.ts';

const MIB = 1024 * 1024;
const name = 'film.mp4';
const size = 100_000;
const chunkSize = 16_384; // 7 ranges
const stored = { name, size };

describe('a file', () => {
  it('comes in ranges of 4 MiB, with what is known of it', async () => {
    const size = 9 * MIB + 5;
    const { accounts, state } = await filesAt({}, { name, size });
    const { body, ...facts } = await downloadFile(accounts, ID, 'new_file');
    expect(facts).toEqual({ size, name, mimeType: 'application/pdf' });
    const pieces: number[] = [];
    let position = 0;
    for await (const piece of body) {
      expect(isContent(piece, position)).toBe(true);
      position += piece.length;
      pieces.push(piece.length);
    }
    expect(pieces).toEqual([4 * MIB, 4 * MIB, MIB + 5]);
    expect(state.requests.map(({ headers }) => headers.range)).toEqual([
      'bytes=0-4194303',
      'bytes=4194304-8388607',
      `bytes=8388608-${size - 1}`,
    ]);
    expect(state.requests[0]?.path).toBe(`/api/data/v9.2/accounts(${ID})/new_file/$value`);
  });

  it('that is small comes in one answer', async () => {
    const { accounts, state } = await filesAt({}, { name, size: 10 });
    expect(await bytesOf(accounts)).toEqual(Buffer.from(content(0, 10)));
    expect(state.requests).toHaveLength(1);
  });

  it('may be empty', async () => {
    const { accounts } = await filesAt({ ranges: 'ignored' }, { name, size: 0 });
    expect(await bytesOf(accounts)).toHaveLength(0);
  });

  it('goes into Node streams', async () => {
    const { accounts } = await filesAt({}, stored);
    const { body } = await downloadFile(accounts, ID, 'new_file', { chunkSize });
    const pieces: Buffer[] = [];
    await pipeline(
      Readable.from(body, { objectMode: false }),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const piece of source) pieces.push(piece);
        yield '';
      },
    );
    expect(isContent(Buffer.concat(pieces), 0)).toBe(true);
  });

  it('goes up and down by fetch as well', async () => {
    const options = { transport: fetchTransport() };
    const { accounts, state } = await filesAt({ ranges: 'yes' }, undefined, options);
    await uploadFile(accounts, ID, 'new_file', content(0, size), { name, chunkSize });
    expect(state).toMatchObject({ file: stored, wrongBytes: 0 });
    expect(isContent(await bytesOf(accounts), 0)).toBe(true);
    const { accounts: cutting } = await filesAt(
      { fault: ({ nth }) => (nth === 3 ? 'cut' : undefined) },
      stored,
      options,
    );
    expect(isContent(await bytesOf(cutting), 0)).toBe(true);
  });

  it('has its name in any script', async () => {
    const wire = Buffer.from('Größe 測試.pdf').toString('latin1');
    const { accounts } = await filesAt({ headers: () => ({ 'x-ms-file-name': wire }) }, stored);
    expect((await downloadFile(accounts, ID, 'new_file')).name).toBe('Größe 測試.pdf');
    const { accounts: others } = await filesAt(
      { headers: () => ({ 'x-ms-file-name': 'Gr\xf6\xdfe.pdf' }) },
      stored,
    );
    expect((await downloadFile(others, ID, 'new_file')).name).toBe('Größe.pdf');
  });

  it('can be read from any byte on', async () => {
    const { accounts, state } = await filesAt({}, stored);
    const bytes = await bytesOf(accounts, { from: 70_001 });
    expect([bytes.length, isContent(bytes, 70_001)]).toEqual([size - 70_001, true]);
    expect(state.requests[0]?.headers.range).toBe('bytes=70001-86384');
  });

  it('is asked for one range ahead of its reader, and no further', async () => {
    const { accounts, state } = await filesAt({}, stored);
    const { body } = await downloadFile(accounts, ID, 'new_file', { chunkSize });
    const reader = body[Symbol.asyncIterator]();
    await reader.next();
    await new Promise((resolve) => setImmediate(resolve));
    await reader.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(state.requests.length).toBeLessThanOrEqual(3);
    await reader.return?.();
  });

  it('is asked for no further once its reader has left', async () => {
    const { accounts, state } = await filesAt(
      { fault: ({ nth }) => (nth === 2 ? 'stall' : undefined) },
      stored,
    );
    const { body } = await downloadFile(accounts, ID, 'new_file', { chunkSize });
    for await (const piece of body) {
      expect(piece).toHaveLength(chunkSize);
      break;
    }
    expect(state.requests.length).toBeLessThanOrEqual(2);
  });

  it('may be asked for as the image that was uploaded', async () => {
    const { accounts, state } = await filesAt({}, stored);
    await bytesOf(accounts, { fullImage: true });
    for (const { path } of state.requests) expect(path).toMatch(/\/new_file\/\$value\?size=full$/);
  });

  it('can be deleted', async () => {
    const { accounts, state } = await filesAt({}, stored);
    await deleteFile(accounts, ID, 'new_file');
    expect(state.requests[0]).toMatchObject({
      kind: 'delete',
      path: `/api/data/v9.2/accounts(${ID})/new_file`,
    });
    expect(state.file).toBeUndefined();
  });
});

describe('a range', () => {
  it.each(['drop', 'lose the answer', 'cut'] as const)(
    'that meets "%s" is asked for again, alone',
    async (fault) => {
      const { accounts, state } = await filesAt(
        { fault: ({ nth }) => (nth === 3 ? fault : undefined) },
        stored,
      );
      const bytes = await bytesOf(accounts);
      expect([bytes.length, isContent(bytes, 0)]).toEqual([size, true]);
      expect(state.requests).toHaveLength(8);
      const [third, again] = state.requests.slice(2, 4);
      // What had arrived of it is kept.
      expect(again?.start).toBeGreaterThanOrEqual(third?.start ?? Infinity);
      expect(again?.end).toBe(third?.end);
    },
  );

  it('that meets an error which passes is asked for again', async () => {
    const { accounts, time } = await filesAt(
      { fault: ({ nth }) => (nth === 2 ? { status: 500 } : nth === 4 ? { status: 503 } : undefined) },
      stored,
    );
    expect(isContent(await bytesOf(accounts), 0)).toBe(true);
    expect(time.sleeps).toEqual([250, 250]);
  });

  it('may be shorter than asked for', async () => {
    for (const script of [{ mostBytes: 9000 }, { mostBytes: 9000, headers: contentRange }]) {
      const { accounts, state } = await filesAt(script, stored);
      const bytes = await bytesOf(accounts);
      expect([bytes.length, isContent(bytes, 0)]).toEqual([size, true]);
      expect(state.requests).toHaveLength(12);
    }
  });

  it('that breaks off again and again is an error', async () => {
    const { accounts } = await filesAt({ fault: ({ nth }) => (nth >= 3 ? 'cut' : undefined) }, stored);
    const error = await rejection(bytesOf(accounts));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });

  it.each([
    ['another place', { 'content-range': 'bytes 16385-32768/100000' }],
    ['another size', { 'content-range': 'bytes 16384-32767/99999' }],
  ])('with %s is refused', async (_, headers) => {
    const { accounts } = await filesAt({ headers: ({ nth }) => (nth === 2 ? headers : {}) }, stored);
    expect(await rejection(bytesOf(accounts))).toMatchObject({ code: 'ERR_DATAVERSE_FILE_RANGE' });
  });

  it('with more bytes than asked for is refused', async () => {
    const { accounts } = await filesAt(
      {
        fault: ({ nth }) =>
          nth === 2
            ? { status: 206, headers: { 'x-ms-file-size': '100000' }, body: 'x'.repeat(20_000) }
            : undefined,
      },
      stored,
    );
    expect(await rejection(bytesOf(accounts))).toMatchObject({ code: 'ERR_DATAVERSE_FILE_RANGE' });
  });

  it('that tells no size is refused', async () => {
    const { accounts } = await filesAt({ headers: () => ({ 'x-ms-file-size': undefined }) }, stored);
    const error = await rejection(bytesOf(accounts));
    expect(error).toBeInstanceOf(DataverseError);
  });
});

describe('a file that is replaced while it is read', () => {
  const cases: readonly (readonly [string, Script])[] = [
    ['its size', { headers: ({ nth }) => (nth >= 3 ? { 'x-ms-file-size': '100001' } : {}) }],
    ['its etag', { headers: ({ nth }) => ({ etag: nth >= 3 ? 'W/"2"' : 'W/"1"' }) }],
  ];
  it.each(cases)('is noticed by %s', async (_, script) => {
    const { accounts } = await filesAt(script, stored);
    const error = await rejection(bytesOf(accounts));
    expect(error).toMatchObject({ name: 'FileError', code: 'ERR_DATAVERSE_FILE_CHANGED' });
  });
});

describe('a service that does not do ranges', () => {
  it.each(['ignored', 'refused'] as const)('(%s) sends the file in one piece', async (ranges) => {
    const { accounts, state } = await filesAt({ ranges }, { name, size: 3 * MIB });
    const bytes = await bytesOf(accounts);
    expect([bytes.length, isContent(bytes, 0)]).toEqual([3 * MIB, true]);
    expect(state.requests).toHaveLength(ranges === 'refused' ? 2 : 1);
  });

  it.each(['ignored', 'refused'] as const)('(%s) sends also what was read before', async (ranges) => {
    const { accounts } = await filesAt({ ranges }, stored);
    const bytes = await bytesOf(accounts, { from: 70_001 });
    expect([bytes.length, isContent(bytes, 70_001)]).toEqual([size - 70_001, true]);
  });

  it('and breaks off gives an error, never a file cut short', async () => {
    const { accounts } = await filesAt({ ranges: 'ignored', fault: () => 'cut' }, stored);
    expect(await rejection(bytesOf(accounts))).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
  });

  it('is left when its reader leaves', async () => {
    const { accounts } = await filesAt({ ranges: 'ignored' }, { name, size: 50 * MIB });
    const { body } = await downloadFile(accounts, ID, 'new_file');
    for await (const _ of body) break;
    expect(
      await (await downloadFile(accounts, ID, 'new_file')).body[Symbol.asyncIterator]().next(),
    ).toMatchObject({
      done: false,
    });
  });
});

describe('no file', () => {
  const message =
    'No FileAttachment records found for imagedescriptorId: 0 for image attribute: new_file of account record with id 1.';
  const cases: readonly (readonly [string, Script])[] = [
    ['as an answer without content', {}],
    [
      'in the words of the service',
      { fault: () => ({ status: 404, body: { error: { code: '0x80040217', message } } }) },
    ],
  ];
  it.each(cases)('is told, %s', async (_, script) => {
    const { accounts } = await filesAt(script);
    const error = await rejection(downloadFile(accounts, ID, 'new_file', { fullImage: true }));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_FILE_EMPTY',
      message: expect.stringContaining('CanStoreFullImage'),
    });
  });
});

describe('the caller', () => {
  it('ends it by a signal', async () => {
    const control = new AbortController();
    const { accounts } = await filesAt({ fault: ({ nth }) => (nth === 3 ? 'stall' : undefined) }, stored);
    const { body } = await downloadFile(accounts, ID, 'new_file', { chunkSize, signal: control.signal });
    const reading = async () => {
      let position = 0;
      for await (const piece of body) {
        position += piece.length;
        if (position === 2 * chunkSize) control.abort();
      }
    };
    expect(await rejection(reading())).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
  });

  it('bounds the time of all of it', async () => {
    const { accounts, time } = await filesAt(
      {
        fault: () => {
          time.advance(400);
          return undefined;
        },
      },
      stored,
    );
    const error = await rejection(bytesOf(accounts, { timeoutMs: 1000 }));
    expect(error).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
  });

  it.each([{ from: -1 }, { from: 0.5 }, { chunkSize: 0 }, { chunkSize: 5 * MIB }])(
    'cannot ask for %o',
    async (options) => {
      const { accounts, state } = await filesAt({}, stored);
      expect(await rejection(downloadFile(accounts, ID, 'new_file', options))).toBeInstanceOf(
        ConfigurationError,
      );
      expect(state.requests).toHaveLength(0);
    },
  );
});

async function bytesOf(accounts: Table, options: DownloadOptions = {}): Promise<Buffer> {
  const { body } = await downloadFile(accounts, ID, 'new_file', { chunkSize, ...options });
  return buffer(body);
}

function contentRange({ kind, start, end }: FileRequest): Record<string, string> {
  if (kind !== 'get') return {};
  return { 'content-range': `bytes ${start}-${Math.min(end, start + 9000, size) - 1}/${size}` };
}
