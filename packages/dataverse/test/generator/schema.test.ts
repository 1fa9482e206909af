import { expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { AccountStatuscode, schema } from '../types/generated.ts';

it('the generated schema makes dates of moments at run time, in expanded rows too', async () => {
  const row = {
    accountid: ID,
    createdon: '2026-03-25T17:42:47Z',
    name: '2026-03-25T17:42:47Z',
    statuscode: 1,
    primarycontactid: { contactid: ID, birthdate: '1990-01-31', modifiedon: '2026-03-25T17:42:47Z' },
  };
  const { client } = await clientTo(() => ({ body: { value: [row] } }), { schema });
  const account = await client.table('accounts').expand('primarycontactid').first();
  const moment = new Date(Date.UTC(2026, 2, 25, 17, 42, 47));
  expect(account).toEqual({
    ...row,
    createdon: moment,
    primarycontactid: { contactid: ID, birthdate: '1990-01-31', modifiedon: moment },
  });
  expect(account?.['statuscode']).toBe(AccountStatuscode.Active);
});
