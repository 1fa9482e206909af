import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { expect, it, onTestFinished } from 'vitest';
import { nodeTransport } from '../../src/transport/node-transport.ts';
import { startServer } from '../support/server.ts';

const headers = { authorization: 'Bearer a-token', accept: 'application/json' };

async function arrivedHeaders() {
  const server = await startServer(() => ({ status: 204 }));
  onTestFinished(() => server.close());
  const transport = nodeTransport();
  onTestFinished(() => transport.close());
  await transport({ method: 'GET', url: `${server.url}/x`, headers, timeoutMs: 2000 });
  return server.requests[0]?.headers;
}

it('what is put in the place of http.request may copy the headers and add its own', async () => {
  const { request } = http;
  const instrumented = (options: http.RequestOptions) =>
    request({
      ...options,
      headers: Object.assign({}, options.headers, { traceparent: '00-1-2-01' }), // as tracing copies them
    });
  http.request = instrumented as typeof request;
  syncBuiltinESMExports();
  onTestFinished(() => {
    http.request = request;
    syncBuiltinESMExports();
  });
  expect(await arrivedHeaders()).toMatchObject({ ...headers, traceparent: '00-1-2-01' });
});
