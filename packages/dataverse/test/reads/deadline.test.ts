import { describe, expect, it } from 'vitest';
import { clientTo } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { testTime } from '../support/time.ts';

const TIMED_OUT = { code: 'ERR_TRANSPORT_TIMEOUT' };

describe('timeoutMs', () => {
  it('ends an answer that drips, however often it drips', async () => {
    const { client } = await clientTo((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
      return undefined;
    });
    const started = performance.now();
    expect(await rejection(client.with({ timeoutMs: 100 }).whoAmI())).toMatchObject(TIMED_OUT);
    expect(performance.now() - started).toBeLessThan(600);
  });

  it('ends the wait for a token, and no request is sent', async () => {
    let signal: AbortSignal | undefined;
    const { client, server } = await clientTo(() => ({}), {
      now: Date.now,
      credential: {
        getToken: (_, options) =>
          new Promise((_resolve, reject) => {
            signal = options?.abortSignal;
            signal?.addEventListener('abort', () => reject(new Error('aborted')));
          }),
      },
    });
    expect(await rejection(client.with({ timeoutMs: 50 }).whoAmI())).toMatchObject(TIMED_OUT);
    expect(signal?.aborted).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  it('counts the token and every try against the same time', async () => {
    const time = testTime();
    const timeouts: number[] = [];
    const { client } = await clientTo(() => ({}), {
      ...time,
      credential: {
        async getToken() {
          time.advance(100);
          return { token: 't', expiresOnTimestamp: time.now() + 3_600_000 };
        },
      },
      transport: async ({ timeoutMs }) => {
        timeouts.push(timeoutMs);
        time.advance(300);
        return { status: 503, headers: { 'retry-after': '1' }, body: new Uint8Array() };
      },
    });
    expect(await rejection(client.with({ timeoutMs: 3000 }).whoAmI())).toMatchObject({ status: 503 });
    // Each round takes 100 ms for the token, 300 for the answer, 1,000 for the pause; a third pause would end too late.
    expect(timeouts).toEqual([2900, 1500, 100]);
    expect(time.sleeps).toEqual([1000, 1000]);
  });

  it('is over before the request when the token took all of it', async () => {
    const time = testTime();
    const { client, server } = await clientTo(() => ({}), {
      ...time,
      credential: {
        async getToken() {
          time.advance(2000);
          return { token: 't', expiresOnTimestamp: time.now() + 3_600_000 };
        },
      },
    });
    expect(await rejection(client.with({ timeoutMs: 1000 }).whoAmI())).toMatchObject(TIMED_OUT);
    expect(server.requests).toHaveLength(0);
  });

  it('does not begin a pause that would end after it', async () => {
    const { client, server, time } = await clientTo(() => ({ status: 429, headers: { 'retry-after': '5' } }));
    expect(await rejection(client.with({ timeoutMs: 4000 }).whoAmI())).toMatchObject({
      status: 429,
      retryAfterMs: 5000,
    });
    expect(time.sleeps).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('is for each page of a query, not for all of them', async () => {
    const time = testTime();
    const { client, server } = await clientTo(({ path }) => {
      time.advance(900);
      const next = `${server.url}/api/data/v9.2/accounts?$skiptoken=2`;
      return { body: { value: [{}], ...(!path.includes('skiptoken') && { '@odata.nextLink': next }) } };
    }, time);
    expect(await client.with({ timeoutMs: 1000 }).table('accounts').all()).toHaveLength(2);
  });
});
