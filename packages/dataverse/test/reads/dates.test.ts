import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { schema } from './schema.ts';

const TEXT = '2023-03-25T17:42:47Z';
const AT = new Date('2023-03-25T17:42:47Z');

const contact = { fullname: TEXT, birthdate: '1990-05-01', createdon: TEXT };
const ROW = {
  name: TEXT,
  description: '2023-03-25',
  createdon: TEXT,
  overriddencreatedon: null,
  founded: '2023-03-25',
  primarycontactid: { ...contact, parentcustomerid_account: { name: TEXT, createdon: TEXT } },
  contact_customer_accounts: [contact, { ...contact, createdon: null }],
  ownerid: { createdon: TEXT },
  unknown: { createdon: TEXT },
};
const READ = {
  ...ROW,
  createdon: AT,
  primarycontactid: { ...contact, createdon: AT, parentcustomerid_account: { name: TEXT, createdon: AT } },
  contact_customer_accounts: [
    { ...contact, createdon: AT },
    { ...contact, createdon: null },
  ],
};

describe('with a schema', () => {
  it('moments come as dates in every kind of read, all else as it was sent, in expanded rows too', async () => {
    const { client } = await clientTo(
      ({ path }) => ({ body: /\(/.test(path) || !/\?/.test(path) ? ROW : { value: [ROW, ROW] } }),
      { schema },
    );
    const accounts = client.table('accounts');
    expect(await accounts.select('name').all()).toEqual([READ, READ]);
    expect(await accounts.get(ID)).toEqual(READ);
    expect(await accounts.getIfChanged(ID, 'W/"1"')).toEqual(READ);
    expect(await accounts.create({}, { returnRepresentation: true })).toEqual(READ);
    expect(await accounts.update(ID, {}, { returnRepresentation: true })).toEqual(READ);
  });

  it.each([
    ['2023-03-25T17:42:47+02:00', '2023-03-25T15:42:47.000Z'],
    ['2023-03-25T17:42:47.123Z', '2023-03-25T17:42:47.123Z'],
    ['2023-03-25T00:00:00-11:30', '2023-03-25T11:30:00.000Z'],
  ])('%s is %s', async (sent, moment) => {
    const { client } = await clientTo(() => ({ body: { createdon: sent } }), { schema });
    const row = await client.table('accounts').get(ID);
    expect(row['createdon']).toEqual(new Date(moment));
  });

  it('rows of a table that it does not know stay as they are', async () => {
    const { client } = await clientTo(() => ({ body: { value: [ROW] } }), { schema });
    expect(await client.table('leads').all()).toEqual([ROW]);
  });

  it('an empty page, and a first row without the column, are no obstacle', async () => {
    const value = [{ name: 'a' }, { createdon: TEXT }];
    const { client } = await clientTo(() => ({ body: { value: value.splice(0) } }), { schema });
    expect(await client.table('accounts').all()).toEqual([{ name: 'a' }, { createdon: AT }]);
    expect(await client.table('accounts').all()).toEqual([]);
  });
});

describe('without a schema', () => {
  it('nothing is told by how text looks', async () => {
    const { client } = await clientTo(() => ({ body: { value: [ROW] } }));
    expect(await client.table('accounts').all()).toEqual([ROW]);
  });
});
