import type { ClientRequest } from 'node:http';
import type { Now } from '../seams.ts';
import { type Connections, openConnections, openSecureConnections } from './connections.ts';
import { ENDED, exchange, type UnderWay } from './exchange.ts';
import type { HttpProxy } from './http-proxy.ts';
import { placeFinder } from './place.ts';
import type { Transport } from './transport.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';
import { byName, wireHeaders } from './wire-headers.ts';

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
  /** Asks for answers in gzip and inflates them: fewer bytes, more work; off by default. */
  readonly compression?: boolean;
  /** `httpProxy(...)` or `httpProxyFromEnv(...)`; no proxy by default, whatever the environment says. */
  readonly proxy?: HttpProxy | undefined;
}

/** A transport that owns its connections. */
export type NodeTransport = Transport & {
  /** Ends what is under way and closes all connections; the transport cannot be used afterwards. */
  close(): void;
};

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
  const { ca, maxSockets = 50, maxIdleMs = 30_000, now = Date.now } = options;
  const { maxResponseBytes = 256 * 1024 * 1024, compression = false, proxy } = options;
  const pool = { maxSockets, maxIdleMs, now };
  if (ca !== undefined && !/BEGIN [\w ]*CERTIFICATE/.test(String(ca))) {
    // It would be passed over in silence, and nothing trusted.
    throw new TransportError('ERR_TRANSPORT_TLS', 'nodeTransport: `ca` is no certificate in PEM.');
  }
  const opening = new Map<string, Promise<Connections>>();
  const opened = new Map<string, Connections>();
  const connectionsFor = async (protocol: string) => {
    const already = opening.get(protocol);
    if (already) return already;
    const made = protocol === 'https:' ? openSecureConnections(pool, ca, proxy) : openConnections(pool);
    opening.set(protocol, made);
    opened.set(protocol, await made);
    return made;
  };
  const placeOf = placeFinder();
  const underWay: UnderWay = new Set();
  let closed = false;

  const send: Transport = async (request) => {
    const { method, signal } = request;
    const place = placeOf(request.url);
    const at = () => `${method} ${place.protocol}//${place.host}${place.path.replace(/\?.*$/, '')}`;
    const failure = (code: TransportErrorCode, words: string, cause?: unknown) =>
      new TransportError(code, `${at()}: ${words}`, { cause });
    const connections = opened.get(place.protocol) ?? (await connectionsFor(place.protocol));
    if (closed) throw failure('ERR_TRANSPORT_NETWORK', 'the transport is closed.');
    if (signal?.aborted) throw failure('ERR_TRANSPORT_ABORTED', ENDED, signal.reason);
    connections.dropStale();
    let clientRequest: ClientRequest;
    try {
      const headers = wireHeaders(place.host, request);
      if (compression) headers.push('accept-encoding', 'gzip');
      clientRequest = connections.request({
        host: place.hostname,
        port: place.port,
        path: place.path,
        method,
        headers: connections.isWatched() ? byName(headers) : headers,
        agent: connections.agent,
      });
    } catch (cause) {
      throw failure('ERR_TRANSPORT_REQUEST', `${(cause as Error).message}.`, cause); // it names headers, no values
    }
    return exchange(clientRequest, request, at, maxResponseBytes, underWay, connections.inflate);
  };

  return Object.assign(send, {
    close() {
      closed = true;
      for (const end of underWay) end('ERR_TRANSPORT_NETWORK', 'the transport was closed.');
      for (const { agent } of opened.values()) agent.destroy();
    },
  });
}
