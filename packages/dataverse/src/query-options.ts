import { badArgument } from './errors/configuration-error.ts';
import { queryString } from './odata/query-string.ts';

/** What a query asks for, as plain data. */
export interface QueryOptions {
  readonly select: readonly string[];
  readonly filters: readonly string[];
  readonly orderBy: readonly string[];
  readonly expand: readonly string[];
  readonly top?: number;
  readonly pageSize?: number;
  readonly count: boolean;
}

export const emptyQuery: QueryOptions = Object.freeze({
  select: [],
  filters: [],
  orderBy: [],
  expand: [],
  count: false,
});

/** The query as a URL's query, encoded. Throws `ConfigurationError` for what the service would ignore. */
export function writeQuery(options: QueryOptions): string {
  const { select, filters, orderBy, expand, top, pageSize, count } = options;
  if (top !== undefined && pageSize !== undefined) {
    throw badArgument(
      'top() and pageSize() exclude each other: Dataverse ignores $top when a page size is set.',
    );
  }
  return queryString({
    $select: list(select),
    $filter: filters.length > 1 ? filters.map((filter) => `(${filter})`).join(' and ') : filters[0],
    $orderby: list(orderBy),
    $expand: list(expand),
    $top: top?.toString(),
    $count: count ? 'true' : undefined,
  });
}

/** Throws `ConfigurationError` unless `value` is a whole number from 1 to `most`. */
export function checkWhole(what: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw badArgument(`${what}(${value}): it takes a whole number from 1 to ${most}.`);
}

function list(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : items.join(',');
}
