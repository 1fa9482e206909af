import type { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { noProxyList } from './no-proxy.ts';
import { TransportError } from './transport-error.ts';
import { tunnel } from './tunnel.ts';

export interface HttpProxyOptions {
  /** Hosts to reach directly, in the form of `NO_PROXY`: `.example.com, 10.0.0.0/8, host:8443`, or `*` for all. */
  readonly noProxy?: string;
  /** PEM certificates to trust for the proxy itself, when it is reached by `https:`. */
  readonly ca?: string | Buffer;
}

/** A way through a proxy, for `nodeTransport`. */
export interface HttpProxy {
  /** Makes all new connections of `agent` go through it. */
  applyTo(agent: Agent): void;
}

/**
 * A proxy for `nodeTransport`, reached by `http:` or `https:`. Each connection is a tunnel (CONNECT): the proxy sees the
 * name of the server, not what is sent; the server's certificate is verified as ever. User and password of the URL
 * go to the proxy alone. `http:` servers, which are on this machine, are reached directly.
 * Throws `ERR_TRANSPORT_PROXY` for another URL; requests reject with it when the proxy is not there or refuses.
 *
 * @example
 * const transport = nodeTransport({ proxy: httpProxy('http://user:password@proxy:3128', { noProxy: '.internal' }) });
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Methods/CONNECT
 */
export function httpProxy(url: string, options: HttpProxyOptions = {}): HttpProxy {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.hostname === '') {
    throw new TransportError(
      'ERR_TRANSPORT_PROXY',
      'The URL of the proxy must be like http://host:port or https://user:password@host:port.',
    );
  }
  const { username, password } = parsed;
  const user = `${decoded(username)}:${decoded(password)}`;
  const proxy = {
    url: parsed,
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
    ca: options.ca,
  };
  const isExempt = noProxyList(options.noProxy ?? '');
  return {
    applyTo(agent) {
      const pool = agent as ConnectingAgent;
      const direct = pool.createConnection;
      pool.createConnection = (target) => {
        const { host, port } = target;
        if (isExempt(host, Number(port))) return direct.call(pool, target);
        const way = tunnel(proxy, `${host.includes(':') ? `[${host}]` : host}:${port}`);
        // The agent unrefs idle connections, which the layer of TLS would not pass on.
        const { ref, unref } = way;
        return Object.assign(direct.call(pool, { ...target, socket: way }), { ref, unref });
      };
    },
  };
}

/**
 * The proxy for `https:` that the usual variables name (`https_proxy`, `HTTPS_PROXY`; `no_proxy`, `NO_PROXY`; lower case
 * goes first), or `undefined` when none does. Nothing but what is passed in is read.
 *
 * @example
 * const transport = nodeTransport({ proxy: httpProxyFromEnv(process.env) });
 */
export function httpProxyFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  options: Pick<HttpProxyOptions, 'ca'> = {},
): HttpProxy | undefined {
  const url = env['https_proxy'] || env['HTTPS_PROXY'];
  if (!url) return undefined;
  const noProxy = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  return httpProxy(url.includes('://') ? url : `http://${url}`, { ...options, noProxy });
}

/** The documented method that Node's types leave out. */
interface ConnectingAgent {
  createConnection(target: { host: string; port: number | string; socket?: Duplex }): Duplex;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
