import type { OpenReply } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { nameOf, type Outgoing } from '../outgoing.ts';
import { FileError } from './file-error.ts';
import { headerText } from './file-name.ts';

/** What the service tells of a file along with its bytes. */
export interface FileFacts {
  /** Of the whole file, in bytes. */
  readonly size: number;
  /**
   * As far as a header can tell it; the column `<column>_name` has it exactly. Whoever uploaded the file chose it: it
   * may hold `../`, so that it is no path to write to.
   */
  readonly name?: string;
  readonly mimeType?: string;
  /** When the service gives one. */
  readonly etag?: string;
}

/** What an answer holds: the bytes from `start` up to `end`, not included, or the whole file in one piece. */
export interface ArrivingRange {
  readonly facts: FileFacts;
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
}

/** All of the file. Compressed, the bytes of a range would be no part of the file. */
export function fileRequest(url: string): Outgoing {
  return { method: 'GET', url, headers: { 'accept-encoding': 'identity' } };
}

export function rangeRequest(url: string, start: number, end: number): Outgoing {
  const request = fileRequest(url);
  return { ...request, headers: { ...request.headers, range: `bytes=${start}-${end - 1}` } };
}

/**
 * Reads the head of an answer. Throws `FileError` for no file, for other bytes than were asked for, and for another
 * file than `known`.
 */
export function readRange(
  reply: OpenReply,
  outgoing: Outgoing,
  asked: { readonly start: number; readonly end: number },
  known?: FileFacts,
): ArrivingRange {
  const { status, headers } = reply;
  const at = nameOf(outgoing);
  if (status === 204) throw noFile(at);
  const isWhole = status !== 206;
  const range = isWhole ? undefined : parseContentRange(headers['content-range']);
  const size = wholeNumber(headers['x-ms-file-size']) ?? range?.size ?? bodySize(isWhole, headers);
  if (size === undefined) throw unreadable(reply, outgoing, 'without the size of the file');
  const facts: FileFacts = {
    size,
    ...(headers['x-ms-file-name'] && { name: headerText(headers['x-ms-file-name']) }),
    ...(headers['mimetype'] && { mimeType: headers['mimetype'] }),
    ...(headers['etag'] && { etag: headers['etag'] }),
  };
  if (known !== undefined && (facts.size !== known.size || facts.etag !== known.etag)) {
    const words = `${at}: the file was replaced while it was being downloaded (${known.size} bytes then, ${size} now). Download it anew.`;
    throw new FileError('ERR_DATAVERSE_FILE_CHANGED', words);
  }
  if (isWhole) return { facts, start: 0, end: size, isWhole };
  const end = Math.min(range?.end ?? asked.end, asked.end, size);
  if (range !== undefined && (range.start !== asked.start || range.end > asked.end || range.size !== size)) {
    throw otherBytes(at, asked, `${range.start}-${range.end - 1} of ${range.size}`);
  }
  return { facts, start: asked.start, end, isWhole };
}

export function noFile(at: string, cause?: unknown): FileError {
  const words = `${at}: there is no file or image. A full image is kept only when the column has CanStoreFullImage at the time of its upload; without fullImage the thumbnail is read.`;
  return new FileError('ERR_DATAVERSE_FILE_EMPTY', words, { cause });
}

export function otherBytes(
  at: string,
  asked: { readonly start: number; readonly end: number },
  what: string,
): FileError {
  const words = `${at}: asked for bytes ${asked.start}-${asked.end - 1}, the service sent ${what}.`;
  return new FileError('ERR_DATAVERSE_FILE_RANGE', words);
}

function parseContentRange(header: string | undefined) {
  const [, start, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? '') ?? [];
  return start === undefined
    ? undefined
    : { start: Number(start), end: Number(last) + 1, size: Number(size) };
}

/** Of an answer with the whole file, its length is the file's. */
function bodySize(isWhole: boolean, headers: OpenReply['headers']): number | undefined {
  return isWhole ? wholeNumber(headers['content-length']) : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  return /^\d{1,15}$/.test(text ?? '') ? Number(text) : undefined;
}
