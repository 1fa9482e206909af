import { badArgument } from '../errors/configuration-error.ts';
import type { Key } from '../odata/key.ts';
import { rowUrl, type TableTarget } from '../table/target.ts';

/** Where a file is put, read and deleted. */
export function columnUrl(target: TableTarget, key: unknown, column: string): string {
  if (!/^[A-Za-z_]\w*$/.test(column)) throw badArgument(`"${column}" is no column name.`);
  return `${rowUrl(target, key as Key)}/${column}`; // checked there
}
