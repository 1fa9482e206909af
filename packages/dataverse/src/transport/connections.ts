import { channel } from 'node:diagnostics_channel';
import type { Agent, ClientRequest, RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Now } from '../seams.ts';
import type { HttpProxy } from './http-proxy.ts';
import { staleSocketDropper } from './stale-sockets.ts';
import { TransportError } from './transport-error.ts';

/** Kept-alive connections, with what sends over them. */
export interface Connections {
  readonly agent: Agent;
  readonly request: (options: RequestOptions) => ClientRequest;
  readonly dropStale: () => void;
  /** Whether something in the process looks into requests, as tracing does: it takes headers as an object alone. */
  readonly isWatched: () => boolean;
  /** The body out of its gzip; errors and the end of either go to the other. */
  readonly inflate: (body: Readable) => Readable;
}

export interface ConnectionLimits {
  readonly maxSockets: number;
  readonly maxIdleMs: number;
  readonly now: Now;
}

// Node's modules take longer to load than all of this package, so that it is left to the first request.

export async function openConnections(limits: ConnectionLimits): Promise<Connections> {
  const { Agent, request } = await import('node:http');
  return over(new Agent({ keepAlive: true, maxSockets: limits.maxSockets }), request, limits);
}

export async function openSecureConnections(
  limits: ConnectionLimits,
  ca: string | Buffer | undefined,
  proxy: HttpProxy | undefined,
): Promise<Connections> {
  const { Agent, request } = await import('node:https');
  const pool = { keepAlive: true, maxSockets: limits.maxSockets };
  const agent = new Agent(ca === undefined ? pool : { ...pool, secureContext: await trusting(ca) });
  proxy?.applyTo(agent);
  return over(agent, request, limits);
}

async function over(
  agent: Agent,
  request: Connections['request'],
  { maxIdleMs, now }: ConnectionLimits,
): Promise<Connections> {
  const { createGunzip } = await import('node:zlib');
  const { pipeline } = await import('node:stream');
  // Node's own function makes the request itself; what was put in its place calls another.
  const isWrapped =
    !/^function request\([\s\S]*ClientRequest/.test(String(request)) || '__wrapped' in request;
  const watchers = ['start', 'created'].map((moment) => channel(`http.client.request.${moment}`));
  return {
    agent,
    request,
    dropStale: staleSocketDropper(agent, maxIdleMs, now),
    isWatched: () => isWrapped || watchers.some((watcher) => watcher.hasSubscribers),
    inflate: (body) => pipeline(body, createGunzip(), () => {}), // its reader is told by the stream itself
  };
}

/**
 * What to trust, made once: with `ca` itself the agent would look at the whole text for each request, and parse it
 * for each connection.
 */
async function trusting(ca: string | Buffer): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  try {
    return createSecureContext({ ca });
  } catch (cause) {
    throw new TransportError('ERR_TRANSPORT_TLS', 'nodeTransport: `ca` cannot be read.', { cause });
  }
}
