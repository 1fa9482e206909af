import { duplicateRow } from '../errors.ts';
import type { Column, Table } from '../metadata/model.ts';
import type { Exchange } from '../organization.ts';
import { demand, demandRow } from '../security/access.ts';
import { findRow, insertRow, updateRow, type Values } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import type { Cell } from '../store/values.ts';
import {
  checkAlternateKeys,
  checkNotCleared,
  checkRequired,
  demandOwner,
  demandReferences,
  stateAfter,
} from './checks.ts';
import { type Payload, readPayload } from './payload.ts';
import { rulesOf } from './rules.ts';
import { createdStamp, modifiedStamp, ownership } from './stamp.ts';

const named = (values: ReadonlyMap<Column, Cell>): Values =>
  Object.fromEntries([...values].map(([column, value]) => [column.name, value]));

function defaults(table: Table): Values {
  const found: Record<string, Cell> = {};
  for (const { name, definition } of table.columns) {
    if (typeof definition.DefaultValue === 'boolean') found[name] = definition.DefaultValue;
    if (typeof definition.DefaultFormValue === 'number' && definition.DefaultFormValue >= 0) {
      found[name] = definition.DefaultFormValue;
    }
  }
  return found;
}

function ownerOf(
  exchange: Exchange,
  payload: Payload,
): { readonly id: string; readonly businessUnitId: string } {
  const { org, caller } = exchange;
  const given = [...payload.references].find(([column]) => column.name === 'ownerid')?.[1];
  const user = given && findRow(org.store, org.tables.systemUser, given.id);
  return user
    ? { id: String(user['systemuserid']), businessUnitId: String(user['businessunitid']) }
    : { id: caller.acting.id, businessUnitId: caller.acting.businessUnitId };
}

/** Creates a row from a body. `fixed` holds what the URL said: the id, or the values of an alternate key. */
export function createRow(exchange: Exchange, table: Table, body: unknown, fixed: Values = {}): StoredRow {
  const { org } = exchange;
  const rules = rulesOf(table);
  const payload = readPayload(exchange, table, body, 'create');
  demand(exchange, 'Create', table);
  const given: Values = { ...named(payload.values), ...fixed };
  const wanted = given[table.key];
  const id = typeof wanted === 'string' ? wanted : org.newId();
  if (findRow(org.store, table, id)) throw duplicateRow();
  demandReferences(exchange, table, payload);
  const owner = ownerOf(exchange, payload);
  const owned = table.ownership === 'UserOwned';
  if (owned) demandOwner(exchange, table, owner.id);
  const values: Values = {
    ...defaults(table),
    ...rules.create(exchange, id, { ...given, [table.key]: id }),
    ...createdStamp(exchange, table),
    ...(owned ? ownership(owner.id, owner.businessUnitId) : {}),
    [table.key]: id,
  };
  const complete = { ...values, ...stateAfter(table, undefined, values) };
  checkRequired(table, complete);
  checkAlternateKeys(exchange, table, id, complete);
  insertRow(org.store, table, complete);
  const row = findRow(org.store, table, id);
  if (!row) throw new Error(`The new row ${id} of ${table.name} is gone.`);
  // Create at Basic depth covers the caller's own rows only.
  if (owned) {
    demandRow(exchange, 'Create', table, row);
    demandReferences(exchange, table, payload, row);
  }
  return row;
}

/** Changes a row by a body. */
export function changeRow(exchange: Exchange, table: Table, row: StoredRow, body: unknown): StoredRow {
  const { org } = exchange;
  const rules = rulesOf(table);
  const payload = readPayload(exchange, table, body, 'update');
  demandRow(exchange, 'Write', table, row);
  demandReferences(exchange, table, payload, row);
  const id = String(row[table.key]);
  const { [table.key]: _, ...given } = named(payload.values);
  checkNotCleared(table, given);
  const owner = 'ownerid' in given ? ownerOf(exchange, payload) : undefined;
  if (owner && owner.id !== row['ownerid']) {
    demandRow(exchange, 'Assign', table, row);
    demandOwner(exchange, table, owner.id);
  }
  const values: Values = {
    ...rules.update(exchange, row, given),
    ...modifiedStamp(exchange, table),
    ...(owner ? ownership(owner.id, owner.businessUnitId) : {}),
  };
  const touchesState = 'statecode' in values || 'statuscode' in values;
  const complete = { ...values, ...(touchesState ? stateAfter(table, row, values) : {}) };
  checkAlternateKeys(exchange, table, id, { ...row, ...complete });
  updateRow(org.store, table, id, complete);
  return findRow(org.store, table, id) ?? row;
}
