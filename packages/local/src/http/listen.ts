import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { PortInUseError } from './port-in-use-error.ts';

/** Where a local cloud answers. */
export interface Listener {
  /** `https://127.0.0.1:8443`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every open socket at once. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** PEM key and certificate; without them the server speaks plain http. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly hostname?: '127.0.0.1';
  /** Who listens, for messages: `AWS`. */
  readonly name: string;
}

/**
 * Serves a fetch handler on a loopback port.
 *
 * Rejects with {@link PortInUseError} when the port is taken, else with the socket's own error. A handler that
 * throws answers 500 with an empty body and does not end the server.
 *
 * @example
 * const listener = await listen(entra.fetch, { port: 8443, tls: await authority.issue([]), name: 'Entra and Graph' });
 *
 * @see https://nodejs.org/api/https.html
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  options: ListenOptions,
): Promise<Listener> {
  const hostname = options.hostname ?? '127.0.0.1';
  // The adapter may replace the global Request and Response; other code in this process must not see that.
  const listener = getRequestListener((request) => fetch(request), {
    overrideGlobalObjects: false,
    errorHandler: () => new Response(null, { status: 500 }),
  });
  const handle = (...pair: Parameters<typeof listener>): void => {
    void listener(...pair);
  };
  const server: Server =
    options.tls === undefined
      ? createHttpServer(handle)
      : createHttpsServer({ key: options.tls.key, cert: options.tls.cert }, handle);
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(options.name, options.port, error) : error);
    };
    server.once('error', refuse);
    server.listen(options.port, hostname, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`${options.name} has no TCP address.`);
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${hostname}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
