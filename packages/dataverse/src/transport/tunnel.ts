import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TransportError } from './transport-error.ts';

export interface ProxyAddress {
  readonly url: URL;
  /** `Proxy-Authorization`, if the proxy wants one. */
  readonly authorization: string | undefined;
  readonly ca: string | Buffer | undefined;
}

/** A connection through a proxy, made like a socket: at once, with what is written waiting for the way to be open. */
export interface Tunnel extends Duplex {
  ref(): void;
  unref(): void;
}

/** Asks the proxy for a way to `target` (`host:port`); fails with `ERR_TRANSPORT_PROXY`. */
export function tunnel(proxy: ProxyAddress, target: string): Tunnel {
  const { url, authorization, ca } = proxy;
  let open: Socket | undefined;
  const isSecure = url.protocol === 'https:';
  // Whoever connects has loaded these already.
  const { request } = process.getBuiltinModule(isSecure ? 'node:https' : 'node:http');
  const { Duplex } = process.getBuiltinModule('node:stream');
  const ask = request({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      ...(authorization !== undefined && { 'proxy-authorization': authorization }),
    },
    agent: false,
    ...(ca !== undefined && isSecure && { ca }),
  });
  const socket = new Promise<Socket>((resolve, reject) => {
    ask.on('connect', ({ statusCode: status = 0 }, connected, head) => {
      if (status >= 200 && status < 300) {
        open = connected as Socket; // over `node:http` and `node:https` it is one
        open.unshift(head);
        resolve(open);
      } else {
        connected.destroy();
        reject(failure(proxy, target, `answered ${status}. ${advice(status)}`));
      }
    });
    ask.on('error', (cause) => reject(failure(proxy, target, `cannot be used: ${cause.message}`, cause)));
  });
  const duplex = new Duplex({
    allowHalfOpen: false,
    read() {
      open?.resume();
    },
    write(chunk: Buffer, _encoding, done) {
      if (open) open.write(chunk, done);
      else socket.then((opened) => opened.write(chunk, done), done);
    },
    final(done) {
      if (open) open.end(done);
      else done();
    },
    destroy(error, done) {
      ask.destroy();
      open?.destroy();
      done(error);
    },
  });
  socket.then(
    (opened) => {
      opened.setNoDelay(true);
      opened.on('data', (chunk) => {
        if (!duplex.push(chunk)) opened.pause();
      });
      opened.on('end', () => duplex.push(null));
      opened.on('error', (error) => duplex.destroy(error));
      opened.on('close', () => duplex.destroy());
    },
    (error: Error) => duplex.destroy(error),
  );
  ask.end();
  return Object.assign(duplex, { ref: () => open?.ref(), unref: () => open?.unref() });
}

function failure({ url }: ProxyAddress, target: string, words: string, cause?: Error): TransportError {
  // `host` and `protocol` alone: the URL has the password.
  return new TransportError(
    'ERR_TRANSPORT_PROXY',
    `CONNECT ${target}: the proxy ${url.protocol}//${url.host} ${words}`,
    { cause },
  );
}

function advice(status: number): string {
  if (status === 407) return 'It wants a user and a password: httpProxy("http://user:password@host:port").';
  if (status === 403) return 'It does not allow this host: have it allowed there, or name it in noProxy.';
  if (status >= 500) return 'It does not reach this host: check its name there, or name it in noProxy.';
  return 'It may be no proxy for https:.';
}
