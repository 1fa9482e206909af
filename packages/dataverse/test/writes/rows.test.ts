import { bind, ConfigurationError, DataverseError, guid } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from '../odata/decode.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { type Arrived, type Handler, inOrder } from '../support/server.ts';

const ROOT = '/api/data/v9.2';

async function accounts(handler: Handler = () => ({ status: 204 })) {
  const { client, server } = await clientTo(handler);
  return { table: client.table('accounts'), server };
}

const shape = ({ method, path, headers, body }: Arrived) => ({
  method,
  path: path.slice(ROOT.length),
  body,
  'if-match': headers['if-match'],
  'if-none-match': headers['if-none-match'],
  prefer: headers['prefer'],
});

describe('insert()', () => {
  it('whose answer was lost does not claim that the row is of another', async () => {
    const there = { status: 412, body: { error: { code: '0x80040237', message: 'It exists.' } } };
    const { table } = await accounts(inOrder({ status: 503 }, there));
    expect(await rejection(table.insert(ID, { name: 'x' }))).toMatchObject({
      status: 412,
      hint: expect.stringContaining('that try may itself'),
    });
  });

  it('creates a row with its key, and never changes one that is there', async () => {
    const exists = {
      status: 412,
      body: { error: { code: '0x80040237', message: 'A record with matching key values already exists.' } },
    };
    const { table, server } = await accounts(inOrder({ status: 204 }, exists, exists));
    expect(await table.insert(ID, { name: 'x' })).toBeUndefined();
    expect(await rejection(table.insert({ accountnumber: "O'B/1" }, { name: 'x' }))).toMatchObject({
      status: 412,
      errorCode: '0x80040237',
    });
    const asked = {
      method: 'PATCH',
      body: '{"name":"x"}',
      'if-none-match': '*',
      'if-match': undefined,
      prefer: undefined,
    };
    expect(server.requests.map(shape)).toEqual([
      { ...asked, path: `/accounts(${ID})` },
      { ...asked, path: "/accounts(accountnumber='O''B%2F1')" },
    ]);
  });
});

describe('update()', () => {
  it('gives the row as it was stored, only if it exists, with the columns asked for', async () => {
    const { table, server } = await accounts(() => ({ body: { accountid: ID, name: 'X' } }));
    const options = { returnRepresentation: true, select: ['name'], ifMatch: 'W/"7"' } as const;
    expect(await table.update(ID, { name: 'x' }, options)).toEqual({ accountid: ID, name: 'X' });
    await table.update(ID, { name: 'x' }, { returnRepresentation: true });
    expect(server.requests.map(shape)).toMatchObject([
      {
        method: 'PATCH',
        path: `/accounts(${ID})?$select=name`,
        'if-match': 'W/"7"',
        prefer: 'return=representation',
      },
      { path: `/accounts(${ID})`, 'if-match': '*', prefer: 'return=representation' },
    ]);
  });

  it('refuses an etag that no header may hold', async () => {
    const { table, server } = await accounts();
    const ifMatch = 'W/"1"\r\nMSCRMCallerID: x';
    expect(await rejection(table.update(ID, {}, { ifMatch }))).toBeInstanceOf(ConfigurationError);
    expect(await rejection(table.update(ID, {}, { ifMatch, returnRepresentation: true }))).toBeInstanceOf(
      ConfigurationError,
    );
    expect(await rejection(table.delete(ID, { ifMatch }))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('create()', () => {
  it('creates related rows along with the row', async () => {
    const url = `https://contoso.crm4.dynamics.com${ROOT}/accounts(${ID})`;
    const { table, server } = await accounts(() => ({ status: 204, headers: { 'OData-EntityId': url } }));
    const row = {
      name: 'Fabrikam',
      primarycontactid: { lastname: 'Müller', birthdate: '1990-05-01' },
      contact_customer_accounts: [{ lastname: 'a' }, { lastname: '--batch_😀"' }],
      createdon: new Date('2026-01-02T03:04:05.678Z'),
      _id: guid(OTHER_ID),
    };
    expect(await table.create(row)).toBe(ID);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      ...row,
      createdon: '2026-01-02T03:04:05.678Z',
      _id: OTHER_ID,
    });
  });

  it('gives columns of related rows with the stored row when they are asked for', async () => {
    const { table, server } = await accounts(() => ({ status: 201, body: { name: 'x' } }));
    const options = {
      returnRepresentation: true,
      select: ['name'],
      expand: 'primarycontactid($select=lastname)',
    } as const;
    expect(await table.create({ name: 'x' }, options)).toEqual({ name: 'x' });
    expect(decodeURIComponent(server.requests[0]?.path ?? '')).toBe(
      `${ROOT}/accounts?$select=name&$expand=primarycontactid($select=lastname)`,
    );
  });

  it('with the stored row rejects when there is none in the answer', async () => {
    const { table } = await accounts(() => ({ status: 204 }));
    expect(await rejection(table.create({}, { returnRepresentation: true }))).toBeInstanceOf(DataverseError);
  });
});

describe('bind()', () => {
  it('names a row by id or by alternate key, whatever is in it', () => {
    expect(bind('contacts', ID.toUpperCase())).toBe(`/contacts(${ID})`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const bound = bind('contacts', { lastname: value, _ownerid_value: ID });
        const found = /^\/contacts\(lastname=([^,/?#&+ ]*),_ownerid_value=([0-9a-f-]+)\)$/.exec(bound);
        expect(decodeString(decodeURIComponent(found?.[1] ?? ''))).toBe(value);
        expect(found?.[2]).toBe(ID);
      }),
    );
  });

  it('refuses what names no row', () => {
    expect(() => bind('contacts)', ID)).toThrow(ConfigurationError);
    expect(() => bind('contacts', 'me')).toThrow(ConfigurationError);
    expect(() => bind('contacts', {})).toThrow(ConfigurationError);
  });
});

describe('one column', () => {
  it('is set on a row that exists, and emptied', async () => {
    const { table, server } = await accounts();
    await table.setColumn(ID, 'name', 'x');
    await table.setColumn(ID, 'revenue', null);
    await table.setColumn({ accountnumber: 'A 1' }, 'createdon', new Date('2026-01-02T03:04:05Z'));
    await table.clearColumn(ID, 'description');
    expect(server.requests.map(shape)).toMatchObject([
      { method: 'PUT', path: `/accounts(${ID})/name`, body: '{"value":"x"}' },
      { method: 'PUT', path: `/accounts(${ID})/revenue`, body: '{"value":null}' },
      {
        method: 'PUT',
        path: "/accounts(accountnumber='A%201')/createdon",
        body: '{"value":"2026-01-02T03:04:05.000Z"}',
      },
      { method: 'DELETE', path: `/accounts(${ID})/description`, body: '' },
    ]);
  });

  it('is refused when its name is more than a name', async () => {
    const { table, server } = await accounts();
    for (const name of ['', 'a b', 'primarycontactid/$ref', '../x', "a')"]) {
      expect(await rejection(table.setColumn(ID, name, 1))).toBeInstanceOf(ConfigurationError);
      expect(await rejection(table.clearColumn(ID, name))).toBeInstanceOf(ConfigurationError);
    }
    expect(server.requests).toHaveLength(0);
  });
});

describe('links', () => {
  it('are made to a row of this environment by an absolute URL, and taken away', async () => {
    const { table, server } = await accounts();
    const other = { table: 'contacts', key: { emailaddress1: "o'b@x.example" } };
    await table.associate(ID, 'contact_customer_accounts', other);
    await table.disassociate(ID, 'contact_customer_accounts', { key: OTHER_ID });
    await table.disassociate(ID, 'primarycontactid');
    const [made, ...gone] = server.requests.map(shape);
    expect(made).toMatchObject({ method: 'POST', path: `/accounts(${ID})/contact_customer_accounts/$ref` });
    expect(JSON.parse(made?.body ?? '')).toEqual({
      '@odata.id': `${server.url}${ROOT}/contacts(emailaddress1='o''b%40x.example')`,
    });
    expect(gone).toMatchObject([
      { method: 'DELETE', path: `/accounts(${ID})/contact_customer_accounts(${OTHER_ID})/$ref` },
      { method: 'DELETE', path: `/accounts(${ID})/primarycontactid/$ref` },
    ]);
  });
});
