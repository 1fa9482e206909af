import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** What was asked for, `host:port` and headers. */
  readonly asked: { readonly target: string; readonly headers: IncomingMessage['headers'] }[];
  readonly tunnels: Set<Socket>;
}

/** A real CONNECT proxy on a free loopback port; `answer` may refuse, or keep silent with `undefined`. */
export async function startProxy(
  answer: (request: IncomingMessage) => string | undefined = () => '200 Connection established',
  tls?: { cert: string; key: string },
): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const tunnels = new Set<Socket>();
  const server = tls ? createSecureServer(tls) : createServer();
  server.on('connect', (request, client: Socket) => {
    const target = request.url ?? '';
    asked.push({ target, headers: request.headers });
    tunnels.add(client);
    client.on('error', () => {});
    client.on('close', () => tunnels.delete(client));
    const status = answer(request);
    if (status === undefined) {
      client.resume().on('end', () => client.end()); // an end that is not read is not seen
      return;
    }
    if (!status.startsWith('200')) {
      client.end(`HTTP/1.1 ${status}\r\ncontent-length: 6\r\n\r\nsorry!`);
      return;
    }
    const { hostname, port } = new URL(`http://${target}`);
    const there = connect(Number(port), hostname, () => {
      client.write(`HTTP/1.1 ${status}\r\n\r\n`);
      there.pipe(client).pipe(there);
    });
    there.on('error', () => client.destroy());
    client.on('close', () => there.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  onTestFinished(async () => {
    for (const client of tunnels) client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, port, asked, tunnels };
}
