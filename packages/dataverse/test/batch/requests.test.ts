import { inspect } from 'node:util';
import { ConfigurationError, guid, odata } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { batch } from '../../src/batch/batch.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { batchClientTo, created } from './batch-server.ts';
import { requestsIn } from './parse-batch.ts';

const ROOT = '/api/data/v9.2';
const NOTHING = { status: 204 };

describe('a batch', () => {
  it('sends each request with path, headers and body of its own, in order', async () => {
    const { client, batches, server } = await batchClientTo((items) => items.map(() => NOTHING));
    const b = batch(client);
    const accounts = b.table('accounts');
    accounts.get(ID, { select: ['name'], annotations: true });
    accounts.getColumn(ID, 'name');
    accounts.create({ name: 'x' });
    accounts.create({ name: 'x' }, { returnRepresentation: true, select: ['name'] });
    accounts.update({ accountnumber: "o'b/1" }, { name: 'y' });
    accounts.update(ID, { name: 'y' }, { ifMatch: 'W/"1"' });
    accounts.upsert(ID, { name: 'z' });
    accounts.insert(ID, { name: 'z' });
    accounts.delete(ID);
    accounts.setColumn(ID, 'name', 'w');
    accounts.clearColumn(ID, 'name');
    accounts.associate(ID, 'contact_customer_accounts', { table: 'contacts', key: OTHER_ID });
    accounts.disassociate(ID, 'contact_customer_accounts', { key: OTHER_ID });
    accounts.action(ID, 'Merge', { Force: true });
    accounts.function(ID, 'RetrievePrincipalAccess', { Of: guid(OTHER_ID) });
    b.action('Ping');
    b.function('Find', { Name: "O'Brien" });
    b.whoAmI();
    await b.send();

    expect(server.requests.map(({ method, path }) => [method, path])).toEqual([['POST', `${ROOT}/$batch`]]);
    const sent = requestsIn(batches[0] ?? []);
    expect(
      sent.map(({ method, url, headers, body }) => [
        method,
        decodeURIComponent(url.slice(ROOT.length + 1)),
        headers['if-match'] ?? headers['if-none-match'] ?? '-',
        headers['prefer'] ?? '-',
        body,
      ]),
    ).toEqual([
      ['GET', `accounts(${ID})?$select=name`, 'null', 'odata.include-annotations="*"', ''],
      ['GET', `accounts(${ID})/name`, 'null', '-', ''],
      ['POST', 'accounts', '-', '-', '{"name":"x"}'],
      ['POST', 'accounts?$select=name', '-', 'return=representation', '{"name":"x"}'],
      ['PATCH', "accounts(accountnumber='o''b/1')", '*', '-', '{"name":"y"}'],
      ['PATCH', `accounts(${ID})`, 'W/"1"', '-', '{"name":"y"}'],
      ['PATCH', `accounts(${ID})?$select=name`, '-', 'return=representation', '{"name":"z"}'],
      ['PATCH', `accounts(${ID})`, '*', '-', '{"name":"z"}'],
      ['DELETE', `accounts(${ID})`, '-', '-', ''],
      ['PUT', `accounts(${ID})/name`, '-', '-', '{"value":"w"}'],
      ['DELETE', `accounts(${ID})/name`, '-', '-', ''],
      [
        'POST',
        `accounts(${ID})/contact_customer_accounts/$ref`,
        '-',
        '-',
        `{"@odata.id":"${server.url}${ROOT}/contacts(${OTHER_ID})"}`,
      ],
      ['DELETE', `accounts(${ID})/contact_customer_accounts(${OTHER_ID})/$ref`, '-', '-', ''],
      ['POST', `accounts(${ID})/Microsoft.Dynamics.CRM.Merge`, '-', '-', '{"Force":true}'],
      [
        'GET',
        `accounts(${ID})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Of=@p1)?@p1=${OTHER_ID}`,
        'null',
        '-',
        '',
      ],
      ['POST', 'Ping', '-', '-', '{}'],
      ['GET', "Find(Name=@p1)?@p1='O''Brien'", 'null', '-', ''],
      ['GET', 'WhoAmI', 'null', '-', ''],
    ]);
    for (const { headers, body } of sent) {
      expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
      expect(headers).toMatchObject({ accept: 'application/json', 'odata-version': '4.0' });
    }
  });

  it('acts for the client’s user and with its options, without and within', async () => {
    const { client, batches, server } = await batchClientTo(() => [NOTHING, NOTHING, NOTHING]);
    const b = batch(client.as(ID).with({ solution: 'Mine', tag: 'a b' }));
    b.table('accounts').create({ name: 'x' }, { bypassPlugins: true });
    b.table('accounts').get(ID, { select: ['name'] });
    b.changeSet((set) => set.table('accounts').delete(ID));
    await b.send({ continueOnError: true });
    expect(server.requests[0]).toMatchObject({
      path: `${ROOT}/$batch`,
      headers: {
        authorization: 'Bearer a-token',
        mscrmcallerid: ID,
        'mscrm.solutionuniquename': 'Mine',
        prefer: 'odata.continue-on-error',
      },
    });
    const sent = requestsIn(batches[0] ?? []);
    expect(sent.map(({ url }) => url.slice(ROOT.length))).toEqual([
      '/accounts?tag=a%20b',
      `/accounts(${ID})?$select=name&tag=a%20b`,
      `/accounts(${ID})?tag=a%20b`,
    ]);
    for (const { headers } of sent) {
      expect(headers).toMatchObject({ mscrmcallerid: ID, 'mscrm.solutionuniquename': 'Mine' });
      expect(headers).not.toHaveProperty('authorization');
    }
    expect(sent.map(({ headers }) => headers['mscrm.bypasscustompluginexecution'])).toEqual([
      'true',
      undefined,
      undefined,
    ]);
  });

  it('names an Entra user in each part too', async () => {
    const { client, batches } = await batchClientTo(() => [NOTHING]);
    const b = batch(client.as({ entraObjectId: OTHER_ID }));
    b.table('accounts').delete(ID);
    await b.send();
    expect(requestsIn(batches[0] ?? [])[0]?.headers).toMatchObject({ callerobjectid: OTHER_ID });
  });

  it('carries any text: line ends, boundaries, emoji, lone surrogates', async () => {
    const random = () => 0.5; // so that the boundary is one that the text can hold
    const mark = (2 ** 51).toString(16);
    const rows = [
      { name: 'a\r\n--batch_x\r\nContent-Type: application/http\r\n\r\nGET / HTTP/1.1' },
      { name: `--batch_${mark}_0--` },
      { name: `\r\n--changeset_${mark}_1_1\r\n ${mark}_2` },
      { name: '😀 \u2028 é \ud800 \u0000 \x7f' },
    ];
    const { client, batches, server } = await batchClientTo(() => [NOTHING, NOTHING, NOTHING, NOTHING], {
      random,
    });
    const b = batch(client);
    for (const row of rows) b.table('accounts').update(ID, row);
    await b.send();
    expect(requestsIn(batches[0] ?? []).map(({ body }) => JSON.parse(body))).toEqual(rows);
    expect(server.requests[0]?.headers['content-type']).toBe(`multipart/mixed; boundary=batch_${mark}_3`);
  });

  it('holds rows as they were when they were added', async () => {
    const { client, batches } = await batchClientTo(() => [created(ID), created(OTHER_ID)]);
    const b = batch(client);
    const row = { name: 'first' };
    b.table('accounts').create(row);
    row.name = 'second';
    b.table('accounts').create(row);
    await b.send();
    expect(requestsIn(batches[0] ?? []).map(({ body }) => JSON.parse(body).name)).toEqual([
      'first',
      'second',
    ]);
  });

  it('is no state of the client: other requests and other batches go their own way', async () => {
    const { client, server } = await clientTo(({ path }) =>
      path.endsWith('$batch') ? { status: 500 } : { body: { value: [{ name: 'x' }] } },
    );
    const one = batch(client);
    const two = batch(client);
    one.table('accounts').get(ID);
    two.table('contacts').get(ID);
    expect(await client.table('accounts').all()).toEqual([{ name: 'x' }]);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('takes 1,000 requests, those of change sets among them, and no more', async () => {
    const { client, server } = await clientTo(() => ({ status: 500 }));
    const b = batch(client);
    for (let index = 0; index < 998; index += 1) b.table('accounts').delete(ID);
    expect(() =>
      b.changeSet((set) => {
        for (let index = 0; index < 3; index += 1) set.table('accounts').delete(ID);
      }),
    ).toThrow(ConfigurationError);
    b.changeSet((set) => [set.table('accounts').delete(ID), set.table('accounts').delete(ID)]);
    expect(() => b.table('accounts').delete(ID)).toThrow(/1000 requests/);
    expect(server.requests).toHaveLength(0);
  });

  it('takes URLs of 65,536 characters and refuses longer ones', async () => {
    const rows = { status: 200, body: { value: [{ name: 'x' }], '@odata.nextLink': 'https://x/y' } };
    const { client, server, batches } = await batchClientTo(() => [rows]);
    const b = batch(client);
    const asked = (text: string) => client.table('accounts').filter(odata`name eq ${text}`);
    const room = 65_536 - `${server.url}${ROOT}/accounts?$filter=name%20eq%20''`.length;
    expect(() => b.query(asked('a'.repeat(room + 1)))).toThrow(/65536/);
    const page = b.query(asked('a'.repeat(room)));
    expect((await b.send()).get(page)).toEqual({ rows: [{ name: 'x' }], hasMore: true });
    expect(requestsIn(batches[0] ?? [])[0]?.url.length).toBe(65_536 - server.url.length);
  });

  it('refuses at once what cannot be sent, and goes on without it', async () => {
    const { client } = await batchClientTo(() => [NOTHING]);
    const { client: other } = await clientTo(() => ({}));
    const b = batch(client);
    const accounts = b.table('accounts');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const refused: (() => unknown)[] = [
      () => accounts.get('no-guid'),
      () => accounts.create({ name: 1n }),
      () => accounts.create(cycle),
      () => accounts.create(new Uint8Array(1)),
      () => accounts.update(ID, {}, { ifMatch: 'a\r\nb' }),
      () => accounts.update(ID, {}, { ifMatch: '"é"' }),
      () => accounts.delete(ID, { timeoutMs: 5 } as object),
      () => accounts.delete(ID, { signal: new AbortController().signal } as object),
      () => b.table('a/b'),
      () => b.action('a/b'),
      () => b.query(other.table('accounts')),
      () => b.query(client.as(ID).table('accounts')),
      () => b.query(client.with({ timeoutMs: 5 }).table('accounts')),
      () => b.query(b.table('accounts') as never),
      () => b.changeSet(() => 1),
      () => batch(b as never),
    ];
    for (const attempt of refused) expect(attempt).toThrow(ConfigurationError);
    const entry = accounts.delete(ID);
    expect((await b.send()).get(entry)).toBeUndefined();
  });

  it('shows nothing of the client that it is made with', async () => {
    const { client } = await clientTo(() => ({}));
    const b = batch(client.as(OTHER_ID));
    b.changeSet((set) => {
      set.table('accounts').delete(ID);
      expect(inspect([set, b], { depth: 20 })).not.toMatch(/getToken|278742b0/);
      expect(JSON.stringify([set, b])).toBe('[{},{}]');
    });
  });

  it('is sent once, and not empty', async () => {
    const { client, server } = await batchClientTo(() => [NOTHING]);
    await expect(batch(client).send()).rejects.toThrow(ConfigurationError);
    const b = batch(client);
    b.table('accounts').delete(ID);
    await b.send();
    await expect(b.send()).rejects.toThrow(/sent already/);
    expect(() => b.stream()).toThrow(ConfigurationError);
    expect(() => b.table('accounts').delete(ID)).toThrow(ConfigurationError);
    expect(server.requests).toHaveLength(1);
  });
});
