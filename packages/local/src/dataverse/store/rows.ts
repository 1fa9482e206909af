import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Model, Table } from '../metadata/model.ts';
import type { Store, StoredRow } from './store.ts';
import { type Cell, toSql } from './values.ts';

export type Values = Readonly<Record<string, Cell>>;
export type Condition = Expression<SqlBool> | RawBuilder<SqlBool>;

function toStored(table: Table, values: Values) {
  const row: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries(values)) {
    const column = table.byName.get(name);
    if (column === undefined) throw new Error(`Table ${table.name} has no column ${name}.`);
    Object.assign(row, toSql(column, value));
  }
  return row;
}

export function insertRow(store: Store, table: Table, values: Values): void {
  store.run(
    store.sql
      .insertInto(table.name)
      .values(toStored(table, { ...values, versionnumber: store.nextVersion() })),
  );
}

export function updateRow(store: Store, table: Table, id: string, values: Values): void {
  const row = toStored(table, { ...values, versionnumber: store.nextVersion() });
  store.run(store.sql.updateTable(table.name).set(row).where(table.key, '=', id));
}

export function deleteRow(store: Store, table: Table, id: string): void {
  store.run(store.sql.deleteFrom(table.name).where(table.key, '=', id));
}

export function findRow(store: Store, table: Table, id: string): StoredRow | undefined {
  return store.all(store.sql.selectFrom(table.name).selectAll().where(table.key, '=', id.toLowerCase()))[0];
}

export function findRows(
  store: Store,
  table: Table,
  where: Readonly<Record<string, string | number | null>>,
): StoredRow[] {
  let query = store.sql.selectFrom(table.name).selectAll();
  for (const [name, value] of Object.entries(where))
    query = query.where(sql<SqlBool>`${sql.ref(name)} is ${value}`);
  return store.all(query.orderBy(table.key));
}

/** The primary name of a row, as a lookup to it is shown. */
export function nameOf(store: Store, model: Model, tableName: string, id: string): string | null {
  const table = model.table(tableName);
  if (!table?.nameColumn) return null;
  const value = findRow(store, table, id)?.[table.nameColumn];
  return typeof value === 'string' ? value : null;
}
