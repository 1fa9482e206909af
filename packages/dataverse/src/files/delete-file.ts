import { narrow, run } from '../connection.ts';
import { TableQuery } from '../query/query.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import type { Table } from '../table/table.ts';
import type { ColumnOf, KeyOf } from '../table-types.ts';
import { columnUrl } from './column-url.ts';

/**
 * Deletes the file or image of a column; the row stays. Rejects with `DataverseError` or `TransportError`.
 *
 * @example await deleteFile(accounts, id, 'new_contract');
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/file-column-data#delete-files
 */
export async function deleteFile<T extends TableTypes>(
  table: Table<T>,
  key: KeyOf<T>,
  column: ColumnOf<T>,
  options: RequestOptions = {},
): Promise<void> {
  const { connection, target } = TableQuery.stateOf(table);
  return run(narrow(connection, options), {
    method: 'DELETE',
    url: columnUrl(target, key, column),
    read() {},
  });
}
