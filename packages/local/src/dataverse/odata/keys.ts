import { badKey } from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Column, Table } from '../metadata/model.ts';
import { splitTop } from './query-options.ts';

/** What the parentheses after an entity set name say. */
export type Key =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'alternate'; readonly values: ReadonlyMap<Column, string | number> };

function keyValue(column: Column, text: string): string | number | undefined {
  const quoted = /^'((?:[^']|'')*)'$/s.exec(text)?.[1];
  if (column.edm === 'Edm.String') return quoted?.replaceAll("''", "'");
  if (column.edm === 'Edm.Guid') return isGuid(text) ? text.toLowerCase() : undefined;
  if (column.edm === 'Edm.Int32') return /^-?\d+$/.test(text) ? Number(text) : undefined;
  return undefined;
}

/** Reads `(guid)`, `(accountid=guid)` or `(accountnumber='A1')`. Refuses what is no key of the table (400). */
export function parseKey(table: Table, text: string): Key {
  if (isGuid(text)) return { kind: 'id', id: text.toLowerCase() };
  const values = new Map<Column, string | number>();
  for (const part of splitTop(text, ',')) {
    const at = part.indexOf('=');
    const column = at < 0 ? undefined : table.byProperty.get(part.slice(0, at).trim());
    const value = column && keyValue(column, part.slice(at + 1).trim());
    if (!column || value === undefined) throw badKey(table);
    values.set(column, value);
  }
  const names = [...values.keys()].map((column) => column.name);
  // systemuser inherits its key under another name, so its own cannot be used by name.
  if (names.length === 1 && names[0] === table.key && table.name !== 'systemuser') {
    return { kind: 'id', id: String([...values.values()][0]) };
  }
  const matches = table.alternateKeys.some(
    (key) => key.length === names.length && key.every((name) => names.includes(name)),
  );
  if (!matches) throw badKey(table);
  return { kind: 'alternate', values };
}
