import { countChanges, trackChanges } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';
import type { AccountRow } from './dataverse.ts';

/** Where the rows are copied to. */
export interface Copy {
  token(): Promise<string | undefined>;
  keepToken(token: string | undefined): Promise<void>;
  put(row: Pick<AccountRow, 'accountid' | 'name'>): Promise<void>;
  remove(id: string): Promise<void>;
}

export async function synchronise(dataverse: Dataverse, copy: Copy) {
  // #region track
  const accounts = dataverse.table('accounts').select('name').pageSize(1000);
  const changes = trackChanges(accounts, { since: await copy.token() }); // undefined: all rows
  for await (const page of changes.pages()) {
    for (const change of page) {
      if (change.kind === 'deleted') await copy.remove(change.id);
      else await copy.put(change.row);
    }
    await copy.keepToken(changes.checkpoint); // a new run goes on behind this page
  }
  const waiting = await countChanges(accounts, changes.token); // token: there once the loop has ended
  // #endregion
  return waiting;
}
