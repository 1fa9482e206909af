import { bind, DataverseError } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function write(dataverse: Dataverse) {
  // #region write
  const accounts = dataverse.table('accounts');
  const id = await accounts.create({ name: 'Fabrikam', revenue: 5000 });
  const row = { name: 'Contoso' };
  const stored = await accounts.create(row, { returnRepresentation: true, select: ['name', 'createdon'] });

  await accounts.update(id, { revenue: 6000, description: null }); // 404 when there is none
  const byId = await accounts.upsert(id, { name: 'Adatum' }); // { id, created: true or false }
  const byKey = await accounts.upsert({ accountnumber: 'A/1' }, row); // { id, created }
  await accounts.insert({ accountnumber: 'A/2' }, { name: 'Adatum' }); // 412 when it is there
  await accounts.delete(id); // 404 when there is none
  // #endregion
  return { id, stored, byId, byKey };
}

export async function ifUnchanged(dataverse: Dataverse, id: string) {
  // #region etag
  const accounts = dataverse.table('accounts');
  const account = await accounts.get(id, { select: ['revenue'] });
  try {
    await accounts.update(id, { revenue: (account.revenue ?? 0) + 1 }, { ifMatch: account });
  } catch (error) {
    if (!(error instanceof DataverseError) || error.status !== 412) throw error;
    // somebody was faster: read again, then decide
  }
  // #endregion
}

export async function links(dataverse: Dataverse, id: string, contactId: string) {
  // #region links
  const accounts = dataverse.table('accounts');
  await accounts.update(id, { 'primarycontactid@odata.bind': bind('contacts', contactId) });
  await accounts.update(id, { 'primarycontactid@odata.bind': null }); // empties the lookup

  const contact = { table: 'contacts', key: contactId };
  await accounts.associate(id, 'contact_customer_accounts', contact);
  await accounts.disassociate(id, 'contact_customer_accounts', contact);

  const newId = await accounts.create({
    name: 'Fabrikam',
    primarycontactid: { lastname: "O'Brien" }, // created along with it
    contact_customer_accounts: [{ lastname: 'Smith' }, { lastname: 'Okafor' }],
  });
  // #endregion
  return newId;
}

export async function withOptions(dataverse: Dataverse) {
  // #region options
  const loading = dataverse.with({
    bypassLogic: ['CustomSync', 'CustomAsync'], // no plug-ins, no workflows
    suppressFlows: true, // no Power Automate flows
    tag: 'nightly-load', // plug-ins see it
  });
  await loading.table('accounts').create({ name: 'Fabrikam' }, { detectDuplicates: true });
  // #endregion
}
