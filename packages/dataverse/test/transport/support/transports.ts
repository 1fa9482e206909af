import { onTestFinished } from 'vitest';
import { type FetchTransportOptions, fetchTransport } from '../../../src/transport/fetch-transport.ts';
import { type NodeTransportOptions, nodeTransport } from '../../../src/transport/node-transport.ts';
import type { Transport, TransportRequest } from '../../../src/transport/transport.ts';

type Limits = Pick<NodeTransportOptions & FetchTransportOptions, 'maxResponseBytes'>;

/** Both transports by name, for what is true of each. */
export const TRANSPORTS: readonly [string, (options?: Limits) => Transport][] = [
  ['nodeTransport', (options) => node(options)],
  ['fetchTransport', (options) => fetchTransport(options)],
];

export function node(options: NodeTransportOptions = {}): ReturnType<typeof nodeTransport> {
  const transport = nodeTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

export const get = (url: string, more: Partial<TransportRequest> = {}): TransportRequest => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5000,
  ...more,
});

/** All of a body, whole or in a stream. */
export async function bytesOf(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Resolves as soon as `check` is true; the test's own time limit is the only one. */
export async function until(check: () => boolean): Promise<void> {
  while (!check()) await new Promise((resolve) => setImmediate(resolve));
}
