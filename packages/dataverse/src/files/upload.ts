import { run } from '../connection.ts';
import { badArgument, ConfigurationError } from '../errors/configuration-error.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import { ForeignOriginError } from '../errors/foreign-origin-error.ts';
import { nameOf } from '../outgoing.ts';
import { TableQuery } from '../query/query.ts';
import { checkHeaders, type RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import type { Table } from '../table/table.ts';
import type { ColumnOf, KeyOf } from '../table-types.ts';
import { TransportError } from '../transport/transport-error.ts';
import { ChunkReader } from './chunk-reader.ts';
import { columnUrl } from './column-url.ts';
import { FileError } from './file-error.ts';
import { checkFileName, fitsHeader } from './file-name.ts';
import { type FileSource, type OpenedSource, openSource } from './source.ts';
import { Transfer } from './transfer.ts';
import {
  beginUpload,
  checkChunkSize,
  checkResume,
  MAX_CHUNK,
  sendChunk,
  type UploadResume,
  wholeFile,
  withoutToken,
} from './upload-session.ts';

export interface UploadOptions extends RequestOptions {
  /** The file's name with its ending, in any script. */
  readonly name: string;
  /** In bytes. A must for streams and functions. */
  readonly size?: number;
  /** Sent as the content type. Such a file goes in one request, held in memory, and has less than 128 MiB. */
  readonly mimeType?: string;
  /** Bytes a request, 4,194,304 at most; by default what the service recommends. A file of no more goes in one. */
  readonly chunkSize?: number;
  /** Goes on with an upload that ended early: the `resume` of its `FileError`. */
  readonly resume?: UploadResume;
  /** Called with the bytes that the service has acknowledged; they fall to 0 when an upload has to start anew. */
  readonly onProgress?: (progress: { readonly sent: number; readonly size: number }) => void;
}

export interface UploadedFile {
  /** In bytes. */
  readonly size: number;
  /** Requests that carried them, repetitions aside. */
  readonly chunks: number;
}

const MAX_WHOLE = 128 * 1024 * 1024;

/**
 * Puts a file into a file or image column, in place of the one that is there. Large files are sent chunk by chunk,
 * with one chunk in memory; chunks that are lost are sent again, and when the service has forgotten the upload, it
 * starts anew, once, if the source can be read again. `timeoutMs` and `signal` count for all of it. Images can also be
 * written with their row, as base64 text; only a table's primary image goes with a create.
 *
 * Rejects with `FileError` (its `resume` goes on where an upload was interrupted), `DataverseError`,
 * `TransportError`, or `ConfigurationError`.
 *
 * @example
 * await uploadFile(accounts, id, 'new_contract', await openAsBlob('contract.pdf'), { name: 'contract.pdf' });
 * await uploadFile(accounts, id, 'new_video', (start) => createReadStream(path, { start }), { name, size });
 * try {
 *   await uploadFile(accounts, id, 'new_video', createReadStream(path), { name, size, signal });
 * } catch (error) {
 *   if (error instanceof FileError && error.resume) await keep(error.resume);
 * }
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data
 */
export async function uploadFile<T extends TableTypes>(
  table: Table<T>,
  key: KeyOf<T>,
  column: ColumnOf<T>,
  source: FileSource,
  options: UploadOptions,
): Promise<UploadedFile> {
  const { connection, target } = TableQuery.stateOf(table);
  const { resume, mimeType, chunkSize } = options;
  const url = columnUrl(target, key, column);
  const file = openSource(source, options.size);
  const upload = new Upload(new Transfer(connection, options, nameOf({ method: 'PATCH', url })), file, {
    ...options,
    column: url,
    name: checkFileName(options.name),
    ...(chunkSize !== undefined && { chunkSize: checkChunkSize(chunkSize) }),
  });
  if (mimeType !== undefined) {
    checkHeaders({ 'content-type': mimeType });
    if (file.size >= MAX_WHOLE || resume !== undefined) {
      throw badArgument(
        'mimeType: only a file of less than 128 MiB in one request can tell it. Leave it out.',
      );
    }
    return upload.whole();
  }
  // Only the requests of a session take names outside of ASCII.
  const isSmall = file.size <= (chunkSize ?? MAX_CHUNK) && (fitsHeader(options.name) || file.size === 0);
  if (isSmall && resume === undefined) return upload.whole();
  return upload.inChunks(
    resume &&
      checkResume(connection.environment, resume, { column: url, name: options.name, size: file.size }),
  );
}

interface UploadPlan extends Pick<UploadOptions, 'name' | 'mimeType' | 'chunkSize' | 'onProgress'> {
  readonly column: string;
}

/** Words of the service that a new session would bring back: too large, no image, not now, a blocked type. */
const FINAL: ReadonlySet<string> = new Set(['0x80044a02', '0x80072553', '0x80090487']);
/** How a service may answer for a session that it does not know any more. */
const GONE: ReadonlySet<number> = new Set([400, 404, 410, 412, 416]);

class Upload {
  readonly #transfer: Transfer;
  readonly #file: OpenedSource;
  readonly #plan: UploadPlan;

  constructor(transfer: Transfer, file: OpenedSource, plan: UploadPlan) {
    this.#transfer = transfer;
    this.#file = file;
    this.#plan = plan;
  }

  async whole(): Promise<UploadedFile> {
    const { column, name, mimeType } = this.#plan;
    const { size } = this.#file;
    const reader = await this.#reader(0);
    try {
      const bytes = await this.#readExactly(reader, 0, size);
      const operation = wholeFile(column, name, bytes, mimeType);
      await this.#transfer.persist(mayPass, () => run(this.#transfer.connection, operation));
    } finally {
      reader.close();
    }
    this.#report(size);
    return { size, chunks: 1 };
  }

  async inChunks(resume: UploadResume | undefined): Promise<UploadedFile> {
    const uploaded = await this.#inChunks(resume);
    // Not before: what it throws would look like an upload that can be resumed.
    this.#report(uploaded.size);
    return uploaded;
  }

  async #inChunks(resume: UploadResume | undefined): Promise<UploadedFile> {
    let state = resume ?? (await this.#begin());
    for (let isAnew = false; ; isAnew = true) {
      try {
        return await this.#sendFrom(state, (next) => {
          state = { ...state, next };
        });
      } catch (thrown) {
        const error = withoutToken(thrown, state.session);
        if (isFinal(error)) throw error;
        if (!isGone(error)) throw this.#interrupted(error, state);
        // The first chunk of a new session is refused for what it is.
        if (state.next === 0 || isAnew) throw error;
        if (!this.#file.isRepeatable) throw this.#forgotten(error, state);
      }
      state = await this.#begin();
      this.#report(0);
    }
  }

  async #begin(): Promise<UploadResume> {
    const { column, name, chunkSize } = this.#plan;
    const { connection } = this.#transfer;
    const begun = await run(connection, beginUpload(connection.environment, column, name));
    return {
      ...begun,
      ...(chunkSize !== undefined && { chunkSize }),
      column,
      name,
      size: this.#file.size,
      next: 0,
    };
  }

  async #sendFrom(from: UploadResume, onAcknowledged: (next: number) => void): Promise<UploadedFile> {
    const { size } = from;
    const chunkSize = this.#plan.chunkSize ?? from.chunkSize;
    const reader = await this.#reader(from.next);
    let chunks = 0;
    try {
      for (let { next } = from; next < size; ) {
        const bytes = await this.#readExactly(reader, next, Math.min(chunkSize, size - next));
        const operation = sendChunk({ ...from, next }, bytes);
        await this.#transfer.persist(mayPass, () => run(this.#transfer.connection, operation));
        chunks += 1;
        next += bytes.length;
        onAcknowledged(next);
        if (next < size) this.#report(next);
      }
    } finally {
      reader.close();
    }
    return { size, chunks };
  }

  async #reader(start: number): Promise<ChunkReader> {
    const { until } = this.#transfer;
    const { stream, skip } = await until(this.#file.open(start));
    const reader = new ChunkReader(stream, until);
    try {
      const skipped = await reader.skip(skip);
      if (skipped === skip) return reader;
      throw this.#wrongSize(`only ${skipped}`);
    } catch (error) {
      reader.close();
      throw error;
    }
  }

  /** The bytes at `start`; those that are to be the last must be. */
  async #readExactly(reader: ChunkReader, start: number, length: number): Promise<Uint8Array> {
    const bytes = await reader.read(length);
    if (bytes.length < length) throw this.#wrongSize(`only ${start + bytes.length}`);
    if (start + length === this.#file.size && !(await reader.isAtEnd())) throw this.#wrongSize('more');
    return bytes;
  }

  #wrongSize(actual: string): FileError {
    const words = `${this.#at()}: size is ${this.#file.size} bytes, but the source has ${actual}. Nothing was stored.`;
    return new FileError('ERR_DATAVERSE_FILE_SIZE', words);
  }

  #forgotten(cause: unknown, { next, size, chunkSize }: UploadResume): FileError {
    // The session ends with the last chunk, also when the answer to that was lost.
    const hint = next + chunkSize >= size ? ' It may be stored already.' : '';
    const words = `${this.#at()}: the service takes nothing after ${next} of ${size} bytes, and a stream cannot be read again.${hint} Upload the file anew.`;
    return new FileError('ERR_DATAVERSE_FILE_SESSION', words, { cause });
  }

  #interrupted(cause: unknown, resume: UploadResume): FileError {
    const why = cause instanceof Error ? cause.message : String(cause);
    const words = `${this.#at()}: interrupted after ${resume.next} of ${resume.size} bytes; resume goes on. ${why}`;
    return new FileError('ERR_DATAVERSE_FILE_INTERRUPTED', words, { cause, resume });
  }

  #report(sent: number): void {
    this.#plan.onProgress?.({ sent, size: this.#file.size });
  }

  #at(): string {
    return nameOf({ method: 'PATCH', url: this.#plan.column });
  }
}

/** What `send` gives back without having tried again, and may be tried again with bytes of a known place. */
function mayPass(error: unknown): boolean {
  if (error instanceof DataverseError) return error.status === 500;
  return error instanceof TransportError && error.code === 'ERR_TRANSPORT_TIMEOUT';
}

function isGone(error: unknown): boolean {
  return error instanceof DataverseError && GONE.has(error.status);
}

/** What going on would not change. */
function isFinal(error: unknown): boolean {
  if (error instanceof DataverseError) return FINAL.has(error.errorCode) || error.status === 413;
  return (
    error instanceof FileError || error instanceof ConfigurationError || error instanceof ForeignOriginError
  );
}
