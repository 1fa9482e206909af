import type { Table } from '../metadata/model.ts';
import type { Key } from '../odata/keys.ts';
import { findRow, findRows } from './rows.ts';
import { fold, folded } from './schema.ts';
import type { Store, StoredRow } from './store.ts';

/** The row with this key, by id or by alternate key. */
export function findByKey(store: Store, table: Table, key: Key): StoredRow | undefined {
  if (key.kind === 'id') return findRow(store, table, key.id);
  const where: Record<string, string | number> = {};
  for (const [column, value] of key.values) {
    if (column.edm === 'Edm.String') where[folded(column.name)] = fold(String(value));
    else where[column.name] = value;
  }
  return findRows(store, table, where)[0];
}
