import type { Client } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';
import { AccountStatuscode } from './dataverse.ts';

export async function typedRows(dataverse: Dataverse, untyped: Client, id: string) {
  // #region typed-rows
  const account = await dataverse.table('accounts').get(id, { select: ['name', 'createdon', 'statuscode'] });
  const year = account.createdon?.getUTCFullYear(); // a Date
  const isActive = account.statuscode === AccountStatuscode.Active; // of 1 | 2 | null
  // account.revenue and table('account') do not compile

  const byHand = untyped.table<{ name: string | null; createdon: string }>('accounts');
  const { name, createdon } = await byHand.get(id); // text: nothing is converted without a schema
  // #endregion
  return { year, isActive, name, createdon };
}
