import { batch, DataverseError } from '@wayleave/dataverse';
import { traceRequests } from '@wayleave/dataverse/opentelemetry';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseChallenge } from '../../src/errors/challenge.ts';
import { clientTo, ID } from '../support/client.ts';
import { rejection, shown } from '../support/entra.ts';

/** Milliseconds that `work` took. */
async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe('an answer made to be slow to read', () => {
  it('is read in time: a web page of titles that do not end', async () => {
    const page = { status: 500, headers: { 'content-type': 'text/html' }, body: '<title'.repeat(100_000) };
    const { client } = await clientTo(() => page);
    let error: unknown;
    const took = await timed(async () => {
      error = await rejection(client.whoAmI());
    });
    expect(error).toMatchObject({ status: 500, serverMessage: '(web page)' });
    expect(took).toBeLessThan(5000);
  });

  it('is read in time: a challenge of slashes', async () => {
    const resource = `${'/'.repeat(60_000)}x`;
    const challenge = parseChallenge(`Bearer resource_id=${resource}`);
    const { explainChallenge } = await import('../../src/errors/challenge.ts');
    const took = await timed(() => explainChallenge(challenge, 'https://contoso.crm4.dynamics.com', {}));
    expect(took).toBeLessThan(1000);
  });
});

describe('an answer that gives the token back', () => {
  const token = 'opaque/token+value==';
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  const escaped = JSON.stringify({ error: { code: '0x0', message: `bad token ${token}` } }).replaceAll(
    '/',
    '\\/',
  );

  it.each([
    ['in words', { body: `you sent ${token}` }],
    ['in JSON with escapes', { headers: { 'content-type': 'application/json' }, body: escaped }],
    ['as its code', { body: { error: { code: token, message: 'x' } } }],
    ['as the id of the request', { headers: { req_id: token }, body: 'x' }],
    ['in the challenge', { headers: { 'www-authenticate': `Bearer resource_id="${token}"` }, body: 'x' }],
  ])('is quoted without it: %s', async (_, answer) => {
    const { client } = await clientTo(() => ({ status: 401, ...answer }), { credential });
    const error = await rejection(client.whoAmI());
    expect(error).toBeInstanceOf(DataverseError);
    expect(shown(error)).not.toContain(token);
  });
});

describe('an answer of 304 to a write', () => {
  it('is no success', async () => {
    const { client } = await clientTo(() => ({ status: 304 }));
    expect(await rejection(client.table('accounts').update(ID, { name: 'x' }))).toMatchObject({
      status: 304,
    });
  });
});

describe('the answer to a batch', () => {
  const multipart = (part: string) => ({
    headers: { 'content-type': 'multipart/mixed; boundary=b' },
    body: `--b\r\n${part}\r\n--b--`,
  });

  async function outcomeOf(part: string) {
    const { client } = await clientTo(() => multipart(part));
    const requests = batch(client);
    requests.changeSet((set) => {
      set.table('accounts').delete(ID);
      set.table('accounts').delete(ID);
    });
    return rejection(requests.send());
  }

  it('is refused at the first answer that nobody asked for', async () => {
    const answer = '--c\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 \r\n\r\n\r\n';
    const flood = `Content-Type: multipart/mixed; boundary=c\r\n\r\n${answer.repeat(100_000)}--c--`;
    expect(await outcomeOf(flood)).toMatchObject({
      message: expect.stringContaining('with more answers than the 2 that were asked for'),
    });
  });

  it.each([
    ['many', (count: number) => Array.from({ length: count }, (_, index) => `h${index}: 1\r\n`).join('')],
    ['long', (count: number) => `h: ${'x'.repeat(count)}\r\n`],
    ['folded', (count: number) => `h: 1\r\n${' x\r\n'.repeat(count)}`],
  ])('is refused when its headers are too %s', async (_, headers) => {
    const outer = `Content-Type: application/http\r\n${headers(50_000)}\r\nHTTP/1.1 204 \r\n\r\n`;
    const words = { message: expect.stringContaining('more than 16384 bytes of headers') };
    expect(await outcomeOf(outer)).toMatchObject(words);
    const inner = `Content-Type: application/http\r\n\r\nHTTP/1.1 204 \r\n${headers(50_000)}\r\n`;
    expect(await outcomeOf(inner)).toMatchObject(words);
  });
});

describe('the spans of requests', () => {
  async function pathOf(ask: (client: Awaited<ReturnType<typeof clientTo>>['client']) => Promise<unknown>) {
    const names: string[] = [];
    const span = { setAttribute() {}, setStatus() {}, recordException() {}, end() {} };
    const startSpan = (name: string) => {
      names.push(name);
      return span;
    };
    onTestFinished(traceRequests({ tracer: { startSpan } }));
    const headers = { 'content-type': 'application/json' };
    const answer = { status: 200, headers, body: new TextEncoder().encode('{}') };
    const { client } = await clientTo(() => ({}), { transport: async () => answer });
    await ask(client);
    return names[0];
  }

  it.each([
    ["a)secret'b", 'accounts({key})'],
    ["'') secret (", 'accounts({key})'],
    ['plain', 'accounts({key})'],
  ])('have nothing of a key like %s', async (number, path) => {
    const name = await pathOf((client) => client.table('accounts').get({ accountnumber: number }));
    expect(name).toBe(`GET /api/data/v9.2/${path}`);
  });

  it('keep what follows the key', async () => {
    const name = await pathOf((client) =>
      client.request({ path: `accounts(name='a)b')/contacts(${ID})/$ref` }),
    );
    expect(name).toBe('GET /api/data/v9.2/accounts({key})/contacts({key})/$ref');
  });
});
