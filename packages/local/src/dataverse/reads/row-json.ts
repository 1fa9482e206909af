import type { Association } from '../metadata/model.ts';
import { filterToSql } from '../odata/filter-sql.ts';
import type { Preferences } from '../odata/preferences.ts';
import type { Exchange } from '../organization.ts';
import { demandRead, reachSql } from '../security/access.ts';
import type { StoredRow } from '../store/store.ts';
import { toJson } from '../store/values.ts';
import { annotationsOf } from './annotations.ts';
import type { Expansion, Shape } from './shape.ts';

export type Row = Record<string, unknown>;

export const etagOf = (row: StoredRow): string => `W/"${row['versionnumber']}"`;

/** What a filter is compiled in: the model, the open questions, and the right to read what a path crosses. */
export const filterScope = (exchange: Exchange, shape: Shape, alias: string) => ({
  model: exchange.org.model,
  table: shape.table,
  alias,
  unknownPropertyCode: exchange.org.unconfirmed.unknownPropertyCode,
  querySyntaxCode: exchange.org.unconfirmed.querySyntaxCode,
  nullNotEqual: exchange.org.unconfirmed.nullNotEqual,
  reads: (table: Shape['table'], inner: string) =>
    reachSql(exchange, table, demandRead(exchange, table), inner),
});

/** The rows on the other side of an N:N relationship that the caller can reach. */
export function associated(
  exchange: Exchange,
  association: Association,
  id: string,
  from: string,
  many: Extract<Expansion, { kind: 'many' }>,
): StoredRow[] {
  const { store } = exchange.org;
  const target = many.shape.table;
  let query = store.sql
    .selectFrom(`${target.name} as t0`)
    .innerJoin(`${association.intersect} as link`, `link.${target.key}`, `t0.${target.key}`)
    .selectAll('t0')
    .where(`link.${from}`, '=', id)
    .orderBy(`t0.${target.key}`);
  const within = reachSql(exchange, target, many.depth, 't0');
  if (within) query = query.where(within);
  if (many.filter) query = query.where(filterToSql(many.filter, filterScope(exchange, many.shape, 't0')));
  return store.all(query);
}

function expandMany(
  exchange: Exchange,
  preferences: Preferences,
  shape: Shape,
  row: StoredRow,
  many: Extract<Expansion, { kind: 'many' }>,
): Row {
  const { association, item } = many;
  const id = String(row[shape.table.key]);
  const rows = associated(exchange, association, id, shape.table.key, many);
  const options = [
    ...(item.select ? [`$select=${item.select.join(',')}`] : []),
    ...(item.filter ? [`$filter=${encodeURIComponent(item.filter)}`] : []),
  ];
  const link = `${exchange.root}/${shape.table.entitySet}(${id})/${association.name}`;
  return {
    [association.name]: rows.map((each) => rowJson(exchange, preferences, many.shape, each)),
    // Always present for a collection, even when every row is already here.
    [`${association.name}@odata.nextLink`]: options.length > 0 ? `${link}?${options.join('&')}` : link,
  };
}

function expandOne(
  exchange: Exchange,
  preferences: Preferences,
  row: StoredRow,
  one: Extract<Expansion, { kind: 'one' }>,
): Row {
  const { navigation, shape, depth } = one;
  const id = row[navigation.column.name] ?? null;
  const { store } = exchange.org;
  let query = store.sql
    .selectFrom(`${shape.table.name} as t0`)
    .selectAll()
    .where(`t0.${shape.table.key}`, '=', id);
  const within = reachSql(exchange, shape.table, depth, 't0');
  if (within) query = query.where(within);
  const [found] = id === null ? [] : store.all(query);
  return { [navigation.name]: found ? rowJson(exchange, preferences, shape, found) : null };
}

/** One row as JSON: etag, columns with their annotations, expansions. */
export function rowJson(exchange: Exchange, preferences: Preferences, shape: Shape, row: StoredRow): Row {
  const json: Row = { '@odata.etag': etagOf(row) };
  for (const column of shape.columns) {
    Object.assign(json, annotationsOf(exchange, preferences, shape.table, column, row));
    json[column.property] = toJson(column, row[column.name] ?? null);
  }
  for (const each of shape.expansions) {
    Object.assign(
      json,
      each.kind === 'one'
        ? expandOne(exchange, preferences, row, each)
        : expandMany(exchange, preferences, shape, row, each),
    );
  }
  return json;
}
