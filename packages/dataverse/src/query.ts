import type { ConnectionSettings } from './connection.ts';
import { badArgument } from './errors/configuration-error.ts';
import { type Filter, type FilterFunctions, filterFunctions } from './odata/filter.ts';
import { columnName } from './odata/names.ts';
import { type Page, readPages } from './pages.ts';
import { checkWhole, emptyQuery, type QueryOptions, writeQuery } from './query-options.ts';
import { resolvePath } from './target.ts';

/**
 * Rows of a table, asked for when iterated over. Immutable: each method gives a new query.
 * Iterating follows the pages to their end and rejects with `DataverseError`, `TransportError` or
 * `ForeignOriginError` (a next link that leads elsewhere). Methods throw `ConfigurationError` for names and
 * numbers that cannot be right.
 *
 * @example
 * for await (const row of dataverse.table('accounts').select('name').filter((f) => f.gt('revenue', 1e6))) {
 *   console.log(row['name']);
 * }
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/overview
 */
export interface Query<T extends object> extends AsyncIterable<T> {
  /** Only these columns, next to the primary key, which always comes. */
  select(...columns: readonly string[]): Query<T>;
  /** Only rows that meet the condition, and those of earlier calls. A string is OData text as it stands: see `odata`. */
  filter(condition: string | Filter | ((f: FilterFunctions) => Filter | string)): Query<T>;
  orderBy(column: string, direction?: 'asc' | 'desc'): Query<T>;
  /** At most so many rows, 5,000 at most. Not together with `pageSize`. */
  top(count: number): Query<T>;
  /** OData text: `primarycontactid($select=fullname)`. */
  expand(navigation: string): Query<T>;
  /** Has each page tell how many rows match in all; the service counts to 5,000. */
  count(): Query<T>;
  /** Rows a page, 5,000 at most and by default. */
  pageSize(rows: number): Query<T>;
  pages(): AsyncIterable<Page<T>>;
}

export function createQuery<T extends object>(
  settings: ConnectionSettings,
  entitySet: string,
  options: QueryOptions = emptyQuery,
): Query<T> {
  const next = (change: Partial<QueryOptions>) =>
    createQuery<T>(settings, entitySet, { ...options, ...change });
  const pages = () =>
    readPages<T>(
      settings,
      resolvePath(settings.environment, entitySet + writeQuery(options)),
      options.pageSize,
    );

  return Object.freeze({
    select: (...columns: readonly string[]) =>
      next({ select: [...options.select, ...columns.map(columnName)] }),
    filter: (condition: string | Filter | ((f: FilterFunctions) => Filter | string)) => {
      const made = typeof condition === 'function' ? condition(filterFunctions) : condition;
      const text = made.toString();
      if (text.trim() === '') throw badArgument('filter(): the condition is blank.');
      return next({ filters: [...options.filters, text] });
    },
    orderBy: (column: string, direction: 'asc' | 'desc' = 'asc') =>
      next({ orderBy: [...options.orderBy, `${columnName(column)} ${direction}`] }),
    top: (count: number) => next({ top: checkWhole('top', count, 5000) }),
    expand: (navigation: string) => next({ expand: [...options.expand, navigation] }),
    count: () => next({ count: true }),
    pageSize: (rows: number) => next({ pageSize: checkWhole('pageSize', rows, 5000) }),
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.rows;
    },
  });
}
