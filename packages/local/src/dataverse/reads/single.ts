import { notBuilt, unknownProperty } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import { readPreferences } from '../odata/preferences.ts';
import { parseQueryOptions } from '../odata/query-options.ts';
import type { Exchange } from '../organization.ts';
import { empty, json } from '../responses.ts';
import { demandReadRow } from '../security/access.ts';
import type { StoredRow } from '../store/store.ts';
import { toJson } from '../store/values.ts';
import { etagOf, rowJson } from './row-json.ts';
import { contextOf, type Shape, shapeOf } from './shape.ts';

/** The body of a single row. */
export const singleJson = (exchange: Exchange, shape: Shape, row: StoredRow) => ({
  '@odata.context': `${exchange.root}/$metadata#${shape.table.entitySet}${contextOf(shape)}/$entity`,
  ...rowJson(exchange, readPreferences(exchange.headers.get('Prefer')), shape, row),
});

/** `GET systemusers(<id>)`, with 304 for a matching `If-None-Match`. */
export function getSingle(exchange: Exchange, table: Table, row: StoredRow): Response {
  const options = parseQueryOptions(exchange.url.searchParams);
  for (const [name, present] of [
    ['$filter', options.filter !== null],
    ['$orderby', options.orderBy.length > 0],
    ['$top', options.top !== null],
    ['$count', options.count],
  ] as const) {
    if (present) throw notBuilt(`${name} on a single row`);
  }
  demandReadRow(exchange, table, row);
  const shape = shapeOf(exchange, table, options.select, options.expand);
  const preferences = readPreferences(exchange.headers.get('Prefer'));
  const etag = etagOf(row);
  const annotated = preferences.applied.some((each) => each.startsWith('odata.include-annotations'));
  // Never 304 with $expand or annotations: what they show can change without this row changing.
  if (exchange.headers.get('If-None-Match') === etag && shape.expansions.length === 0 && !annotated) {
    return empty(304, { ETag: etag });
  }
  return json(200, singleJson(exchange, shape, row), { preferences, headers: { ETag: etag } });
}

/** `GET systemusers(<id>)/fullname`. */
export function getProperty(exchange: Exchange, table: Table, row: StoredRow, name: string): Response {
  const column = table.byProperty.get(name);
  if (!column) throw unknownProperty(name, table, exchange.org.unconfirmed.unknownPropertyCode);
  demandReadRow(exchange, table, row);
  const value = toJson(column, row[column.name] ?? null);
  if (value === null) return empty(204);
  return json(200, {
    '@odata.context': `${exchange.root}/$metadata#${table.entitySet}(${row[table.key]})/${name}`,
    value,
  });
}
