import { badArgument } from '../errors/configuration-error.ts';
import { isGuid } from '../guid.ts';
import { formatColumnLiteral, type LiteralValue } from './literal.ts';

/** The columns of an alternate key with their values. */
export type AlternateKey = Readonly<Record<string, LiteralValue>>;

/** A row: its id, or an alternate key of the table. */
export type Key = string | AlternateKey;

/** What stands in a path between the parentheses, encoded. */
export function formatKey(key: Key): string {
  if (typeof key === 'string') {
    if (isGuid(key)) return key.toLowerCase();
    throw badArgument(
      `"${key}" is no row id (a GUID). For an alternate key give an object: { accountnumber: 'ABC123' }.`,
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

function keyColumn(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw badArgument(`"${name}" is no column name.`);
}

/** The id of a row at the end of its URL: `…/accounts(<guid>)`. */
export function idFromUrl(url: string | undefined): string | undefined {
  return /\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)$/i.exec(url ?? '')?.[1]?.toLowerCase();
}
