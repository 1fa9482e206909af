import { badState, duplicateKey, requiredMissing, rowNotFound } from '../errors.ts';
import type { Column, Table } from '../metadata/model.ts';
import { targetId } from '../odata/reference.ts';
import type { Exchange } from '../organization.ts';
import { demand, demandOwnerReads, demandRow } from '../security/access.ts';
import { findRow, findRows, type Values } from '../store/rows.ts';
import { fold, folded } from '../store/schema.ts';
import type { StoredRow } from '../store/store.ts';
import type { Cell } from '../store/values.ts';
import type { Payload } from './payload.ts';

/**
 * Setting a lookup needs Append on the row and AppendTo on the row it points to; which must be there (404).
 *
 * @param child the row as it stands; absent while it is being made
 */
export function demandReferences(
  exchange: Exchange,
  table: Table,
  payload: Payload,
  child?: StoredRow,
): void {
  const { org } = exchange;
  for (const [column, target] of payload.dangling) {
    if (column.name === 'ownerid') demand(exchange, 'Assign', table);
    else {
      demand(exchange, 'Append', table);
      demand(exchange, 'AppendTo', target.table);
    }
    throw rowNotFound(target.table, targetId(target), org.unconfirmed.rowNotFoundWords);
  }
  for (const [column, reference] of payload.references) {
    const target = org.model.table(reference.table);
    if (!target || column.name === 'ownerid') continue;
    if (child) demandRow(exchange, 'Append', table, child);
    else demand(exchange, 'Append', table);
    const row = findRow(org.store, target, reference.id);
    if (row) demandRow(exchange, 'AppendTo', target, row);
  }
}

/** Giving a row to somebody else needs Assign, and the new owner must be able to read the table. */
export function demandOwner(exchange: Exchange, table: Table, ownerId: string): void {
  if (ownerId === exchange.caller.acting.id) return;
  demand(exchange, 'Assign', table);
  demandOwnerReads(exchange, table, ownerId);
}

const isRequired = ({ creatable, definition, name }: Column, table: Table): boolean =>
  creatable &&
  name !== table.key &&
  (definition.RequiredLevel?.Value === 'SystemRequired' || name === 'ownerid');

/** A new row has all that the system requires, whoever owns it being seen to already. */
export function checkRequired(table: Table, values: Values): void {
  for (const column of table.columns) {
    if (isRequired(column, table) && (values[column.name] ?? null) === null) throw requiredMissing();
  }
}

/** A change takes nothing away that the system requires. */
export function checkNotCleared(table: Table, given: Values): void {
  for (const column of table.columns) {
    if (isRequired(column, table) && given[column.name] === null) throw requiredMissing();
  }
}

/** The state and status a write leaves the row in; one that is not given follows the other's default. */
export function stateAfter(table: Table, current: StoredRow | undefined, values: Values): Values {
  const states = table.byName.get('statecode');
  const statuses = table.byName.get('statuscode');
  if (!states || !statuses) return {};
  const given = (name: string) => values[name] ?? undefined;
  const state = given('statecode') ?? current?.['statecode'] ?? states.options?.[0]?.Value ?? 0;
  const of = (option: { readonly State?: number }) => (option.State ?? state) === state;
  const kept = given('statecode') === undefined ? current?.['statuscode'] : undefined;
  const status = given('statuscode') ?? kept ?? statuses.options?.find(of)?.Value ?? null;
  const options = statuses.options ?? [];
  if (
    status !== null &&
    options.length > 0 &&
    !options.some((option) => option.Value === status && of(option))
  ) {
    throw badState();
  }
  return { statecode: state, statuscode: status };
}

/** Alternate keys are unique; a key with a null in it is not checked. */
export function checkAlternateKeys(exchange: Exchange, table: Table, id: string, values: Values): void {
  for (const key of table.alternateKeys) {
    const where: Record<string, string | number> = {};
    for (const name of key) {
      const value: Cell = values[name] ?? null;
      const plain = typeof value === 'object' && value !== null ? value.id : value;
      const text = table.byName.get(name)?.edm === 'Edm.String';
      if (typeof plain === 'string') where[text ? folded(name) : name] = text ? fold(plain) : plain;
      else if (typeof plain === 'number') where[name] = plain;
    }
    const complete = Object.keys(where).length === key.length;
    if (complete && findRows(exchange.org.store, table, where).some((row) => row[table.key] !== id)) {
      throw duplicateKey(key);
    }
  }
}
