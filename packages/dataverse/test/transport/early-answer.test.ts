import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { nodeTransport } from '../../src/transport/node-transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';

it('a server that answers before it has read the request, and hangs up, does not end the process', async () => {
  const uncaught: unknown[] = [];
  const listen = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', listen);
  onTestFinished(() => void process.off('uncaughtException', listen));
  const body = new Uint8Array(4 * 1024 * 1024);
  for (let round = 0; round < 60; round += 1) {
    const server = createServer((request, response) => {
      response.writeHead(400);
      response.end('{}', () => setTimeout(() => request.socket.destroy(), round % 4));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server has one
    const transport = nodeTransport();
    const outcome = await transport({
      method: 'PATCH',
      url: `http://127.0.0.1:${port}/`,
      headers: {},
      body,
      timeoutMs: 5000,
    }).catch((error: unknown) => error);
    if (!(outcome instanceof TransportError)) expect(outcome).toMatchObject({ status: 400 });
    transport.close();
    await new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(uncaught).toEqual([]);
});
