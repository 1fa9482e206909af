import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Now } from '../seams.ts';
import { checkedUrl } from './checked-url.ts';
import { ENDED, exchange, type UnderWay } from './exchange.ts';
import type { HttpProxy } from './http-proxy.ts';
import { staleSocketDropper } from './stale-sockets.ts';
import type { Transport } from './transport.ts';
import { TransportError, type TransportErrorCode } from './transport-error.ts';
import { wireHeaders } from './wire-headers.ts';

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
  const pool = { keepAlive: true, maxSockets };
  const http = new HttpAgent(pool);
  const https = new HttpsAgent(ca === undefined ? pool : { ...pool, secureContext: trusting(ca) });
  proxy?.applyTo(https);
  const dropStale = [http, https].map((agent) => staleSocketDropper(agent, maxIdleMs, now));
  const underWay: UnderWay = new Set();
  let closed = false;

  const send: Transport = async (request) => {
    const { method, signal } = request;
    const url = checkedUrl(request.url);
    const at = () => `${method} ${url.origin}${url.pathname}`;
    const failure = (code: TransportErrorCode, words: string, cause?: unknown) =>
      new TransportError(code, `${at()}: ${words}`, { cause });
    if (closed) throw failure('ERR_TRANSPORT_NETWORK', 'the transport is closed.');
    if (signal?.aborted) throw failure('ERR_TRANSPORT_ABORTED', ENDED, signal.reason);
    for (const drop of dropStale) drop();
    const isSecure = url.protocol === 'https:';
    let clientRequest: ClientRequest;
    try {
      const headers = wireHeaders(url.host, request);
      if (compression) headers.push('accept-encoding', 'gzip');
      clientRequest = (isSecure ? httpsRequest : httpRequest)({
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path: url.pathname + url.search,
        method,
        headers,
        agent: isSecure ? https : http,
      });
    } catch (cause) {
      throw failure('ERR_TRANSPORT_REQUEST', `${(cause as Error).message}.`, cause); // it names headers, no values
    }
    return exchange(clientRequest, request, at, maxResponseBytes, underWay);
  };

  return Object.assign(send, {
    close() {
      closed = true;
      for (const end of underWay) end('ERR_TRANSPORT_NETWORK', 'the transport was closed.');
      http.destroy();
      https.destroy();
    },
  });
}

/**
 * What to trust, made once: with `ca` itself the agent would look at the whole text for each request, and parse it
 * for each connection.
 */
function trusting(ca: string | Buffer): SecureContext {
  let cause: unknown;
  try {
    // What is no PEM at all would be passed over in silence, and nothing trusted.
    if (/BEGIN [\w ]*CERTIFICATE/.test(String(ca))) return createSecureContext({ ca });
  } catch (thrown) {
    cause = thrown;
  }
  throw new TransportError('ERR_TRANSPORT_TLS', 'nodeTransport: `ca` is no certificate in PEM.', { cause });
}
