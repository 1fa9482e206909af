import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SpanKind } from '@opentelemetry/api';
import { run } from '../../support/processes.mjs';
import { loopback } from '../loopback.mjs';

const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
const here = fileURLToPath(new URL('.', import.meta.url));
const THEIRS = {
  node: '@opentelemetry/instrumentation-http',
  fetch: '@opentelemetry/instrumentation-undici',
};

/**
 * A process of its own with the instrumentation of `node:http` and `fetch`, that creates a row and reads one.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ transport: 'node' | 'fetch', traced?: boolean, injected?: boolean }} options
 */
async function instrumented(t, options) {
  const server = await loopback(t, ({ method }) =>
    method === 'POST'
      ? { status: 204, headers: { 'OData-EntityId': `${server.url}/api/data/v9.2/accounts(${ID})` } }
      : { body: { name: 'Fabrikam' } },
  );
  const { code, stdout, stderr } = await run(
    process.execPath,
    ['--import', './instrumented.mjs', 'program.mjs'],
    {
      cwd: here,
      env: { PATH: process.env['PATH'], ARGUMENTS: JSON.stringify({ url: server.url, ...options }) },
    },
  );
  assert.equal(code, 0, stderr);
  /** @type {any[]} */
  const spans = JSON.parse(stdout);
  const caller = spans.find(({ name }) => name === 'caller');
  const client = spans.filter(({ kind }) => kind === SpanKind.CLIENT);
  const theirs = client.filter(({ by }) => by === THEIRS[options.transport]);
  const ours = client.filter(({ by }) => by === 'e2e');
  return { server, caller, client, theirs, ours };
}

/** @param {import('../loopback.mjs').Arrived[]} requests */
function assertWhole(requests) {
  assert.deepEqual(
    requests.map(({ method, path, body }) => [method, path, body.toString()]),
    [
      ['POST', '/api/data/v9.2/accounts', '{"name":"Fabrikam"}'],
      ['GET', "/api/data/v9.2/accounts(emailaddress1='ann%40example.com')?$select=name", ''],
    ],
  );
  for (const { headers } of requests) {
    assert.equal(headers['authorization'], 'Bearer a-token');
    assert.equal(headers['odata-version'], '4.0');
    assert.deepEqual(
      Object.keys(headers).filter((name) => /^\d+$/.test(name)),
      [],
    );
  }
  assert.equal(requests[0]?.headers['content-type'], 'application/json');
}

const valid = /^00-[0-9a-f]{32}-([0-9a-f]{16})-01$/;

for (const transport of /** @type {const} */ (['node', 'fetch'])) {
  describe(`${transport}Transport under ${THEIRS[transport]}`, () => {
    it('sends its requests whole, and is traced without anything of ours', async (t) => {
      const { server, caller, client, theirs } = await instrumented(t, { transport });
      assertWhole(server.requests);
      assert.equal(client.length, 2);
      assert.deepEqual(
        theirs.map(({ parent }) => parent),
        [caller.id, caller.id],
      );
      assert.deepEqual(
        server.requests.map(({ headers }) => valid.exec(String(headers['traceparent']))?.[1]),
        theirs.map(({ id }) => id),
      );
    });

    it('gives with traceRequests two spans for a request, side by side, that agree', async (t) => {
      const { server, caller, theirs, ours } = await instrumented(t, { transport, traced: true });
      assertWhole(server.requests);
      assert.equal(theirs.length, 2);
      assert.equal(ours.length, 2);
      for (const [index, our] of ours.entries()) {
        const their = theirs[index];
        assert.equal(our.parent, caller.id);
        assert.equal(their.parent, caller.id);
        for (const name of [
          'http.request.method',
          'http.response.status_code',
          'server.address',
          'server.port',
        ]) {
          assert.equal(our.attributes[name], their.attributes[name], name);
        }
      }
      assert.equal(ours[0].attributes['url.full'], theirs[0].attributes['url.full']);
    });

    it('names the row that is asked for in their span, and not in ours', async (t) => {
      const { theirs, ours } = await instrumented(t, { transport, traced: true });
      assert.match(theirs[1].attributes['url.full'], /ann%40example\.com/);
      assert.doesNotMatch(JSON.stringify(ours), /ann%40example\.com/);
    });
  });
}

describe('inject of traceRequests beside an instrumentation that injects too', () => {
  it('is overruled in node:http: the request carries their span', async (t) => {
    const { server, theirs } = await instrumented(t, { transport: 'node', traced: true, injected: true });
    assertWhole(server.requests);
    assert.deepEqual(
      server.requests.map(({ headers }) => valid.exec(String(headers['traceparent']))?.[1]),
      theirs.map(({ id }) => id),
    );
  });

  // Which is why the documentation says to give only one of them.
  it('makes fetch send two, joined, which no server can read', async (t) => {
    const { server } = await instrumented(t, { transport: 'fetch', traced: true, injected: true });
    for (const { headers } of server.requests) {
      const both = String(headers['traceparent']).split(', ');
      assert.equal(both.length, 2);
      for (const one of both) assert.match(one, valid);
    }
  });
});
