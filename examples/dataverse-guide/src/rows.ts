import type { Dataverse } from './client.ts';

export async function single(dataverse: Dataverse, id: string) {
  // #region single
  const accounts = dataverse.table('accounts');
  const byId = await accounts.get(id, { select: ['name', 'revenue'] });
  const byKey = await accounts.get({ accountnumber: 'A/1' }); // an alternate key of the table
  const changed = await accounts.getIfChanged(id, byId); // undefined: still the same version

  const name = await accounts.getColumn(id, 'name'); // null when empty
  await accounts.setColumn(id, 'description', 'Called today.');
  await accounts.clearColumn(id, 'revenue');
  // #endregion
  return { byId, byKey, changed, name };
}
