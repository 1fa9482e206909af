import { ConfigurationError, guid } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from '../odata/decode.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { inOrder } from '../support/server.ts';

const ROOT = '/api/data/v9.2';
const written = (origin = 'https://contoso.crm4.dynamics.com') => ({
  status: 204,
  headers: { 'OData-EntityId': `${origin}${ROOT}/accounts(${ID.toUpperCase()})` },
});

describe('a table', () => {
  it('creates a row and gives its id', async () => {
    const { client, server } = await clientTo(() => written());
    const row = { name: 'Fabrikam', 'primarycontactid@odata.bind': `contacts(${OTHER_ID})` };
    expect(await client.table('accounts').create(row)).toBe(ID);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: `${ROOT}/accounts`,
      body: JSON.stringify(row),
    });
    expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(server.requests[0]?.headers).not.toHaveProperty('prefer');
  });

  it('creates a row and gives it as it was stored', async () => {
    const { client, server } = await clientTo(() => ({
      status: 201,
      body: { accountid: ID, name: 'Fabrikam' },
    }));
    const row = await client.table('accounts').create({ name: 'Fabrikam' }, { returnRepresentation: true });
    expect(row).toEqual({ accountid: ID, name: 'Fabrikam' });
    expect(server.requests[0]?.headers).toMatchObject({ prefer: 'return=representation' });
  });

  it('does not pretend to have an id when the service names none', async () => {
    const { client } = await clientTo(() => ({ status: 204 }));
    expect(await rejection(client.table('accounts').create({}))).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
      message: expect.stringContaining('OData-EntityId'),
    });
  });

  it('reads a row by id, with dates left as they came', async () => {
    const row = { name: '2023-03-25T17:42:47Z', createdon: '2023-03-25T17:42:47Z' };
    const { client, server } = await clientTo(() => ({ body: row }));
    const options = { select: ['name', 'createdon'], expand: 'primarycontactid($select=fullname)' };
    expect(await client.table('accounts').get(ID, options)).toEqual(row);
    const path = decodeURIComponent(server.requests[0]?.path ?? '');
    expect(path).toBe(
      `${ROOT}/accounts(${ID})?$select=name,createdon&$expand=primarycontactid($select=fullname)`,
    );
  });

  it('reads a row by an alternate key, whatever is in it', async () => {
    const { client, server } = await clientTo(() => ({ body: {} }));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (name) => {
        await client.table('contacts').get({ lastname: name, _ownerid_value: guid(ID) });
        const path = server.requests.at(-1)?.path ?? '';
        const key =
          /^\/api\/data\/v9\.2\/contacts\(lastname=([^,/?#&+]*),_ownerid_value=([0-9a-f-]+)\)$/.exec(path);
        expect(decodeString(decodeURIComponent(key?.[1] ?? ''))).toBe(name);
        expect(key?.[2]).toBe(ID);
      }),
      { numRuns: 60, examples: [['O\'Brien, "x" #1/2 & 3+4 ;=?@ ..%2e'], ['..']] },
    );
  });

  it.each([
    ['an id that is no GUID', 'ABC123'],
    ['an id with more behind it', `${ID})/x(`],
    ['a key without columns', {}],
    ['a key with a column that is none', { "a='x',b": 1 }],
  ])('refuses %s', async (_, key) => {
    const { client, server } = await clientTo(() => ({ body: {} }));
    expect(await rejection(client.table('accounts').get(key))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });

  it.each(['accounts(x)', '../x', 'accounts?$top=1', ''])('refuses the name %o', async (name) => {
    const { client } = await clientTo(() => ({}));
    expect(() => client.table(name)).toThrow(ConfigurationError);
  });

  it('updates a row only if it exists, or only if it has not changed', async () => {
    const { client, server } = await clientTo(() => ({ status: 204 }));
    const accounts = client.table('accounts');
    expect(await accounts.update(ID, { name: 'x' })).toBeUndefined();
    await accounts.update({ accountnumber: 'A/1' }, { name: 'x' }, { ifMatch: 'W/"12"' });
    expect(server.requests.map(({ method, path, headers }) => [method, path, headers['if-match']])).toEqual([
      ['PATCH', `${ROOT}/accounts(${ID})`, '*'],
      ['PATCH', `${ROOT}/accounts(accountnumber='A%2F1')`, 'W/"12"'],
    ]);
  });

  it.each([
    [201, true],
    [200, false],
  ])('upserts by id and tells by %i whether the row was new', async (status, created) => {
    const { client, server } = await clientTo(() => ({ status, body: { name: 'x' } }));
    const row = { 'parentaccountid@odata.bind': `accounts(${OTHER_ID})`, name: 'x' };
    expect(await client.table('accounts').upsert(ID, row)).toEqual({ id: ID, created });
    expect(server.requests[0]).toMatchObject({
      method: 'PATCH',
      path: `${ROOT}/accounts(${ID})?$select=name`,
    });
    expect(server.requests[0]?.headers).toMatchObject({ prefer: 'return=representation' });
    expect(server.requests[0]?.headers).not.toHaveProperty('if-match');
  });

  it.each([
    [201, true],
    [200, false],
  ])(
    'upserts by an alternate key and gives the id, whose header repeats the key, and by %i whether the row was new',
    async (status, created) => {
      const body = {
        '@odata.etag': 'W/"1"',
        accountnumber: OTHER_ID,
        _ownerid_value: OTHER_ID,
        accountid: ID.toUpperCase(),
      };
      const headers = { 'OData-EntityId': `https://x/api/data/v9.2/accounts(accountnumber='${OTHER_ID}')` };
      const { client, server } = await clientTo(() => ({ status, headers, body }));
      const answer = await client.table('accounts').upsert({ accountnumber: OTHER_ID }, { name: 'x' });
      expect(answer).toEqual({ id: ID, created });
      expect(server.requests[0]).toMatchObject({
        path: `${ROOT}/accounts(accountnumber='${OTHER_ID}')?$select=accountnumber`,
        headers: { prefer: 'return=representation' },
      });
    },
  );

  it('upserts asking for the primary key alone where the schema names it', async () => {
    const info = { logicalName: 'account', id: 'accountid', moments: [], navigation: {} };
    const { client, server } = await clientTo(() => ({ status: 201, body: { accountid: ID } }), {
      schema: { tables: { accounts: info } },
    });
    const accounts = client.table('accounts');
    expect(await accounts.upsert({ accountnumber: 'A1' }, {})).toEqual({ id: ID, created: true });
    expect(await accounts.upsert(ID, { name: 'x' })).toEqual({ id: ID, created: true });
    expect(server.requests.map(({ path }) => path.split('?')[1])).toEqual([
      '$select=accountid',
      '$select=accountid',
    ]);
  });

  it('does not claim a row was there when an answer was lost', async () => {
    const { client } = await clientTo(inOrder({ status: 502 }, { status: 200, body: {} }));
    expect(await client.table('accounts').upsert(ID, {})).toEqual({ id: ID, created: undefined });
  });

  it('deletes a row, also when the answer to it was lost', async () => {
    const gone = { status: 404, body: { error: { code: '0x80040217', message: 'Does Not Exist' } } };
    const { client } = await clientTo(inOrder({ status: 204 }, { status: 504 }, gone, gone));
    const accounts = client.table('accounts');
    await accounts.delete(ID);
    await accounts.delete(ID);
    expect(await rejection(accounts.delete(ID))).toMatchObject({ status: 404, errorCode: '0x80040217' });
  });

  it('refuses a body that JSON cannot hold', async () => {
    const { client } = await clientTo(() => written());
    expect(await rejection(client.table('accounts').create({ revenue: 1n }))).toBeInstanceOf(
      ConfigurationError,
    );
  });
});
