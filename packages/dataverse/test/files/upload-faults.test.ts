import { inspect } from 'node:util';
import { ConfigurationError, TransportError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { FileError } from '../../src/files/file-error.ts';
import { uploadFile } from '../../src/files/upload.ts';
import type { UploadResume } from '../../src/files/upload-session.ts';
import { ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { content, contentStream } from './support/content.ts';
import { type Fault, filesAt, TOKEN } from './support/file-server.ts';

const name = 'film.mp4';
const size = 100_000;
const chunkSize = 16_384; // 7 chunks
const options = { name, size, chunkSize };
const bytes = content(0, size);
const secrets = [TOKEN, encodeURIComponent(TOKEN)];

/** The third chunk goes wrong, `times` times. */
function onThird(fault: Fault, times = 1) {
  let left = times;
  return ({ kind, nth }: { readonly kind: string; readonly nth: number }) => {
    if (kind !== 'chunk' || nth < 3 || left === 0) return undefined;
    left -= 1;
    return fault;
  };
}

describe('a chunk that does not arrive is sent again, with the same place', () => {
  const faults: readonly (readonly [string, Fault, readonly number[]])[] = [
    ['when the connection breaks', 'drop', [250]],
    ['when its answer is lost', 'lose the answer', [250]],
    ['at 503', { status: 503 }, [250]],
    ['at 500', { status: 500 }, [250]],
    ['at 429, after the time that it asks for', { status: 429, headers: { 'retry-after': '7' } }, [7000]],
  ];
  it.each(faults)('%s', async (_, fault, sleeps) => {
    const { accounts, state, time } = await filesAt({ fault: onThird(fault) });
    const { chunks } = await uploadFile(accounts, ID, 'new_file', contentStream(size), options);
    expect(chunks).toBe(7);
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
    const starts = state.requests
      .filter(({ kind }) => kind === 'chunk')
      .map(({ start }) => start / chunkSize);
    expect(starts).toEqual([0, 1, 2, 2, 3, 4, 5, 6]);
    expect(time.sleeps).toEqual(sleeps);
  });

  it('but no more often than the client is told to', async () => {
    const script = { fault: onThird({ status: 500 }, 99) };
    const { accounts, state } = await filesAt(script, undefined, { retry: { attempts: 2 } });
    const error = await rejection(uploadFile(accounts, ID, 'new_file', bytes, options));
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_FILE_INTERRUPTED', cause: { status: 500 } });
    expect(state.requests.filter(({ start }) => start === 2 * chunkSize)).toHaveLength(2);
  });
});

describe('an upload that was interrupted', () => {
  it('goes on at the chunk that was not acknowledged', async () => {
    const { accounts, state } = await filesAt({ fault: onThird({ status: 403 }) });
    const { resume } = await interruption(uploadFile(accounts, ID, 'new_file', contentStream(size), options));
    expect(resume).toMatchObject({ next: 2 * chunkSize, size, name, chunkSize });

    const kept = JSON.parse(JSON.stringify(resume)) as UploadResume;
    const sent: number[] = [];
    const before = state.requests.length;
    const result = await uploadFile(accounts, ID, 'new_file', contentStream(size), {
      name,
      size,
      resume: kept,
      onProgress: (progress) => sent.push(progress.sent),
    });
    expect(result).toEqual({ size, chunks: 5 });
    expect(sent[0]).toBe(3 * chunkSize);
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
    expect(state.requests.slice(before).map(({ start }) => start / chunkSize)).toEqual([2, 3, 4, 5, 6]);
  });

  it('asks a function for the rest alone', async () => {
    const starts: number[] = [];
    const source = (start: number) => {
      starts.push(start);
      return contentStream(size, [10_000], start);
    };
    const { accounts, state } = await filesAt({ fault: onThird({ status: 403 }) });
    const { resume } = await interruption(uploadFile(accounts, ID, 'new_file', source, options));
    await uploadFile(accounts, ID, 'new_file', source, { ...options, resume });
    expect(starts).toEqual([0, 2 * chunkSize]);
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
  });

  it('may have been ended by a signal', async () => {
    const control = new AbortController();
    const { accounts, state } = await filesAt({
      fault: ({ kind, nth }) => {
        if (kind !== 'chunk' || nth !== 3) return undefined;
        control.abort();
        return 'stall';
      },
    });
    const { signal } = control;
    const error = await interruption(uploadFile(accounts, ID, 'new_file', bytes, { ...options, signal }));
    expect(error.cause).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
    await uploadFile(accounts, ID, 'new_file', bytes, { ...options, resume: error.resume });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
  });

  it('may have been ended by a signal while the source gave nothing', async () => {
    const control = new AbortController();
    async function* source() {
      yield content(0, 20_000);
      control.abort();
      await new Promise(() => {});
    }
    const { accounts } = await filesAt();
    const { signal } = control;
    const error = await interruption(uploadFile(accounts, ID, 'new_file', source(), { ...options, signal }));
    expect(error.cause).toBeInstanceOf(TransportError);
    expect(error.resume.next).toBe(chunkSize);
  });

  it('may have been ended by the error of its source', async () => {
    const broken = new Error('the disk is gone');
    async function* source() {
      yield content(0, 20_000);
      throw broken;
    }
    const { accounts } = await filesAt();
    const error = await interruption(uploadFile(accounts, ID, 'new_file', source(), options));
    expect(error.cause).toBe(broken);
    expect(error.message).toContain('16384 of 100000');
  });

  it('may have had no more time: timeoutMs is for all of it', async () => {
    const { accounts, time, state } = await filesAt({
      fault: ({ kind }) => {
        if (kind === 'chunk') time.advance(400);
        return undefined;
      },
    });
    const error = await interruption(
      uploadFile(accounts, ID, 'new_file', bytes, { ...options, timeoutMs: 1000 }),
    );
    expect(error.cause).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    expect(state.requests.filter(({ kind }) => kind === 'chunk')).toHaveLength(3);
    expect(error.resume.next).toBe(3 * chunkSize);
  });

  it('shows the token of its session to nobody', async () => {
    const words = `sessiontoken ${TOKEN}-1 or ${encodeURIComponent(TOKEN)}-1 is busy`;
    const { accounts } = await filesAt({
      fault: onThird({ status: 403, body: { error: { code: '', message: words } } }),
    });
    const error = await interruption(uploadFile(accounts, ID, 'new_file', bytes, options));
    expect(error.message).toContain('[token]');
    for (const secret of secrets) {
      expect(inspect(error, { depth: 9 }) + JSON.stringify(error) + error.stack).not.toContain(secret);
    }
    expect(error.resume.session).toContain(encodeURIComponent(TOKEN));
  });
});

describe('resume is refused', () => {
  type Change = (given: UploadResume) => object;
  const cases: [what: string, change: Change, key?: string][] = [
    ['for another row', () => ({}), OTHER_ID],
    ['for another file', () => ({ name: 'other.mp4' })],
    ['for another size', () => ({ size: size - 1 })],
    ['when it was tampered with', (given) => ({ resume: { ...given, next: -1 } })],
    [
      'when it leads out of the environment',
      (given) => ({ resume: { ...given, session: 'https://evil.example/' } }),
    ],
    ['when it is something else', () => ({ resume: { next: 5 } })],
  ];
  it.each(cases)('%s', async (_, change, key = ID) => {
    const { accounts, state } = await filesAt({ fault: onThird({ status: 403 }) });
    const { resume } = await interruption(uploadFile(accounts, ID, 'new_file', contentStream(size), options));
    const before = state.requests.length;
    const again = { ...options, resume, ...change(resume) };
    const error = await rejection(uploadFile(accounts, key, 'new_file', contentStream(size), again));
    expect([error instanceof ConfigurationError, (error as Error).name]).toSatisfy(
      ([isConfiguration, name]) => isConfiguration === true || name === 'ForeignOriginError',
    );
    expect(state.requests).toHaveLength(before);
  });
});

describe('a session that the service has forgotten', () => {
  const forgotten = { status: 404, body: { error: { code: '0x80040217', message: 'There is none.' } } };

  it('is followed by a new one, from the first byte on, when the source can be read again', async () => {
    const { accounts, state } = await filesAt({ fault: onThird(forgotten) });
    const sent: number[] = [];
    const onProgress = (progress: { sent: number }) => sent.push(progress.sent);
    const result = await uploadFile(accounts, ID, 'new_file', bytes, { ...options, onProgress });
    expect(result).toEqual({ size, chunks: 7 });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
    expect(state.requests.filter(({ kind }) => kind === 'begin')).toHaveLength(2);
    expect(sent.slice(0, 4)).toEqual([chunkSize, 2 * chunkSize, 0, chunkSize]);
  });

  it('is followed by a new one also when it was to go on from an earlier time', async () => {
    const { accounts, state } = await filesAt({ fault: onThird({ status: 403 }) });
    const { resume } = await interruption(uploadFile(accounts, ID, 'new_file', bytes, options));
    state.sessions.clear();
    expect(await uploadFile(accounts, ID, 'new_file', bytes, { ...options, resume })).toMatchObject({
      chunks: 7,
    });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });
  });

  it('is an error when the source is a stream', async () => {
    const { accounts } = await filesAt({ fault: onThird(forgotten) });
    const error = await rejection(uploadFile(accounts, ID, 'new_file', contentStream(size), options));
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_FILE_SESSION', cause: { status: 404 } });
  });

  it('may have been ended by the last chunk, when the answer to that was lost', async () => {
    const losing = ({ kind, nth }: { kind: string; nth: number }) =>
      kind === 'chunk' && nth === 7 ? 'lose the answer' : undefined;
    const { accounts, state } = await filesAt({ fault: losing });
    expect(await uploadFile(accounts, ID, 'new_file', bytes, options)).toMatchObject({ chunks: 7 });
    expect(state).toMatchObject({ file: { name, size }, wrongBytes: 0 });

    const { accounts: others } = await filesAt({ fault: losing });
    const error = await rejection(uploadFile(others, ID, 'new_file', contentStream(size), options));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_FILE_SESSION',
      message: expect.stringContaining('stored already'),
    });
  });

  it('is an error when it happens again, and when the first chunk is refused', async () => {
    const { accounts, state } = await filesAt({
      fault: ({ kind, start }) => (kind === 'chunk' && start > 0 ? { status: 404 } : undefined),
    });
    expect(await rejection(uploadFile(accounts, ID, 'new_file', bytes, options))).toMatchObject({
      status: 404,
    });
    expect(state.requests.filter(({ kind }) => kind === 'begin')).toHaveLength(2);

    const { accounts: others, state: seen } = await filesAt({
      fault: ({ kind }) => (kind === 'chunk' ? { status: 400 } : undefined),
    });
    expect(await rejection(uploadFile(others, ID, 'new_file', bytes, options))).toMatchObject({
      status: 400,
    });
    expect(seen.requests).toHaveLength(2);
  });
});

describe('an answer that cannot be', () => {
  it.each([
    ['done before the last chunk', 2, 204],
    ['more to come after it', 7, 206],
  ])('%s is an error, never a file cut short', async (_, wrong, status) => {
    const { accounts } = await filesAt({
      fault: ({ kind, nth }) => (kind === 'chunk' && nth === wrong ? { status } : undefined),
    });
    const error = await interruption(uploadFile(accounts, ID, 'new_file', contentStream(size), options));
    expect(error.cause).toMatchObject({ code: 'ERR_DATAVERSE_RESPONSE', status });
  });
});

async function interruption(
  upload: Promise<unknown>,
): Promise<FileError & { readonly resume: UploadResume }> {
  const error = await rejection(upload);
  if (error instanceof FileError && error.resume !== undefined) {
    expect(error.code).toBe('ERR_DATAVERSE_FILE_INTERRUPTED');
    return error as FileError & { readonly resume: UploadResume };
  }
  throw error;
}
