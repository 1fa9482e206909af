import { unreadable } from '../errors/answer.ts';
import { Transfer } from '../files/transfer.ts';
import type { AlternateKey, Key } from '../odata/key.ts';
import { TableQuery } from '../query/query.ts';
import { objectBody, type Reply } from '../reply.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import type { Table } from '../table/table.ts';
import type { TableTarget } from '../table/target.ts';
import type { KeyOf } from '../table-types.ts';
import { createItem, keyedItem, type MultipleMessage, multipleRequest, upsertItem } from './items.ts';
import { sendMultiple } from './send-multiple.ts';
import { type TableNames, tableNames } from './table-names.ts';

/** Columns to change, with the primary key of the row that has them. */
export type KeyedUpdate<T extends TableTypes> = T['update'] & { readonly [P in T['id']]: string };

/**
 * Creates rows in one request and gives their ids, in order. A standard table takes all rows or none, and not every
 * one has the message; an elastic table may take some: `PartialFailureError`. Some 1,000 rows at a time do well, 100
 * for an elastic table. As it may have been carried out, the request is not sent again when its answer was lost: for
 * that, and for more rows, see `bulk`.
 *
 * @example const ids = await createMultiple(client.table('accounts'), [{ name: 'Fabrikam' }, { name: 'Contoso' }]);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations
 */
export async function createMultiple<T extends TableTypes>(
  table: Table<T>,
  rows: readonly T['create'][],
  options: RequestOptions = {},
): Promise<readonly string[]> {
  const make: MakeItem<object> = (_, names, row) => createItem(names, row);
  const reply = await multiple(table, 'CreateMultiple', rows, options, make);
  return reply === undefined ? [] : readIds(reply, rows.length);
}

/**
 * Updates rows in one request; each has its primary key among its columns. Rejects as `createMultiple` does, also when
 * one of the rows is not there.
 *
 * @example await updateMultiple(client.table('accounts'), [{ accountid: id, name: 'Fabrikam' }]);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/updatemultiple
 */
export async function updateMultiple<T extends TableTypes>(
  table: Table<T>,
  rows: readonly KeyedUpdate<T>[],
  options: RequestOptions = {},
): Promise<void> {
  const make: MakeItem<object> = (_, names, row) => keyedItem(names, String(Reflect.get(row, names.id)), row);
  await multiple(table, 'UpdateMultiple', rows, options, make);
}

/**
 * Updates the rows that are there and creates the others, in one request; the service does not tell which. Rejects as
 * `createMultiple` does.
 *
 * @example await upsertMultiple(client.table('accounts'), [{ key: { accountnumber: 'A1' }, row: { name: 'Fabrikam' } }]);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/upsertmultiple
 */
export async function upsertMultiple<T extends TableTypes>(
  table: Table<T>,
  rows: readonly { readonly key: KeyOf<T>; readonly row: T['create'] | T['update'] }[],
  options: RequestOptions = {},
): Promise<void> {
  const make: MakeItem<{ key: KeyOf<T>; row: object }> = (target, names, { key, row }) =>
    upsertItem(target, names, key as Key, row);
  await multiple(table, 'UpsertMultiple', rows, options, make);
}

/**
 * Deletes rows of an elastic table in one request, by id or by id and partition:
 * `{ contoso_sensordataid: guid(id), partitionid: 'device-1' }`. Standard tables refuse it: for those, see `bulk`.
 *
 * @example await deleteMultiple(client.table('contoso_sensordatas'), ids);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations#deletemultiple
 */
export async function deleteMultiple<T extends TableTypes>(
  table: Table<T>,
  ids: readonly (string | AlternateKey)[],
  options: RequestOptions = {},
): Promise<void> {
  const make: MakeItem<string | AlternateKey> = (_, names, id) => keyedItem(names, id);
  await multiple(table, 'DeleteMultiple', ids, options, make);
}

type MakeItem<R> = (target: TableTarget, names: TableNames, row: R) => object;

async function multiple<R>(
  table: object,
  message: MultipleMessage,
  rows: readonly R[],
  options: RequestOptions,
  make: MakeItem<R>,
): Promise<Reply | undefined> {
  const { connection: wide, target } = TableQuery.stateOf(table);
  if (rows.length === 0) return undefined;
  // The question for the names and the rows have one time together.
  const transfer = new Transfer(wide, options, message);
  const names = await tableNames(transfer.connection, target.entitySet);
  const items = rows.map((row) => make(target, names, row));
  return sendMultiple(transfer.connection, multipleRequest(target, message, items), items.length);
}

const CREATE_MULTIPLE = { method: 'POST', url: 'CreateMultiple' } as const;

function readIds(reply: Reply, count: number): readonly string[] {
  const { Ids: ids } = objectBody(reply, CREATE_MULTIPLE);
  if (Array.isArray(ids) && ids.length === count && ids.every((id) => typeof id === 'string')) return ids;
  throw unreadable(reply, CREATE_MULTIPLE, `without ${count} ids; the rows are created all the same`);
}
