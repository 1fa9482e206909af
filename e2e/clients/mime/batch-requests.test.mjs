import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batch, createClient } from '@wayleave/dataverse';
import PostalMime from 'postal-mime';
import { anyToken, loopback } from '../loopback.mjs';
import { python, skip } from './python.mjs';
import { nasty, requests } from './requests.mjs';

const USER = '00aa00aa-bb11-cc22-dd33-44ee44ee44ee';

/**
 * A server that refuses all it is asked, and what clients send to it.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} [user]
 */
async function refusing(t, user) {
  const error = { code: '0x80040217', message: 'No.' };
  const server = await loopback(t, () => ({ status: 404, body: { error } }));
  const own = createClient({ url: server.url, credential: anyToken, retry: { attempts: 1 } });
  const client = user === undefined ? own : own.as(user);
  return {
    /** The batch as it arrived. @param {(collected: ReturnType<typeof batch>) => void} fill */
    async sent(fill) {
      const collected = batch(client);
      fill(collected);
      const before = server.requests.length;
      await assert.rejects(collected.send(), { status: 404 });
      const [request, ...others] = server.requests.slice(before);
      assert.ok(request);
      assert.equal(others.length, 0);
      return { contentType: `${request.headers['content-type']}`, body: request.body };
    },
    /** The requests in one batch, and what arrives when they are sent one by one. */
    async both() {
      const written = await this.sent((collected) => {
        for (const ask of requests) ask(collected, client);
      });
      const before = server.requests.length;
      for (const ask of requests) await assert.rejects(async () => ask(client, client), { status: 404 });
      const expected = server.requests.slice(before).map(({ method, path, headers, body }) => ({
        method,
        path: plainQuotes(path),
        headers: inner(method, headers),
        body: parsed(body.toString()),
      }));
      return { written, expected };
    },
  };
}

/** What a request has when it is alone, and has not as a part. */
const OUTER =
  /^(host|connection|content-length|authorization|user-agent|accept-encoding|accept-language|sec-fetch-mode)$/;

/** @param {string} method @param {NodeJS.Dict<string | string[]>} headers */
function inner(method, headers) {
  const kept = Object.entries(headers).filter(
    // Only a GET's answer may come out of a cache; what a write has there, it has on purpose.
    ([name, value]) =>
      !OUTER.test(name) && !(method !== 'GET' && name === 'if-none-match' && value === 'null'),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

/** `URL`, by which a request is sent alone, writes the quote in a query as %27, which means the same. @param {string} path */
const plainQuotes = (path) => path.replaceAll('%27', "'");

/** @param {string} text */
const parsed = (text) => (text === '' ? undefined : JSON.parse(text));

/** A request as text, without Python. @param {string} text */
function readHttp(text) {
  const end = text.indexOf('\r\n\r\n');
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const [, method = '', path = ''] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line) ?? [];
  const headers = Object.fromEntries(
    lines.map((each) => {
      const [, name = '', value = ''] = /^([!-9;-~]+): (.*)$/.exec(each) ?? [];
      return [name.toLowerCase(), value];
    }),
  );
  return { method, path, headers: inner(method, headers), body: parsed(text.slice(end + 4)) };
}

/** @param {{ contentType: string, body: Buffer }} written */
async function byPostalMime({ contentType, body }) {
  const head = `MIME-Version: 1.0\r\nContent-Type: ${contentType}\r\n\r\n`;
  const { attachments } = await PostalMime.parse(Buffer.concat([Buffer.from(head), body]));
  return attachments.map(({ mimeType, content, contentId }) => {
    assert.equal(mimeType, 'application/http');
    assert.ok(content instanceof ArrayBuffer);
    // It reads lines, whatever they end with, and ends the last one.
    const lines = Buffer.from(content).toString('latin1').replace(/\n$/, '');
    return { contentId, text: lines.replaceAll('\n', '\r\n') };
  });
}

/** @param {{ contentType: string, body: Buffer }} written */
const byPython = ({ contentType, body }) => python({ contentType, body: body.toString('base64') });

/** @param {any} read */
const comparable = ({ method, path, headers, body }) => ({
  method,
  path,
  headers: inner(method, headers),
  body: parsed(body),
});

for (const [who, user] of [
  ['', undefined],
  [', for another user', USER],
]) {
  describe(`a batch, read by others, has the requests as they are sent alone${who}`, () => {
    it("by Python's email and http.server", { skip }, async (t) => {
      const { written, expected } = await (await refusing(t, user)).both();
      const read = await byPython(written);
      assert.equal(read.length, requests.length);
      for (const [index, each] of expected.entries()) {
        assert.deepEqual(comparable(read[index]), each);
        assert.equal(read[index].version, 'HTTP/1.1');
        assert.deepEqual(read[index].part, {
          'content-type': 'application/http',
          'content-transfer-encoding': 'binary',
        });
      }
    });

    it('by postal-mime', async (t) => {
      const { written, expected } = await (await refusing(t, user)).both();
      const read = await byPostalMime(written);
      assert.deepEqual(
        read.map(({ text }) => readHttp(text)),
        expected,
      );
    });
  });
}

describe('change sets of a batch, read by others', () => {
  /** @param {ReturnType<typeof batch>} collected */
  const fill = (collected) => {
    collected.table('accounts').get(USER);
    const made = collected.changeSet((set) => {
      const contact = set.table('contacts').create(nasty);
      const account = set.table('accounts').create({ name: 'x', 'primarycontactid@odata.bind': contact.ref });
      set.table('accounts').update(account.ref, { name: 'y' });
      return { contact, account };
    });
    collected.changeSet((set) => set.table('accounts').delete(USER));
    collected.whoAmI();
    refs = { contact: made.contact.ref, account: made.account.ref };
  };
  /** @type {{ contact: string, account: string }} */
  let refs;
  const path = '/api/data/v9.2/';

  it('stand where they were built, with their Content-IDs, by Python', { skip }, async (t) => {
    const read = await byPython(await (await refusing(t)).sent(fill));
    const { contact, account } = refs;
    const lines = (/** @type {any} */ item) =>
      Array.isArray(item) ? item.map(lines) : `${item.method} ${item.path}`;
    assert.deepEqual(lines(read), [
      `GET ${path}accounts(${USER})`,
      [`POST ${path}contacts`, `POST ${path}accounts`, `PATCH ${account}`],
      [`DELETE ${path}accounts(${USER})`],
      `GET ${path}WhoAmI`,
    ]);
    const [, [first, second, third], [only]] = read;
    assert.equal(`$${first.part['content-id']}`, contact);
    assert.equal(`$${second.part['content-id']}`, account);
    assert.deepEqual(parsed(first.body), nasty);
    assert.deepEqual(parsed(second.body), { name: 'x', 'primarycontactid@odata.bind': contact });
    assert.deepEqual(parsed(third.body), { name: 'y' });
    assert.equal(only.body, '');
    const ids = [first, second, third, only].map(({ part }) => part['content-id']);
    assert.equal(new Set(ids).size, 4);
  });

  it('hold the same bytes for postal-mime as for Python', { skip }, async (t) => {
    const written = await (await refusing(t)).sent(fill);
    const payloads = (await byPython(written))
      .flat()
      .map((/** @type {any} */ { payload }) => Buffer.from(payload, 'base64').toString('latin1'));
    const read = await byPostalMime(written);
    assert.deepEqual(
      read.map(({ text }) => text),
      payloads,
    );
    assert.equal(read.length, 6);
  });

  it('1,000 requests come out, in order', { skip }, async (t) => {
    const { sent } = await refusing(t);
    const read = await byPython(
      await sent((collected) => {
        for (let index = 0; index < 1000; index += 1)
          collected.table('accounts').create({ index, name: nasty.name });
      }),
    );
    assert.deepEqual(
      read.map((/** @type {any} */ { body }) => JSON.parse(body).index),
      Array.from({ length: 1000 }, (_, index) => index),
    );
  });
});
