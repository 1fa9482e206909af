import { badArgument } from '../errors/configuration-error.ts';
import { isGuid } from '../guid.ts';
import { formatColumnLiteral, type LiteralValue } from './literal.ts';
import { keyColumn } from './names.ts';

/** The columns of an alternate key with their values. */
export type AlternateKey = Readonly<Record<string, LiteralValue>>;

/** A row: its id, or an alternate key of the table. */
export type Key = string | AlternateKey;

/** What stands in a path between the parentheses, encoded. */
export function formatKey(key: Key): string {
  if (typeof key === 'string') {
    if (isGuid(key)) return key.toLowerCase();
    throw badArgument(
      `"${key}" is no row id (a GUID). An alternate key is an object: { accountnumber: 'A1' }.`,
    );
  }
  const columns = Object.entries(key);
  if (columns.length === 0) throw badArgument('An alternate key has at least one column.');
  return columns
    .map(
      ([column, value]) => `${keyColumn(column)}=${encodeURIComponent(formatColumnLiteral(column, value))}`,
    )
    .join(',');
}

/** The id of a row at the end of its URL: `…/accounts(<guid>)`. */
export function idFromUrl(url: string | undefined): string | undefined {
  const id = /\(([^()]+)\)$/.exec(url ?? '')?.[1];
  return id !== undefined && isGuid(id) ? id.toLowerCase() : undefined;
}
