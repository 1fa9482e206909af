import {
  badPayload,
  duplicateRow,
  keyNotFound,
  rowNotFound,
  unknownProperty,
  versionMismatch,
} from '../errors.ts';
import type { Column, Table } from '../metadata/model.ts';
import type { Key } from '../odata/keys.ts';
import { readPreferences } from '../odata/preferences.ts';
import { parseQueryOptions } from '../odata/query-options.ts';
import type { Exchange } from '../organization.ts';
import { etagOf } from '../reads/row-json.ts';
import { shapeOf } from '../reads/shape.ts';
import { singleJson } from '../reads/single.ts';
import { empty, json } from '../responses.ts';
import { demand, demandReadRow, demandRow } from '../security/access.ts';
import { findByKey } from '../store/find.ts';
import { deleteRow, findRows, updateRow, type Values } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { rulesOf } from './rules.ts';
import { changeRow, createRow } from './save.ts';

/** The row's URL: as it was named by an alternate key, which the service repeats, else by its id. */
function entityId(exchange: Exchange, table: Table, row: StoredRow): string {
  const named = /\([^/]*=[^/]*\)$/.exec(exchange.url.pathname)?.[0];
  return `${exchange.root}/${table.entitySet}${named ?? `(${row[table.key]})`}`;
}

function answer(exchange: Exchange, table: Table, row: StoredRow, created: boolean): Response {
  const preferences = readPreferences(exchange.headers.get('Prefer'));
  if (!preferences.representation) return empty(204, { 'OData-EntityId': entityId(exchange, table, row) });
  demandReadRow(exchange, table, row);
  const options = parseQueryOptions(exchange.url.searchParams);
  // A PATCH ignores $expand.
  const shape = shapeOf(exchange, table, options.select, created ? options.expand : []);
  return json(created ? 201 : 200, singleJson(exchange, shape, row), {
    preferences,
    headers: { ETag: etagOf(row) },
  });
}

/** The refusal for a row that is not there. */
function notThere(exchange: Exchange, table: Table, key: Key): Error {
  if (key.kind === 'alternate') return keyNotFound(table);
  return rowNotFound(table, key.id, exchange.org.unconfirmed.rowNotFoundWords);
}

export function existing(exchange: Exchange, table: Table, key: Key): StoredRow {
  const row = findByKey(exchange.org.store, table, key);
  if (!row) throw notThere(exchange, table, key);
  return row;
}

/** Optimistic concurrency: `If-Match` must name the version that is there (412). */
export function checkVersion(exchange: Exchange, row: StoredRow): void {
  const wanted = exchange.headers.get('If-Match');
  if (wanted !== null && wanted !== '*' && wanted !== etagOf(row)) throw versionMismatch();
}

/** `POST systemusers`. */
export function post(exchange: Exchange, table: Table): Response {
  return answer(exchange, table, createRow(exchange, table, exchange.body), true);
}

/** `PATCH accounts(<key>)`: changes the row, or creates it unless `If-Match` forbids that. */
export function patch(exchange: Exchange, table: Table, key: Key): Response {
  rulesOf(table);
  const row = findByKey(exchange.org.store, table, key);
  if (row) {
    if (exchange.headers.get('If-None-Match') === '*') {
      demand(exchange, 'Create', table);
      throw duplicateRow();
    }
    // The right is asked first: a version tells who may not write that the row is there.
    demandRow(exchange, 'Write', table, row);
    checkVersion(exchange, row);
    return answer(exchange, table, changeRow(exchange, table, row, exchange.body), false);
  }
  if (exchange.headers.get('If-Match') !== null) {
    demand(exchange, 'Write', table);
    throw notThere(exchange, table, key);
  }
  const fixed: Values =
    key.kind === 'id'
      ? { [table.key]: key.id }
      : Object.fromEntries([...key.values].map(([column, value]) => [column.name, value]));
  return answer(exchange, table, createRow(exchange, table, exchange.body, fixed), true);
}

/** `DELETE accounts(<key>)`. Lookups that pointed to the row become null. */
export function remove(exchange: Exchange, table: Table, key: Key): Response {
  const { org } = exchange;
  const rules = rulesOf(table);
  demand(exchange, 'Delete', table);
  const row = existing(exchange, table, key);
  demandRow(exchange, 'Delete', table, row);
  checkVersion(exchange, row);
  if (!rules.remove(exchange, row)) return empty(204);
  const id = String(row[table.key]);
  for (const other of org.model.tables.filter((each) => each.custom)) {
    for (const column of other.columns.filter(
      (each) => each.updatable && each.targets.includes(table.name),
    )) {
      for (const child of findRows(org.store, other, { [column.name]: id })) {
        updateRow(org.store, other, String(child[other.key]), { [column.name]: null });
      }
    }
  }
  deleteRow(org.store, table, id);
  return empty(204);
}

function writableColumn(exchange: Exchange, table: Table, name: string): Column {
  const column = table.byProperty.get(name);
  if (!column) throw unknownProperty(name, table, exchange.org.unconfirmed.unknownPropertyCode);
  return column;
}

function valueInBody(table: Table, body: unknown): unknown {
  if (typeof body === 'object' && body !== null && 'value' in body) return body.value;
  throw badPayload(table, "Property payloads must always have a top-level property with name 'value'.");
}

/** `PUT accounts(<id>)/name {"value":"x"}` and `DELETE accounts(<id>)/name`. */
export function putProperty(exchange: Exchange, table: Table, row: StoredRow, name: string): Response {
  const column = writableColumn(exchange, table, name);
  rulesOf(table);
  demandRow(exchange, 'Write', table, row);
  checkVersion(exchange, row);
  const value = exchange.method === 'DELETE' ? null : valueInBody(table, exchange.body);
  changeRow(exchange, table, row, { [column.property]: value });
  return empty(204);
}
