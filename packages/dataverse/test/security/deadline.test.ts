import { bulk, createMultiple } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

const TIMED_OUT = { code: 'ERR_TRANSPORT_TIMEOUT' };
const ABORTED = { code: 'ERR_TRANSPORT_ABORTED' };

/** A server that never answers, which says when it was asked. */
async function silent() {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const made = await clientTo(
    () => {
      asked();
      return undefined;
    },
    { now: Date.now },
  );
  return { ...made, isAsked };
}

describe('a credential that never answers and does not heed its signal', () => {
  const credential = { getToken: () => new Promise<never>(() => {}) };

  it('is not waited for longer than timeoutMs', async () => {
    const { client, server } = await clientTo(() => ({}), { now: Date.now, credential });
    expect(await rejection(client.with({ timeoutMs: 50 }).whoAmI())).toMatchObject(TIMED_OUT);
    expect(server.requests).toHaveLength(0);
  });

  it('is not waited for once the signal is aborted', async () => {
    const { client } = await clientTo(() => ({}), { credential });
    const abort = new AbortController();
    const asking = rejection(client.with({ signal: abort.signal }).whoAmI());
    const reason = new Error('shutting down');
    abort.abort(reason);
    expect(await asking).toMatchObject({ ...ABORTED, cause: reason });
    expect(await rejection(client.with({ signal: abort.signal }).whoAmI())).toMatchObject(ABORTED);
  });

  it('that rejects in the end, after nobody waits, does not end the process', async () => {
    let refuse: (reason: Error) => void = () => {};
    const late = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    const { client } = await clientTo(() => ({}), { now: Date.now, credential: { getToken: () => late } });
    expect(await rejection(client.with({ timeoutMs: 20 }).whoAmI())).toMatchObject(TIMED_OUT);
    refuse(new Error('too late')); // the test run fails on what nobody catches
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('that heeds it after all is heard: its error is the one that comes', async () => {
    const own = new Error('the credential says so');
    const { client } = await clientTo(() => ({}), {
      credential: {
        getToken: (_, options) =>
          new Promise((_resolve, reject) => {
            options?.abortSignal?.addEventListener('abort', () => reject(own));
          }),
      },
    });
    const abort = new AbortController();
    const asking = rejection(client.with({ signal: abort.signal }).whoAmI());
    abort.abort();
    expect(await asking).toBe(own);
  });
});

describe('the question for the names of a table', () => {
  it('counts for the time and heeds the signal of createMultiple', async () => {
    const { client, isAsked } = await silent();
    const accounts = client.table('accounts');
    expect(await rejection(createMultiple(accounts, [{}], { timeoutMs: 50 }))).toMatchObject(TIMED_OUT);
    const abort = new AbortController();
    const creating = rejection(createMultiple(accounts, [{}], { signal: abort.signal }));
    await isAsked;
    abort.abort();
    expect(await creating).toMatchObject(ABORTED);
  });

  it('takes its time from that of the rows', async () => {
    const timeouts: number[] = [];
    let clock = 0;
    const { client } = await clientTo(() => ({}), {
      now: () => clock,
      transport: async ({ url, timeoutMs }) => {
        timeouts.push(timeoutMs);
        clock += 700;
        const names = { value: [{ LogicalName: 'account', PrimaryIdAttribute: 'accountid' }] };
        const body = url.includes('EntityDefinitions') ? names : { Ids: ['1'] };
        const headers = { 'content-type': 'application/json' };
        return { status: 200, headers, body: new TextEncoder().encode(JSON.stringify(body)) };
      },
    });
    await createMultiple(client.table('accounts'), [{}], { timeoutMs: 1000 });
    expect(timeouts[1]).toBe(300);
  });

  it('is ended by the signal of a bulk job, which has done nothing then', async () => {
    const { client, isAsked } = await silent();
    const abort = new AbortController();
    const job = bulk(client, [{}], { create: 'accounts' }, { signal: abort.signal });
    await isAsked;
    abort.abort();
    expect(await job).toMatchObject({ done: 0, failed: 0, ended: 'signal' });
  });
});
