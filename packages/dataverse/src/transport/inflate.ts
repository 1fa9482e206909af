import { constants } from 'node:buffer';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, gunzip } from 'node:zlib';
import { TransportError } from './transport-error.ts';

/** Inflates a whole gzip body; what is larger inflated than `maxBytes` is never held. */
export function inflate(
  body: Uint8Array,
  maxBytes: number,
  done: (error: unknown, inflated: Uint8Array) => void,
): void {
  gunzip(body, { maxOutputLength: Math.min(maxBytes, constants.MAX_LENGTH) }, done);
}

/** The same of a stream; errors and the end of either go to the other. */
export function inflateStream(body: Readable): Readable {
  return pipeline(body, createGunzip(), () => {}); // its reader is told by the stream itself
}

/** The error for what zlib reported; `undefined` when it is not from there. */
export function inflateError(at: string, maxBytes: number, cause: unknown): TransportError | undefined {
  const { code } = cause as { readonly code?: unknown }; // an Error in practice
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return new TransportError(
      'ERR_TRANSPORT_TOO_LARGE',
      `${at}: the answer is larger than ${maxBytes} bytes inflated.`,
    );
  }
  if (typeof code !== 'string' || !code.startsWith('Z_')) return undefined;
  return new TransportError('ERR_TRANSPORT_ENCODING', `${at}: the answer's gzip is damaged (${code}).`, {
    cause,
  });
}
