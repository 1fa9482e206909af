import type { Environment } from '../environment.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import { resolveLink } from '../target.ts';
import { fitsHeader, withName } from './file-name.ts';

/** The largest chunk that the service takes. */
export const MAX_CHUNK = 4 * 1024 * 1024;

/** An upload that ended early, as plain data. Holds the session's token: keep it as a secret. */
export interface UploadResume {
  readonly session: string;
  /** URL of the column. */
  readonly column: string;
  readonly name: string;
  readonly size: number;
  readonly chunkSize: number;
  /** The first byte that the service has not acknowledged. */
  readonly next: number;
}

/** Sends the whole file. */
export function wholeFile(url: string, name: string, bytes: Uint8Array, mimeType?: string): Operation<void> {
  const inHeader = fitsHeader(name);
  return {
    method: 'PATCH',
    url: inHeader ? url : withName(url, name),
    headers: {
      'content-type': mimeType ?? 'application/octet-stream',
      ...(inHeader && { 'x-ms-file-name': name }),
    },
    body: bytes,
    read() {},
  };
}

/** Opens a session; gives its URL, which holds its token, and the size of chunks that the service asks for. */
export function beginUpload(
  environment: Environment,
  url: string,
  name: string,
): Operation<{ readonly session: string; readonly chunkSize: number }> {
  const outgoing: Outgoing = {
    method: 'PATCH',
    url: withName(url, name),
    headers: { 'x-ms-transfer-mode': 'chunked' },
  };
  return {
    ...outgoing,
    read(reply) {
      const { location, 'x-ms-chunk-size': asked } = reply.headers;
      if (!location) {
        throw unreadable(reply, outgoing, 'without the Location of a session');
      }
      const chunkSize = Number(asked);
      return {
        session: resolveLink(environment, location.replace(/^(?=api\/data\/)/, '/')),
        chunkSize: chunkSize >= 1 ? Math.min(Math.floor(chunkSize), MAX_CHUNK) : MAX_CHUNK,
      };
    },
  };
}

/** Sends the bytes at `state.next`. Sent twice, they are stored once. */
export function sendChunk(state: UploadResume, bytes: Uint8Array): Operation<void> {
  const { session, name, next, size } = state;
  const last = next + bytes.length - 1;
  const inHeader = fitsHeader(name);
  const outgoing: Outgoing = {
    method: 'PATCH',
    url: inHeader ? session : withName(session, name),
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${next}-${last}/${size}`,
      ...(inHeader && { 'x-ms-file-name': name }),
    },
    body: bytes,
  };
  return {
    ...outgoing,
    read(reply) {
      // 206 tells that the service waits for more: then the file is not stored yet.
      if ((reply.status === 206) === last < size - 1) return;
      const words = `to bytes ${next}-${last} of ${size}, as if ${reply.status === 206 ? 'more were' : 'no more was'} to come`;
      throw unreadable(reply, outgoing, words);
    },
  };
}

/** The state to go on from; it may come from a file, so that nothing in it is believed. */
export function checkResume(
  environment: Environment,
  resume: UploadResume,
  { column, name, size }: Pick<UploadResume, 'column' | 'name' | 'size'>,
): UploadResume {
  if (resume.column !== column || resume.name !== name || resume.size !== size) {
    throw badArgument('resume belongs to another row, column or file than this.');
  }
  const { session, next, chunkSize } = resume;
  const isPlace = Number.isSafeInteger(next) && next >= 0 && next < size;
  if (typeof session !== 'string' || !isPlace) throw badArgument('resume is not what an upload gave.');
  const link = resolveLink(environment, session);
  return { session: link, column, name, size, chunkSize: checkChunkSize(chunkSize), next };
}

/** Throws `ConfigurationError` unless it is a number of bytes from 1 to 4,194,304. */
export function checkChunkSize(chunkSize: number): number {
  if (Number.isInteger(chunkSize) && chunkSize >= 1 && chunkSize <= MAX_CHUNK) return chunkSize;
  throw badArgument(`chunkSize ${chunkSize}: it is a number of bytes from 1 to ${MAX_CHUNK}.`);
}

/** The error without the session's token, which a service may quote. */
export function withoutToken(error: unknown, session: string): unknown {
  if (!(error instanceof DataverseError)) return error;
  const tokens = [...new URL(session).searchParams.values()];
  const secrets = [...tokens, ...tokens.map(encodeURIComponent)].filter((text) => text.length >= 8);
  const hide = (text: string) => secrets.reduce((words, secret) => words.replaceAll(secret, '[token]'), text);
  if (hide(error.message) === error.message) return error;
  const { status, errorCode, serverMessage, requestId, privilege, challenge, hint, retryAfterMs } = error;
  const details = { status, errorCode, requestId, privilege, challenge, hint, retryAfterMs };
  return new DataverseError(hide(error.message), { ...details, serverMessage: hide(serverMessage) });
}
