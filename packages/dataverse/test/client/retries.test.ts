import { DataverseError, nodeTransport, type Transport, TransportError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { issued, rejection } from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

const OK = { body: { value: [] } };
const THROTTLED = {
  status: 429,
  headers: { 'Retry-After': '12' },
  body: { error: { code: '0x80072326', message: 'Number of concurrent requests exceeded the limit of 52.' } },
};

describe('a passing fault', () => {
  it('429 waits as long as Retry-After says, for a POST too, as it was not carried out', async () => {
    const { client, server, time } = await clientTo(inOrder(THROTTLED, THROTTLED, { status: 204 }));
    await client.action('Publish', { a: 1 });
    expect(time.sleeps).toEqual([12_000, 12_000]);
    expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
  });

  it('429 that asks for longer than may be waited is reported with the time', async () => {
    const { client, server } = await clientTo(() => THROTTLED, { retry: { maxDelayMs: 5000 } });
    expect(await rejection(client.request({ path: 'accounts' }))).toMatchObject({
      status: 429,
      errorCode: '0x80072326',
      retryAfterMs: 12_000,
      hint: expect.stringContaining('Service protection'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([502, 503, 504])('%i is tried again for what may be repeated', async (status) => {
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE'] as const) {
      const { client, server, time } = await clientTo(inOrder({ status }, { status }, { status: 204 }));
      await client.request({ method, path: `accounts(${ID})` });
      expect(server.requests).toHaveLength(3);
      expect(time.sleeps).toEqual([250, 500]);
    }
  });

  it.each([500, 502, 503, 504])(
    '%i is not tried again for a POST, which may have been carried out',
    async (status) => {
      const { client, server } = await clientTo(() => ({ status }));
      expect(await rejection(client.table('accounts').create({}))).toMatchObject({ status });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('of a DELETE leaves no row to find, by id or by alternate key, and that is success', async () => {
    for (const [key, code] of [
      [ID, '0x80040217'],
      [{ accountnumber: 'A1' }, '0x80060891'],
    ] as const) {
      const gone = { status: 404, body: { error: { code, message: 'Does Not Exist' } } };
      const { client, server } = await clientTo(inOrder({ status: 503 }, gone));
      await client.table('accounts').delete(key);
      expect(server.requests).toHaveLength(2);
      const first = await clientTo(() => gone);
      expect(await rejection(first.client.table('accounts').delete(key))).toMatchObject({ status: 404 });
    }
  });

  it('of an update may have been carried out, which a newer version then tells', async () => {
    const newer = { status: 412, body: { error: { code: '0x80060882', message: 'No match.' } } };
    const update = async (...answers: readonly object[]) => {
      const { client } = await clientTo(inOrder(...answers));
      return rejection(client.table('accounts').update(ID, { name: 'a' }, { ifMatch: 'W/"1"' }));
    };
    const words = expect.stringContaining('that try may itself have changed the row');
    expect(await update({ status: 503 }, newer)).toMatchObject({ status: 412, hint: words });
    expect(await update(newer)).not.toMatchObject({ hint: words });
  });

  it('is tried as often as told', async () => {
    const { client, server } = await clientTo(() => ({ status: 503 }), { retry: { attempts: 2 } });
    await rejection(client.request({ path: 'accounts' }));
    expect(server.requests).toHaveLength(2);
  });

  it('a broken connection is tried again for a GET, and not for a POST', async () => {
    let count = 0;
    const { client, server } = await clientTo((_, response) => {
      count += 1;
      if (count % 2 === 0) return OK;
      response.destroy();
      return undefined;
    });
    expect((await client.request({ path: 'accounts' })).status).toBe(200);
    expect(server.requests).toHaveLength(2);
    expect(await rejection(client.action('Publish'))).toMatchObject({ code: 'ERR_TRANSPORT_NETWORK' });
    expect(server.requests).toHaveLength(3);
  });

  it('a body that breaks off rejects, whether by length or within its chunks', async () => {
    const { client } = await clientTo((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"value":[{"name":"Fab', () => response.destroy());
      return undefined;
    });
    expect(await rejection(client.request({ path: 'accounts' }))).toBeInstanceOf(TransportError);
  });

  it('a time that is up is not tried again', async () => {
    const { client, server } = await clientTo(() => new Promise(() => {}));
    const asked = client.with({ timeoutMs: 30 }).whoAmI();
    expect(await rejection(asked)).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    expect(server.requests).toHaveLength(1);
  });

  it('can be given up during the pause', async () => {
    const abort = new AbortController();
    const { client, server } = await clientTo(() => ({ status: 503 }), {
      sleep: async () => abort.abort(new Error('enough')),
    });
    const asked = client.with({ signal: abort.signal }).whoAmI();
    expect(await rejection(asked)).toMatchObject({
      code: 'ERR_TRANSPORT_ABORTED',
      cause: { message: 'enough' },
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a refused token', () => {
  /** t1, then t2 once t1 is reported. */
  function renewing() {
    let count = 0;
    const rejected: (string | undefined)[] = [];
    return {
      rejected,
      async getToken(_: unknown, options: { rejectedToken?: string } = {}) {
        rejected.push(options.rejectedToken);
        if (options.rejectedToken !== undefined || count === 0) count += 1;
        return { token: `t${count}`, expiresOnTimestamp: 0 };
      },
    };
  }

  it('is replaced once, and the request sent again, whatever it is', async () => {
    const credential = renewing();
    const { client, server } = await clientTo(inOrder({ status: 401 }, { status: 204 }), { credential });
    await client.action('Publish', { a: 1 });
    expect(server.requests.map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ['Bearer t1', '{"a":1}'],
      ['Bearer t2', '{"a":1}'],
    ]);
    expect(credential.rejected).toEqual([undefined, 't1']);
  });

  it('is an error when the fresh one is refused as well', async () => {
    const { client, server } = await clientTo(() => ({ status: 401 }), { credential: renewing() });
    expect(await rejection(client.whoAmI())).toMatchObject({ status: 401 });
    expect(server.requests).toHaveLength(2);
  });

  it('is not sent twice when the credential has no other', async () => {
    const { client, server } = await clientTo(() => ({ status: 401 }));
    expect(await rejection(client.whoAmI())).toBeInstanceOf(DataverseError);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a transport', () => {
  it('may be any function, also one that gives its body as a stream', async () => {
    const inner = nodeTransport();
    const transport: Transport = async (request) => {
      const answer = await inner(request);
      async function* body() {
        if (!(answer.body instanceof Uint8Array)) throw new Error('not whole');
        for (const byte of answer.body) yield Uint8Array.of(byte);
      }
      return { ...answer, body: body() };
    };
    const { client } = await clientTo(() => ({ body: { name: 'Müller' } }), { transport });
    expect((await client.request({ path: 'x' })).body).toEqual({ name: 'Müller' });
    inner.close();
  });

  it('whose stream breaks off is reported as a broken connection', async () => {
    async function* body() {
      yield Uint8Array.of(123);
      throw new Error('gone');
    }
    const transport: Transport = async () => ({ status: 200, headers: {}, body: body() });
    const { client } = await clientTo(() => issued('x'), { transport });
    expect(await rejection(client.whoAmI())).toMatchObject({
      code: 'ERR_TRANSPORT_NETWORK',
      cause: { message: 'gone' },
    });
  });
});
