import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isLoopback } from '../loopback.ts';
import type { Now } from '../seams.ts';
import { staleSocketDropper } from './stale-sockets.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';
import { TransportError } from './transport-error.ts';

export interface NodeTransportOptions {
  /** PEM certificates to trust instead of Node's own roots, for a server with a private CA. */
  readonly ca?: string | Buffer;
  /** Connections to one host at a time; 50 by default, as Dataverse refuses more than 52 requests at once. */
  readonly maxSockets?: number;
  /**
   * The longest a connection may have been idle to be used again, in milliseconds; 30,000 by default. Servers and
   * gateways drop idle connections silently, and a Lambda function sleeps between its calls.
   */
  readonly maxIdleMs?: number;
  /** The clock for it. */
  readonly now?: Now;
  /** The largest body that is read, in bytes; 256 MiB by default. */
  readonly maxResponseBytes?: number;
}

/** A transport that owns its connections. */
export type NodeTransport = Transport & {
  /** Ends what is under way and closes all connections; the transport cannot be used afterwards. */
  close(): void;
};

const MAX_SOCKETS = 50;
const MAX_IDLE_MS = 30_000;
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

/**
 * Sends requests by `node:https` over kept-alive connections; `http:` is taken for loopback hosts only.
 * Rejects with `TransportError`. Idle connections do not keep the process alive.
 *
 * @example
 * const transport = nodeTransport({ ca: readFileSync('local-ca.pem') });
 * const dataverse = createClient({ url, credential, transport });
 * @see https://nodejs.org/api/https.html#httpsrequesturl-options-callback
 */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const pool = { keepAlive: true, maxSockets: options.maxSockets ?? MAX_SOCKETS };
  const http = new HttpAgent(pool);
  const https = new HttpsAgent(options.ca === undefined ? pool : { ...pool, ca: options.ca });
  const dropStale = [http, https].map((agent) =>
    staleSocketDropper(agent, options.maxIdleMs ?? MAX_IDLE_MS, options.now ?? Date.now),
  );
  const maxBytes = options.maxResponseBytes ?? MAX_RESPONSE_BYTES;
  const underWay = new Set<ClientRequest>();
  let closed = false;

  const send: Transport = async (request) => {
    const url = checkedUrl(request.url);
    const at = `${request.method} ${url.origin}${url.pathname}`;
    if (closed) throw new TransportError('ERR_TRANSPORT_NETWORK', `${at}: the transport is closed.`);
    if (request.signal?.aborted) throw aborted(at, request.signal);
    for (const drop of dropStale) drop();
    const outgoing = { method: request.method, headers: request.headers };
    const clientRequest =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...outgoing, agent: https })
        : httpRequest(url, { ...outgoing, agent: http });
    underWay.add(clientRequest);
    try {
      return await exchange(clientRequest, request, at, maxBytes);
    } finally {
      underWay.delete(clientRequest);
    }
  };

  return Object.assign(send, {
    close() {
      closed = true;
      for (const clientRequest of underWay) clientRequest.destroy(new Error('transport closed'));
      http.destroy();
      https.destroy();
    },
  });
}

function exchange(
  clientRequest: ClientRequest,
  request: TransportRequest,
  at: string,
  maxBytes: number,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const { signal, timeoutMs } = request;
    let settled = false;
    const settle = (outcome: TransportResponse | TransportError) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (outcome instanceof TransportError) {
        clientRequest.destroy();
        reject(outcome);
      } else {
        resolve(outcome);
      }
    };
    const onAbort = () => signal && settle(aborted(at, signal));
    const tooLarge = () =>
      settle(
        new TransportError('ERR_TRANSPORT_TOO_LARGE', `${at}: the answer is larger than ${maxBytes} bytes.`),
      );
    // One timer from the first moment to the last byte: a socket's own timeout restarts with every byte.
    const timer = setTimeout(
      () => settle(new TransportError('ERR_TRANSPORT_TIMEOUT', `${at}: no whole answer in ${timeoutMs} ms.`)),
      timeoutMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });

    clientRequest.on('error', (cause) => settle(connectionError(at, cause)));
    clientRequest.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) tooLarge();
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) tooLarge();
        else chunks.push(chunk);
      });
      incoming.on('error', (cause) => settle(connectionError(at, cause)));
      incoming.on('end', () => settle(toResponse(incoming, Buffer.concat(chunks))));
      incoming.on('close', () => settle(connectionError(at, new Error('the answer broke off'))));
    });
    clientRequest.end(request.body);
  });
}

function toResponse(incoming: IncomingMessage, body: Uint8Array): TransportResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return { status: incoming.statusCode ?? 0, headers, setCookie: incoming.headers['set-cookie'] ?? [], body };
}

function checkedUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new TransportError('ERR_TRANSPORT_URL', 'The request has no valid absolute URL.', { cause });
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw new TransportError(
    'ERR_TRANSPORT_URL',
    `${url.origin}: only https: is used, as requests carry tokens; http: is taken for loopback hosts alone.`,
  );
}

function aborted(at: string, signal: AbortSignal): TransportError {
  return new TransportError('ERR_TRANSPORT_ABORTED', `${at}: ended by the caller's signal.`, {
    cause: signal.reason,
  });
}

const UNTRUSTED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/;

function connectionError(at: string, cause: Error): TransportError {
  const reason = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (UNTRUSTED.test(reason)) {
    const advice =
      'For a private CA pass its certificate: nodeTransport({ ca }), or set NODE_EXTRA_CA_CERTS.';
    return new TransportError('ERR_TRANSPORT_TLS', `${at}: ${cause.message} (${reason}). ${advice}`, {
      cause,
    });
  }
  const words = cause.message === '' ? reason : cause.message;
  return new TransportError('ERR_TRANSPORT_NETWORK', `${at}: ${words}`, { cause });
}
