import { sql } from 'kysely';
import { notBuilt } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { filterToSql } from '../odata/filter-sql.ts';
import { pageOf, pagingCookie } from '../odata/paging.ts';
import { type Preferences, readPreferences } from '../odata/preferences.ts';
import { resolveProperty } from '../odata/property.ts';
import { type OrderItem, parseQueryOptions, type QueryOptions } from '../odata/query-options.ts';
import type { Exchange } from '../organization.ts';
import { json, text } from '../responses.ts';
import { demandRead, reachSql } from '../security/access.ts';
import type { Condition } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { filterScope, rowJson } from './row-json.ts';
import { contextOf, type Shape, shapeOf } from './shape.ts';

const MOST_ROWS = 5000;
const MOST_COUNTED = 5000;

/** Rows on the other side of `systemusers(<id>)/systemuserroles_association`. */
interface Within {
  readonly intersect: string;
  readonly column: string;
  readonly id: string;
}

function conditionsOf(
  exchange: Exchange,
  shape: Shape,
  options: QueryOptions,
  within: Within | undefined,
): Condition[] {
  const { table } = shape;
  const reach = reachSql(exchange, table, demandRead(exchange, table), 'base');
  const filter =
    options.filter === null
      ? undefined
      : filterToSql(
          parseFilter(options.filter, options.aliases, exchange.org.unconfirmed.querySyntaxCode),
          filterScope(exchange, shape, 'base'),
        );
  const linked =
    within &&
    sql<boolean>`exists (select 1 from ${sql.table(within.intersect)} as link where link.${sql.id(within.column)} = ${within.id} and link.${sql.id(table.key)} = ${sql.ref(`base.${table.key}`)})`;
  return [reach, filter, linked].filter((condition) => condition !== undefined);
}

function orderingOf(exchange: Exchange, shape: Shape, items: readonly OrderItem[]) {
  const scope = filterScope(exchange, shape, 'base');
  const ordering = items.map(({ path, descending }) => {
    const property = resolveProperty(scope, path);
    if (property.column.lookup) throw notBuilt(`$orderby on the lookup ${path.join('/')}`);
    return descending ? sql`${property.fold} desc` : sql`${property.fold} asc`;
  });
  return [...ordering, sql`${sql.ref(`base.${shape.table.key}`)} asc`];
}

function count(exchange: Exchange, table: Table, conditions: readonly Condition[]): number {
  const { store } = exchange.org;
  let query = store.sql.selectFrom(`${table.name} as base`).select(sql<number>`count(*)`.as('count'));
  for (const condition of conditions) query = query.where(condition);
  return Number(store.all(query)[0]?.['count']);
}

// A collection link repeats the caller's own query; only the token changes.
function nextLink(exchange: Exchange, cookie: string): string {
  const kept = exchange.url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
  const token = `$skiptoken=${encodeURIComponent(cookie)}`;
  return `${exchange.root}${exchange.url.pathname.replace(/^\/api\/data\/v[\d.]+/, '')}?${[...kept, token].join('&')}`;
}

interface Page {
  readonly rows: readonly StoredRow[];
  readonly next: string | null;
}

function readPage(
  exchange: Exchange,
  shape: Shape,
  options: QueryOptions,
  size: number | null,
  conditions: readonly Condition[],
): Page {
  const { store } = exchange.org;
  const { table } = shape;
  // With a page size $top is ignored, as documented.
  const limit = size ?? Math.min(options.top ?? MOST_ROWS, MOST_ROWS);
  const page = options.skipToken === null ? 1 : pageOf(options.skipToken);
  let query = store.sql
    .selectFrom(`${table.name} as base`)
    .selectAll()
    .limit(limit + 1)
    .offset((page - 1) * limit);
  for (const condition of conditions) query = query.where(condition);
  for (const order of orderingOf(exchange, shape, options.orderBy)) query = query.orderBy(order);
  const found = store.all(query);
  const rows = found.slice(0, limit);
  const paged = size !== null || options.top === null;
  if (!paged || found.length <= limit || rows.length === 0) return { rows, next: null };
  const id = (row: StoredRow | undefined) => String(row?.[table.key]);
  return { rows, next: nextLink(exchange, pagingCookie(page, table.key, id(rows[0]), id(rows.at(-1)))) };
}

function countMembers(options: QueryOptions, preferences: Preferences, total: () => number) {
  const members: Record<string, unknown> = {};
  const counted = options.count ? total() : -1;
  if (options.count) members['@odata.count'] = Math.min(counted, MOST_COUNTED);
  const prefix = '@Microsoft.Dynamics.CRM.';
  for (const [name, value] of [
    ['totalrecordcount', Math.min(counted, MOST_COUNTED)],
    ['totalrecordcountlimitexceeded', counted > MOST_COUNTED],
  ] as const) {
    if (preferences.annotates(`Microsoft.Dynamics.CRM.${name}`)) members[`${prefix}${name}`] = value;
  }
  return members;
}

/** `GET systemusers?$select=…&$filter=…`: one page of the rows that the caller can reach. */
export function getCollection(exchange: Exchange, table: Table, within?: Within): Response {
  const preferences = readPreferences(exchange.headers.get('Prefer'));
  if (preferences.trackChanges) throw notBuilt('Change tracking (Prefer: odata.track-changes)');
  const options = parseQueryOptions(exchange.url.searchParams);
  demandRead(exchange, table);
  const shape = shapeOf(exchange, table, options.select, options.expand);
  const conditions = conditionsOf(exchange, shape, options, within);
  const page = readPage(exchange, shape, options, preferences.maxPageSize, conditions);
  return json(
    200,
    {
      '@odata.context': `${exchange.root}/$metadata#${table.entitySet}${contextOf(shape)}`,
      ...countMembers(options, preferences, () => count(exchange, table, conditions)),
      value: page.rows.map((row) => rowJson(exchange, preferences, shape, row)),
      ...(page.next === null ? {} : { '@odata.nextLink': page.next }),
    },
    { preferences },
  );
}

/** `GET systemusers/$count`: a plain number, with the byte order mark the service puts before it. */
export function getCount(exchange: Exchange, table: Table): Response {
  const options = parseQueryOptions(exchange.url.searchParams);
  for (const name of exchange.url.searchParams.keys()) {
    if (name.startsWith('$') && name !== '$filter') throw notBuilt(`${name} on $count`);
  }
  const shape = shapeOf(exchange, table, null, []);
  const total = count(exchange, table, conditionsOf(exchange, shape, options, undefined));
  return text(`\ufeff${Math.min(total, MOST_COUNTED)}`);
}
