import { type OpenReply, open } from '../connection.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import { nameOf, type Outgoing } from '../outgoing.ts';
import { TableQuery } from '../query/query.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import type { Table } from '../table/table.ts';
import type { ColumnOf, KeyOf } from '../table-types.ts';
import { bodyChunks } from '../transport/read-body.ts';
import { TransportError } from '../transport/transport-error.ts';
import { columnUrl } from './column-url.ts';
import { type FileFacts, fileRequest, noFile, otherBytes, rangeRequest, readRange } from './file-range.ts';
import { Transfer } from './transfer.ts';
import { checkChunkSize, MAX_CHUNK } from './upload-session.ts';

export interface DownloadOptions extends RequestOptions {
  /** Bytes a request and a piece of `body`; 4,194,304 at most and by default. */
  readonly chunkSize?: number;
  /** The first byte to read, to go on with an earlier download: compare `size` and `etag` with what that had. */
  readonly from?: number;
  /** Of an image column the image as it was uploaded, rather than its thumbnail. */
  readonly fullImage?: boolean;
}

export interface DownloadedFile extends FileFacts {
  /** The bytes, to be read once. Leaving the loop early ends the download. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Reads the file of a file or image column, range by range: two at most are in memory, the next one is asked for while
 * one is used, and one that breaks off is completed by another request. `timeoutMs` and `signal` count for all of
 * it. Resolves with the first range there. Of an image the thumbnail is read, which selecting the column gives as base64
 * too, unless `fullImage` is set. A file that the service keeps in its database comes in one piece, which
 * has 120 seconds.
 *
 * Rejects, as `body` does, with `FileError` (no file; replaced meanwhile), `DataverseError` or `TransportError`. A
 * file replaced by another of the same size goes unnoticed unless the service sends an etag.
 *
 * @example
 * const { body, size, name } = await downloadFile(accounts, id, 'new_video');
 * await pipeline(body, createWriteStream('video.mp4'));
 * const bytes = await buffer((await downloadFile(accounts, id, 'new_contract')).body); // of node:stream/consumers
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data#download-files
 */
export async function downloadFile<T extends TableTypes>(
  table: Table<T>,
  key: KeyOf<T>,
  column: ColumnOf<T>,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  const { connection, target } = TableQuery.stateOf(table);
  const { chunkSize = MAX_CHUNK, from = 0, fullImage = false } = options;
  if (!Number.isSafeInteger(from) || from < 0) throw badArgument(`from ${from} is no place in a file.`);
  const url = `${columnUrl(target, key, column)}/$value${fullImage ? '?size=full' : ''}`;
  const ended = new AbortController();
  const given = options.signal ?? connection.options.signal;
  const signal = given === undefined ? ended.signal : AbortSignal.any([given, ended.signal]);
  const transfer = new Transfer(connection, { ...options, signal }, nameOf({ method: 'GET', url }));
  const download = new Download(transfer, url, checkChunkSize(chunkSize));
  const first = await download.read(from);
  return { ...first.facts, body: download.body(first, from, () => ended.abort()) };
}

interface ReadRange {
  readonly facts: FileFacts;
  readonly bytes: Uint8Array;
}

/** A server that does not do ranges sends all of it. */
interface WholeFile {
  readonly facts: FileFacts;
  readonly stream: AsyncIterable<Uint8Array>;
}

class Download {
  readonly #transfer: Transfer;
  readonly #url: string;
  readonly #chunkSize: number;

  constructor(transfer: Transfer, url: string, chunkSize: number) {
    this.#transfer = transfer;
    this.#url = url;
    this.#chunkSize = chunkSize;
  }

  async *body(first: ReadRange | WholeFile, from: number, end: () => void): AsyncGenerator<Uint8Array, void> {
    const { facts } = first;
    try {
      let position = from;
      for (let range: ReadRange | WholeFile | undefined = first; range !== undefined; ) {
        if ('stream' in range) {
          yield* this.#rest(range, position);
          return;
        }
        position += range.bytes.length;
        const next: Promise<ReadRange | WholeFile> | undefined =
          position < facts.size ? this.read(position, facts) : undefined;
        next?.catch(() => {}); // it may fail while nobody waits for it
        if (range.bytes.length > 0) yield range.bytes;
        range = await next;
      }
    } finally {
      end();
    }
  }

  /** The range at `start`, whole. */
  async read(start: number, known?: FileFacts): Promise<ReadRange | WholeFile> {
    let facts = known;
    let bytes: Uint8Array | undefined;
    let filled = 0;
    let isArriving = false;
    const mayPass = (error: unknown) =>
      error instanceof DataverseError
        ? error.status === 500
        : error instanceof TransportError &&
          (error.code === 'ERR_TRANSPORT_TIMEOUT' || (isArriving && error.code === 'ERR_TRANSPORT_NETWORK'));
    return this.#transfer.persist(mayPass, async () => {
      isArriving = false;
      const asked = {
        start: start + filled,
        end: Math.min(start + this.#chunkSize, facts?.size ?? Infinity),
      };
      const outgoing = rangeRequest(this.#url, asked.start, asked.end);
      const reply = await this.#open(outgoing);
      const arriving = await orDiscard(reply, () => readRange(reply, outgoing, asked, facts));
      facts = arriving.facts;
      if (arriving.isWhole) return { facts, stream: bodyChunks(reply, `${this.#at}: the answer broke off.`) };
      isArriving = true;
      bytes ??= new Uint8Array(Math.max(0, arriving.end - start));
      for await (const piece of bodyChunks(reply, `${this.#at}: the answer broke off.`)) {
        if (filled + piece.length > bytes.length) throw otherBytes(this.#at, asked, 'more');
        bytes.set(piece, filled);
        filled += piece.length;
      }
      if (filled === 0 && bytes.length > 0) throw otherBytes(this.#at, asked, 'none');
      // A service may send less than was asked for; the next range begins where it ended.
      return { facts, bytes: filled === bytes.length ? bytes : bytes.subarray(0, filled) };
    });
  }

  async #open(outgoing: Outgoing): Promise<OpenReply> {
    try {
      return await open(this.#transfer.connection, outgoing);
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      if (/No FileAttachment records found/i.test(error.serverMessage)) throw noFile(this.#at, error);
      if (error.errorCode !== NO_RANGES) throw error;
      return open(this.#transfer.connection, fileRequest(this.#url));
    }
  }

  /** All of a whole file but what is before `from`. */
  async *#rest({ facts, stream }: WholeFile, from: number): AsyncGenerator<Uint8Array, void> {
    let position = 0;
    for await (const piece of stream) {
      const start = Math.max(0, from - position);
      position += piece.length;
      if (start < piece.length) yield start === 0 ? piece : piece.subarray(start);
    }
    if (position !== facts.size) {
      throw otherBytes(this.#at, { start: 0, end: facts.size }, `${position} bytes`);
    }
  }

  get #at(): string {
    return nameOf({ method: 'GET', url: this.#url });
  }
}

/** The file is kept in the database. */
const NO_RANGES = '0x80090017';

/** Frees the connection when the answer is refused by its head. */
async function orDiscard<T>(reply: OpenReply, read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    for await (const _ of bodyChunks(reply)) break; // a stream frees what it holds only once it was begun
    throw error;
  }
}
