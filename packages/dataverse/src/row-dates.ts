import type { Schema } from './schema.ts';

const MAX_DEPTH = 20;

/** Turns the moments of rows, which the schema names, into `Date` in place; nothing is told by how text looks. */
export function readDates(
  rows: readonly unknown[],
  schema: Schema | undefined,
  entitySet: string,
  depth = 0,
): void {
  const info = schema?.tables[entitySet];
  if (schema === undefined || info === undefined || depth > MAX_DEPTH) return;
  const [first] = rows;
  if (!isObject(first)) return;
  // All rows of an answer have the same columns; those of FetchXML leave out empty ones.
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const column of info.moments) {
      const value = row[column];
      if (typeof value === 'string') row[column] = new Date(value);
    }
    for (const name in row) {
      const value = row[name];
      if (typeof value !== 'object' || value === null || value instanceof Date) continue;
      const target = info.navigation[name];
      if (target !== undefined) readDates(Array.isArray(value) ? value : [value], schema, target, depth + 1);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
