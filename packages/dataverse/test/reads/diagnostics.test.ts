import { tracingChannel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { type RequestEvent, requestChannelName } from '@wayleave/dataverse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

const channel = tracingChannel<unknown, RequestEvent>(requestChannelName);

/** What subscribers see: each event with all that it shows at that moment. */
function listen(onStart: (event: RequestEvent) => void = () => {}) {
  const seen: { on: string; event: RequestEvent; shown: string }[] = [];
  const note = (on: string) => (event: RequestEvent) => {
    seen.push({ on, event, shown: inspect(event, { depth: 9, showHidden: true }) });
    if (on === 'start') onStart(event);
  };
  const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
  const subscribers = names.map((name) => [name, note(name)] as const);
  for (const [name, subscriber] of subscribers) channel[name].subscribe(subscriber as never);
  onTestFinished(() => {
    for (const [name, subscriber] of subscribers) channel[name].unsubscribe(subscriber as never);
  });
  return seen;
}

describe('the diagnostics channel', () => {
  it('tells of each exchange: what, where without the query, which try, and how it went', async () => {
    const { client, server } = await clientTo(
      inOrder({ status: 503 }, { body: { value: [{ fullname: 'Mary' }] }, headers: { REQ_ID: OTHER_ID } }),
    );
    const seen = listen();
    await client.table('contacts').filter("emailaddress1 eq 'a@b.example'").all();
    const url = `${server.url}/api/data/v9.2/contacts`;
    expect(seen.filter(({ on }) => on === 'asyncEnd').map(({ event }) => event)).toMatchObject([
      { method: 'GET', url, attempt: 1, status: 503 },
      { method: 'GET', url, attempt: 2, status: 200, requestId: OTHER_ID },
    ]);
    expect(seen.filter(({ on }) => on === 'start')).toHaveLength(2);
    expect(seen.map(({ shown }) => shown).join()).not.toMatch(/b\.example|Mary|body/);
  });

  it('sends the headers that a subscriber adds', async () => {
    listen(({ headers }) => {
      headers['traceparent'] = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    });
    const { client, server } = await clientTo(() => ({ status: 204 }));
    await client.table('accounts').delete(ID);
    expect(server.requests[0]?.headers).toMatchObject({
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      authorization: 'Bearer a-token',
    });
    await client.table('accounts').delete(ID);
  });

  it('never shows the token, at no moment, nor after a refusal', async () => {
    const seen = listen();
    const tokens = ['first-token', 'second-token'];
    const { client, server } = await clientTo(inOrder({ status: 401 }, { status: 204 }), {
      credential: { getToken: async () => ({ token: tokens.shift() ?? '', expiresOnTimestamp: 0 }) },
    });
    await client.table('accounts').delete(ID);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first-token',
      'Bearer second-token',
    ]);
    expect(seen.length).toBeGreaterThanOrEqual(8);
    for (const { shown, event } of seen) {
      expect(shown).not.toMatch(/first-token|second-token/);
      expect(inspect(event)).not.toMatch(/first-token|second-token/);
    }
  });

  it('tells of what has no answer', async () => {
    const seen = listen();
    const { client } = await clientTo(
      (_, response) => {
        response.destroy();
        return undefined;
      },
      { retry: { attempts: 1 } },
    );
    await rejection(client.whoAmI());
    const failed = seen.find(({ on }) => on === 'error');
    expect(failed?.event).toMatchObject({ attempt: 1, error: { code: 'ERR_TRANSPORT_NETWORK' } });
    expect(failed?.event.status).toBeUndefined();
  });

  it('makes nothing when nobody listens', async () => {
    const { client, server } = await clientTo(() => ({ status: 204 }));
    await client.table('accounts').delete(ID);
    expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
  });
});
