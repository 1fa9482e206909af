import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createClient, type Transport } from '@wayleave/dataverse';
import { describe, expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../../../packages/dataverse/test/support/certificate.ts';
import { startProxy } from '../../../packages/dataverse/test/transport/support/proxy.ts';
import { explain } from '../src/errors.ts';
import { observe } from '../src/observe.ts';
import { counted, transports } from '../src/transports.ts';
import { credential, scripted, serve } from './support/scripted.ts';

const WHO = { UserId: 'u', BusinessUnitId: 'b', OrganizationId: 'o' };

describe('errors', () => {
  it('are told by the service, with a hint', async () => {
    const { dataverse } = await scripted(() => ({
      status: 403,
      headers: { req_id: 'r-1' },
      body: { error: { code: '0x80072560', message: 'The user is not a member of the organization.' } },
    }));
    const [status, code, message, hint, requestId] = (await explain(dataverse)).split('\n');
    expect([status, code, message, requestId]).toEqual([
      '403',
      '0x80072560',
      'The user is not a member of the organization.',
      'r-1',
    ]);
    expect(hint).toContain('application user');
  });

  it('are of the connection, or a mistake of the program', async () => {
    const { dataverse } = await scripted((_, response) => void response.destroy());
    expect(await explain(dataverse)).toBe('no answer: ERR_TRANSPORT_NETWORK');
    const { dataverse: tokenless } = await scripted(() => ({ body: WHO }), {
      credential: { getToken: async () => null },
    });
    await expect(explain(tokenless)).rejects.toMatchObject({ code: 'ERR_DATAVERSE_CREDENTIAL' });
  });
});

describe('what is sent', () => {
  it('is told on a channel, without queries and tokens, and is a span', async () => {
    const { dataverse, server } = await scripted(() => ({ headers: { req_id: 'r-1' }, body: WHO }));
    const lines: string[] = [];
    const spans: string[] = [];
    const startSpan = (name: string) => ({
      name,
      setAttribute() {},
      setStatus() {},
      recordException() {},
      end: () => void spans.push(name),
    });
    const stop = observe(
      (line) => lines.push(line),
      { startSpan },
      ({ name }, headers) => {
        headers['traceparent'] = name;
      },
    );
    await dataverse.whoAmI();
    stop();
    await dataverse.whoAmI();
    expect(lines).toEqual([`GET ${server.url}/api/data/v9.2/WhoAmI try 1: 200 r-1`]);
    expect(spans).toEqual(['GET /api/data/v9.2/WhoAmI']);
    expect(server.requests.map(({ headers }) => headers['traceparent'])).toEqual([spans[0], undefined]);
  });
});

describe('transports', () => {
  const { cert, key } = selfSigned();

  async function secureEnvironment(): Promise<string> {
    const server = createServer({ cert, key }, (_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(WHO));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has one
  }

  it('trust a private certificate authority, go through a proxy, or are fetch', async () => {
    const url = await secureEnvironment();
    const plain = await serve(() => ({ body: WHO }));
    const proxy = await startProxy();
    const { own, proxied, fetching } = transports(cert, { HTTPS_PROXY: proxy.url });
    const whoAmI = (to: string, transport: Transport) =>
      createClient({ url: to, credential, transport }).whoAmI();
    expect((await whoAmI(url, own)).userId).toBe('u');
    expect(proxy.asked).toEqual([]);
    expect((await whoAmI(url, proxied)).userId).toBe('u');
    expect(proxy.asked.map(({ target }) => target)).toEqual([new URL(url).host]);
    expect((await whoAmI(plain.url, fetching)).userId).toBe('u');
    own.close();
    proxied.close();
  });

  it('are a function around another', async () => {
    const { url } = await serve(() => ({ body: WHO }));
    const { dataverse, counts } = counted(url, credential);
    await dataverse.whoAmI();
    expect(Object.fromEntries(counts)).toEqual({ GET: 1 });
  });
});
