import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { connectionError } from './connection-error.ts';
import type { TransportRequest, TransportResponse } from './transport.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';

export const ENDED = "ended by the caller's signal.";

type End = (code: TransportErrorCode, words: string, cause?: unknown) => void;

/** How to end each of the exchanges under way. */
export type UnderWay = Set<End>;

const HEARD = Symbol('errors heard');

/**
 * Keeps a listener on the connection itself: Node takes its own away once there is an answer, and what of the request
 * is still being written to a server that hangs up would then end the process.
 */
function hearErrors(socket: Socket & { [HEARD]?: boolean }): void {
  if (!socket[HEARD]) socket.on('error', () => {});
  socket[HEARD] = true;
}

/** Sends `request` by `clientRequest` and reads the answer, within the request's deadline and the size limit. */
export function exchange(
  clientRequest: ClientRequest,
  request: TransportRequest,
  at: () => string,
  maxBytes: number,
  underWay: UnderWay,
  inflate: (body: Readable) => Readable,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const { signal, timeoutMs } = request;
    let failure: TransportError | undefined;
    let isOver = false;
    let isAnswered = false;

    const finish = () => {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      underWay.delete(end);
    };
    const fail = (error: unknown) => {
      if (isOver) return;
      finish();
      failure = connectionError(at(), error);
      clientRequest.destroy();
      reject(failure);
    };
    const end: End = (code, words, cause) => fail(new TransportError(code, `${at()}: ${words}`, { cause }));
    const onAbort = () => end('ERR_TRANSPORT_ABORTED', ENDED, signal?.reason);
    // One timer from the first moment to the last byte: a socket's own timeout restarts with every byte.
    const timer = setTimeout(
      () => end('ERR_TRANSPORT_TIMEOUT', `no whole answer in ${timeoutMs} ms.`),
      Math.min(timeoutMs, 0x7fffffff),
    );
    signal?.addEventListener('abort', onAbort);
    underWay.add(end);

    const tooLarge = () => end('ERR_TRANSPORT_TOO_LARGE', `the answer is larger than ${maxBytes} bytes.`);
    let size = 0;
    const isWithin = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) tooLarge();
      return size <= maxBytes;
    };

    const readWhole = (source: Readable, done: (body: Uint8Array) => void) => {
      const chunks: Buffer[] = [];
      source.on('data', (chunk: Buffer) => {
        if (isWithin(chunk)) chunks.push(chunk);
      });
      source.on('end', () => {
        if (isOver) return;
        finish();
        const [first] = chunks;
        done(first && chunks.length === 1 ? first : Buffer.concat(chunks, size));
      });
    };

    async function* stream(source: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of source) {
          if (!isWithin(chunk)) break;
          yield chunk;
        }
      } catch (error) {
        fail(error);
      } finally {
        finish();
      }
      if (failure) throw failure;
    }

    clientRequest.on('error', fail);
    clientRequest.on('socket', hearErrors);
    clientRequest.on('close', () => {
      // An answer of 101 ends the request without an error.
      if (!isAnswered) fail(new Error('the connection was closed without an answer'));
    });
    clientRequest.on('response', (incoming) => {
      isAnswered = true;
      const { statusCode: status = 0 } = incoming;
      incoming.on('error', fail);
      const { 'set-cookie': setCookie = [] } = incoming.headers;
      const headers = incoming.headers as Record<string, string>; // `set-cookie` alone is a list
      delete headers['set-cookie'];
      const { 'content-length': length = 0, 'content-encoding': coding = 'identity' } = headers;
      const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304 && length !== '0';
      const isGzip = hasBody && /^(x-)?gzip$/i.test(coding);
      if (isGzip) {
        delete headers['content-encoding'];
        delete headers['content-length'];
      } else if (hasBody && !/^identity$/i.test(coding)) {
        end('ERR_TRANSPORT_ENCODING', `the answer is compressed by "${coding}", which was not asked for.`);
        return;
      }
      if (hasBody && Number(length) > maxBytes) {
        tooLarge();
        return;
      }
      const source = isGzip ? inflate(incoming).on('error', fail) : incoming;
      const answer = (body: TransportResponse['body']) => resolve({ status, headers, setCookie, body });
      if (request.stream) answer(stream(source));
      else readWhole(source, answer);
    });
    clientRequest.end(request.body);
  });
}
