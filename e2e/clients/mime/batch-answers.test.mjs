import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { batch, createClient, nodeTransport } from '@wayleave/dataverse';
import { fetchTransport } from '@wayleave/dataverse/fetch';
import MimeNode from 'nodemailer/lib/mime-node';
import { anyToken, loopback } from '../loopback.mjs';
import { python, skip } from './python.mjs';
import { nasty } from './requests.mjs';

const ID = '75df116d-d9da-e711-a94b-000d3a34ed47';
const OTHER = '278742b0-1e61-4fb5-84ef-c7de308c19e2';

/** One part of an answer, as the service has it. @param {string} http @param {string} [contentId] */
const part = (http, contentId) =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    http,
  ].join('\r\n');

/** @param {unknown} body @param {string} [status] */
const json = (body, status = '200 OK') =>
  [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json; odata.metadata=minimal',
    'OData-Version: 4.0',
    '',
    JSON.stringify(body),
  ].join('\r\n');

/** @param {string} url @param {string} set @param {string} id */
const created = (url, set, id) =>
  `HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\nOData-EntityId: ${url}/api/data/v9.2/${set}(${id})\r\n\r\n`;
const refused = json(
  { error: { code: '0x80040217', message: "'Ünß' 株式会社 does not exist." } },
  '404 Not Found',
);

/** @typedef {string | readonly string[]} Item  a part, or those of a change set */
/** @typedef {{ contentType: string, body: Buffer }} Written */

/** Multipart text as nodemailer writes it. @param {readonly Item[]} items @returns {Promise<Written>} */
async function byNodemailer(items) {
  /** @param {readonly Item[]} children @param {MimeNode} node */
  const fill = (children, node) => {
    for (const item of children) {
      if (typeof item === 'string')
        node.appendChild(new MimeNode('application/http').setRaw(Buffer.from(item)));
      else fill(item, node.createChild('multipart/mixed'));
    }
    return node;
  };
  const message = await fill(items, new MimeNode('multipart/mixed')).build();
  const end = message.indexOf('\r\n\r\n');
  const head = message
    .subarray(0, end)
    .toString()
    .replace(/\r\n[ \t]+/g, ' ');
  const contentType = /^Content-Type: (.*)$/im.exec(head)?.[1] ?? '';
  return { contentType, body: message.subarray(end + 4) };
}

/** The same by Python's email. @param {readonly Item[]} items @param {object} [more] @returns {Promise<Written>} */
async function byPython(items, more) {
  const encode = (/** @type {Item} */ item) =>
    typeof item === 'string' ? Buffer.from(item).toString('base64') : item.map((each) => encode(each));
  const { contentType, body } = await python({ items: items.map(encode), ...more });
  return { contentType, body: Buffer.from(body, 'base64') };
}

/**
 * A client to a server that answers batches with what `write` makes of the parts.
 *
 * @param {import('node:test').TestContext} t
 * @param {(items: readonly Item[]) => Promise<Written>} write
 * @param {(url: string, sent: string) => readonly Item[]} items
 */
async function answering(t, write, items, transport = nodeTransport()) {
  const server = await loopback(t, async ({ body: sent }) => {
    const { contentType, body } = await write(items(server.url, sent.toString()));
    return { headers: { 'content-type': contentType }, body: body.toString('utf8') };
  });
  return createClient({ url: server.url, credential: anyToken, transport, retry: { attempts: 1 } });
}

const writers = /** @type {const} */ ([
  ['nodemailer', byNodemailer, false],
  ["Python's email", byPython, skip],
  [
    "Python's email with text before and after",
    (/** @type {readonly Item[]} */ items) =>
      byPython(items, {
        preamble: 'This is a multi-part message.',
        epilogue: '--not-the-boundary--\r\nThe end.',
      }),
    skip,
  ],
]);

for (const [name, write, skipped] of writers) {
  for (const transport of [nodeTransport(), fetchTransport()]) {
    const by = 'close' in transport ? 'nodeTransport' : 'fetchTransport';
    describe(`a batch's answer, written by ${name}, read over ${by}`, { skip: skipped }, () => {
      it('gives each request its own, other alphabets and line ends included', async (t) => {
        const row = { '@odata.etag': 'W/"1"', accountid: ID, ...nasty };
        const client = await answering(
          t,
          write,
          (url) => [
            part(json(row)),
            part(created(url, 'accounts', ID)),
            part('HTTP/1.1 204 No Content\r\nOData-Version: 4.0\r\n\r\n'),
            part(refused),
            part(json({ value: [row, row] })),
            part(json({ '@odata.context': 'x', value: nasty.name })),
          ],
          transport,
        );
        const requests = batch(client);
        const accounts = requests.table('accounts');
        const entries = {
          read: accounts.get(ID),
          made: accounts.create({ name: 'x' }),
          changed: accounts.update(ID, { name: 'y' }),
          missing: accounts.delete(OTHER),
          listed: requests.query(client.table('accounts').select('name')),
          column: accounts.getColumn(ID, 'name'),
        };
        const results = await requests.send({ continueOnError: true });
        assert.deepEqual(results.get(entries.read), row);
        assert.equal(results.get(entries.made), ID);
        assert.equal(results.outcome(entries.changed).ok, true);
        assert.throws(() => results.get(entries.missing), {
          status: 404,
          errorCode: '0x80040217',
          serverMessage: "'Ünß' 株式会社 does not exist.",
        });
        assert.deepEqual(results.get(entries.listed).rows, [row, row]);
        assert.equal(results.get(entries.column), nasty.name);
      });

      it('gives the requests of a change set theirs by Content-ID, in whatever order', async (t) => {
        const client = await answering(
          t,
          write,
          (url, sent) => {
            const [first, second] = [...sent.matchAll(/Content-ID: (\d+)/g)].map(([, id]) => id);
            return [
              [part(created(url, 'accounts', OTHER), second), part(created(url, 'contacts', ID), first)],
              part(json({ UserId: ID, BusinessUnitId: ID, OrganizationId: OTHER })),
            ];
          },
          transport,
        );
        const requests = batch(client);
        const made = requests.changeSet((set) => {
          const contact = set.table('contacts').create({ lastname: 'x' });
          const account = set
            .table('accounts')
            .create({ name: 'y', 'primarycontactid@odata.bind': contact.ref });
          return { contact, account };
        });
        const who = requests.whoAmI();
        const results = await requests.send();
        assert.equal(results.get(made.contact), ID);
        assert.equal(results.get(made.account), OTHER);
        assert.equal(results.get(who).organizationId, OTHER);
      });

      it('gives all of a change set the one error that undid it', async (t) => {
        const client = await answering(t, write, () => [[part(refused)]], transport);
        const requests = batch(client);
        const [one, other] = requests.changeSet((set) => [
          set.table('accounts').delete(ID),
          set.table('accounts').delete(OTHER),
        ]);
        const results = await requests.send();
        for (const entry of [one, other]) {
          assert.ok(entry);
          assert.throws(() => results.get(entry), { errorCode: '0x80040217' });
        }
      });

      it('tells what is missing when a part is missing', async (t) => {
        const client = await answering(t, write, (url) => [part(created(url, 'accounts', ID))], transport);
        const requests = batch(client);
        requests.table('accounts').create({});
        requests.table('accounts').create({});
        await assert.rejects(requests.send(), /without an answer to 1 of the requests/);
      });

      it('reads 1,000 parts', async (t) => {
        const client = await answering(
          t,
          write,
          () => Array.from({ length: 1000 }, (_, index) => part(json({ index, name: nasty.name }))),
          transport,
        );
        const requests = batch(client);
        const entries = Array.from({ length: 1000 }, () => requests.table('accounts').get(ID));
        const results = await requests.send();
        assert.deepEqual(
          entries.map((entry) => /** @type {{ index: number }} */ (results.get(entry)).index),
          Array.from({ length: 1000 }, (_, index) => index),
        );
      });
    });
  }
}
