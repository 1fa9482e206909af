import { createReadStream, mkdtempSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, DataverseError, ForeignOriginError } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FileSource } from '../../src/files/source.ts';
import { uploadFile } from '../../src/files/upload.ts';
import { ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { content, contentStream } from './support/content.ts';
import { filesAt } from './support/file-server.ts';

const MIB = 1024 * 1024;
const name = 'report.pdf';

describe('a small file', () => {
  it('goes in one request, as it is, with its name', async () => {
    const { accounts, state } = await filesAt();
    const result = await uploadFile(accounts, ID, 'new_file', content(0, 5000), { name });
    expect(result).toEqual({ size: 5000, chunks: 1 });
    expect(state).toMatchObject({ file: { name, size: 5000 }, wrongBytes: 0 });
    expect(state.requests).toHaveLength(1);
    expect(state.requests[0]?.path).toBe(`/api/data/v9.2/accounts(${ID})/new_file`);
    expect(state.requests[0]?.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '5000',
      'x-ms-file-name': name,
    });
  });

  it('may be empty', async () => {
    const { accounts, state } = await filesAt();
    expect(await uploadFile(accounts, ID, 'new_file', new Uint8Array(), { name })).toEqual({
      size: 0,
      chunks: 1,
    });
    expect(state.file).toEqual({ name, size: 0 });
  });

  it('tells its MIME type', async () => {
    const { accounts, state } = await filesAt();
    await uploadFile(accounts, ID, 'new_file', content(0, 9 * MIB), { name, mimeType: 'application/pdf' });
    expect(state.requests.map(({ kind, headers }) => [kind, headers['content-type']])).toEqual([
      ['whole', 'application/pdf'],
    ]);
    expect(state).toMatchObject({ file: { size: 9 * MIB }, wrongBytes: 0 });
  });

  it('is sent again when the answer was lost', async () => {
    const { accounts, state } = await filesAt({
      fault: ({ nth }) => (nth === 1 ? 'lose the answer' : undefined),
    });
    await uploadFile(accounts, ID, 'new_file', content(0, 10), { name });
    expect(state.requests).toHaveLength(2);
  });
});

describe('a large file', () => {
  it('goes in the chunks that the service recommends, each with its place', async () => {
    const { accounts, state } = await filesAt({ chunkSize: 2 * MIB });
    const sent: number[] = [];
    const size = 5 * MIB + 1;
    const result = await uploadFile(accounts, ID, 'new_file', content(0, size), {
      name,
      onProgress: (progress) => sent.push(progress.sent),
    });
    expect(result).toEqual({ size, chunks: 3 });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
    expect(sent).toEqual([2 * MIB, 4 * MIB, size]);
    const [begin, ...chunks] = state.requests;
    expect(begin).toMatchObject({
      kind: 'begin',
      path: expect.stringMatching(/\/new_file\?x-ms-file-name=report\.pdf$/),
    });
    expect(begin?.headers).toMatchObject({ 'content-length': '0', 'x-ms-transfer-mode': 'chunked' });
    expect(chunks.map(({ headers }) => headers['content-range'])).toEqual([
      `bytes 0-2097151/${size}`,
      `bytes 2097152-4194303/${size}`,
      `bytes 4194304-5242880/${size}`,
    ]);
    for (const { path, headers } of chunks) {
      expect(path).toContain('sessiontoken=');
      expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'x-ms-file-name': name });
    }
  });

  it.each([
    ['text outside of ASCII', 'Größe 測試 & 1+1?.pdf'],
    ['a space at its end', 'report.pdf '],
  ])('has a name with %s in the query alone, where it is not broken', async (_, name) => {
    const { accounts, state } = await filesAt();
    await uploadFile(accounts, ID, 'new_file', content(0, 100), { name });
    expect(state.file).toEqual({ name, size: 100 });
    for (const { headers } of state.requests) expect(headers).not.toHaveProperty('x-ms-file-name');
    expect(state.requests.map(({ kind }) => kind)).toEqual(['begin', 'chunk']);
  });

  it('takes a Location without origin, with a slash at its beginning or without', async () => {
    for (const start of ['/', '']) {
      const { accounts, state } = await filesAt({
        headers: ({ kind }) =>
          kind === 'begin'
            ? {
                location: `${start}api/data/v9.2/accounts(${ID})/new_file?sessiontoken=c2Vzc2lvbi10b2tlbg%3D%3D%2F%2Bsecret-1`,
              }
            : {},
      });
      await uploadFile(accounts, ID, 'new_file', content(0, 5 * MIB), { name });
      expect(state.file?.size).toBe(5 * MIB);
    }
  });

  it('is sent to no other server', async () => {
    const { accounts, state } = await filesAt({
      headers: ({ kind }) =>
        kind === 'begin' ? { location: 'https://evil.example/api/data/v9.2/x?sessiontoken=s' } : {},
    });
    const error = await rejection(uploadFile(accounts, ID, 'new_file', content(0, 5 * MIB), { name }));
    expect(error).toBeInstanceOf(ForeignOriginError);
    expect(state.requests).toHaveLength(1);
  });

  it('is not sent when the service opens no session', async () => {
    const { accounts } = await filesAt({
      headers: ({ kind }) => (kind === 'begin' ? { location: undefined } : {}),
    });
    const error = await rejection(uploadFile(accounts, ID, 'new_file', content(0, 5 * MIB), { name }));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
      message: expect.stringContaining('Location'),
    });
  });
});

describe('a source', () => {
  const size = 300_000;
  const sources: readonly (readonly [string, () => FileSource | Promise<FileSource>, number | undefined])[] =
    [
      ['bytes', () => content(0, size), undefined],
      ['a Blob', () => new Blob([Uint8Array.from(content(0, size))]), undefined],
      ['a stream', () => contentStream(size, [1, 70_000, 3]), size],
      [
        'a list of pieces',
        () => [content(0, 100_001), new Uint8Array(), content(100_001, size - 100_001)],
        size,
      ],
      ['a function', () => (start: number) => contentStream(size, [50_000], start), size],
      [
        'a function that takes its time',
        () => async (start: number) => contentStream(size, [size], start),
        size,
      ],
      ['a web stream', () => new Blob([Uint8Array.from(content(0, size))]).stream(), size],
      ['a file', () => openAsBlob(aFile(size)), undefined],
      ['a Node stream', () => createReadStream(aFile(size)), size],
    ];
  it.each(sources)('may be %s', async (_, source, given) => {
    const { accounts, state } = await filesAt();
    await uploadFile(accounts, ID, 'new_file', await source(), {
      name,
      chunkSize: 65_536,
      ...(given !== undefined && { size: given }),
    });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
    expect(state.requests).toHaveLength(6);
  });

  it('may give pieces of any sizes for chunks of any size', async () => {
    const { accounts, state } = await filesAt();
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 });
    const run = async (pieceSizes: number[], size: number, chunkSize: number) => {
      const source = contentStream(size, pieceSizes);
      const { chunks } = await uploadFile(accounts, ID, 'new_file', source, { name, size, chunkSize });
      expect(chunks).toBe(Math.max(1, Math.ceil(size / chunkSize)));
      expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
      state.bytesRead = 0;
    };
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 200, max: 1000 }), run),
      { numRuns: 60 },
    );
  });

  it.each([
    ['fewer bytes than size', 10_000, 'only 9000'],
    ['more bytes than size', 8_000, 'more'],
    ['fewer bytes than size, in one request', 9_500, 'only 9000'],
  ])('with %s is refused before anything is stored', async (what, size, words) => {
    const { accounts, state } = await filesAt();
    const chunkSize = what.endsWith('request') ? 10_000 : 4096;
    const source = contentStream(9000, [1000]);
    const error = await rejection(uploadFile(accounts, ID, 'new_file', source, { name, size, chunkSize }));
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_FILE_SIZE', message: expect.stringContaining(words) });
    expect(state.file).toBeUndefined();
  });

  it('is closed when it is not read to its end', async () => {
    const { accounts } = await filesAt({ fault: () => ({ status: 403 }) });
    let isClosed = false;
    async function* source() {
      try {
        yield* contentStream(10_000, [1000]);
      } finally {
        isClosed = true;
      }
    }
    await rejection(uploadFile(accounts, ID, 'new_file', source(), { name, size: 10_000, chunkSize: 4096 }));
    expect(isClosed).toBe(false); // it was never begun
    const { accounts: others } = await filesAt({
      fault: ({ kind }) => (kind === 'chunk' ? { status: 403 } : undefined),
    });
    await rejection(uploadFile(others, ID, 'new_file', source(), { name, size: 10_000, chunkSize: 4096 }));
    expect(isClosed).toBe(true);
  });
});

describe('what cannot be right is refused before anything is sent', () => {
  const bytes = content(0, 10);
  const cases: [what: string, source: unknown, options: object, column?: string][] = [
    ['a stream without its size', contentStream(10), { name }],
    ['a size that is not the bytes’', bytes, { name, size: 11 }],
    ['a negative size', contentStream(10), { name, size: -1 }],
    ['half a byte', contentStream(10), { name, size: 1.5 }],
    ['text as a source', 5, { name, size: 10 }],
    ['no name', bytes, { name: ' ' }],
    ['a name with a line break', bytes, { name: 'a\r\nx: y' }],
    ['a chunk of no bytes', bytes, { name, chunkSize: 0 }],
    ['a chunk that is larger than the service takes', bytes, { name, chunkSize: 4 * MIB + 1 }],
    [
      'a MIME type for a file that needs chunks',
      contentStream(1),
      { name, size: 128 * MIB, mimeType: 'a/b' },
    ],
    ['a MIME type that is no header', bytes, { name, mimeType: 'a\nb' }],
    ['a column that is none', bytes, { name }, 'new_file/$value'],
  ];
  it.each(cases)('%s', async (_, source, options, column = 'new_file') => {
    const { accounts, state } = await filesAt();
    const upload = uploadFile(accounts, ID, column, source as FileSource, options as { name: string });
    expect(await rejection(upload)).toBeInstanceOf(ConfigurationError);
    expect(state.requests).toHaveLength(0);
  });

  it('a source of something other than bytes', async () => {
    const { accounts, state } = await filesAt();
    const upload = uploadFile(accounts, ID, 'new_file', 'text' as unknown as FileSource, { name, size: 4 });
    expect(await rejection(upload)).toBeInstanceOf(ConfigurationError);
    expect(state.file).toBeUndefined();
  });
});

describe('a file that is too large for the column', () => {
  it('is refused in the words of the service, and not sent twice', async () => {
    const body = { error: { code: '0x80044a02', message: 'Attachment file size is too big.' } };
    const { accounts, state } = await filesAt({
      fault: ({ kind, nth }) => (kind === 'chunk' && nth === 2 ? { status: 400, body } : undefined),
    });
    const error = await rejection(uploadFile(accounts, ID, 'new_file', content(0, 9 * MIB), { name }));
    expect(error).toBeInstanceOf(DataverseError);
    expect(error).toMatchObject({ errorCode: '0x80044a02' });
    expect(state.requests).toHaveLength(3);
  });
});

function aFile(size: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'files-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, name), content(0, size));
  return join(directory, name);
}
