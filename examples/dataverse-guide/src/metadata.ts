import {
  choiceColumn,
  label,
  lookupColumn,
  metadata,
  newKey,
  newTable,
  oneToMany,
  textColumn,
} from '@wayleave/dataverse/metadata';
import type { Dataverse } from './client.ts';

export async function readDefinitions(dataverse: Dataverse) {
  // #region read-metadata
  const definitions = metadata(dataverse);
  const tables = await definitions.tables({
    select: ['LogicalName', 'EntitySetName'],
    filter: 'ChangeTrackingEnabled eq true',
  });
  const status = await definitions.column('account', 'statuscode', {
    type: 'Status',
    select: ['LogicalName'],
    expand: 'OptionSet($select=Options)',
  });
  const values = status.OptionSet?.Options?.map(({ Value }) => Value);
  // #endregion
  return { tables, values };
}

export async function makeTable(dataverse: Dataverse) {
  // #region write-metadata
  const definitions = metadata(dataverse);
  const named = (schemaName: string, text: string) => ({ schemaName, displayName: label(text, 1033) });
  const shipment = newTable({
    ...named('new_Shipment', 'Shipment'),
    pluralName: label('Shipments', 1033),
    primaryName: textColumn(named('new_Name', 'Name')),
    ownership: 'UserOwned',
  });
  await definitions.createTable(shipment, { solution: 'shipping' });
  const account = oneToMany({
    schemaName: 'new_account_shipments',
    referenced: { table: 'account', column: 'accountid' },
    referencing: 'new_shipment',
    lookup: lookupColumn(named('new_AccountId', 'Account')),
  });
  await definitions.createRelationship(account);
  await definitions.updateTable('new_shipment', { DisplayName: label('Parcel', 1033) });
  await definitions.publish({ tables: ['new_shipment'] });
  // #endregion
}

export async function addToTable(dataverse: Dataverse) {
  // #region more-metadata
  const definitions = metadata(dataverse);
  const state = choiceColumn({
    schemaName: 'new_State',
    displayName: label('State', 1033),
    options: [{ label: label('Packed', 1033) }, { label: label('Sent', 1033) }],
  });
  await definitions.createColumn('new_shipment', state);
  const key = { schemaName: 'new_Name', displayName: label('Name', 1033), columns: ['new_name'] };
  await definitions.createKey('new_shipment', newKey(key)); // works once its index is Active
  // #endregion
}
