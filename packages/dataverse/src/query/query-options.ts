import { badArgument } from '../errors/configuration-error.ts';
import { queryString } from '../odata/query-string.ts';

/** What a query asks for, as plain data. */
export interface QueryOptions {
  readonly select: readonly string[];
  readonly filters: readonly string[];
  readonly orderBy: readonly string[];
  readonly expand: readonly string[];
  readonly top?: number;
  readonly pageSize?: number;
  readonly count?: boolean;
  readonly annotations?: true | string;
  readonly apply?: string;
}

export const emptyQuery: QueryOptions = Object.freeze({ select: [], filters: [], orderBy: [], expand: [] });

/** The query as a URL's query, encoded. Throws `ConfigurationError` for what the service would ignore. */
export function writeQuery(options: QueryOptions): string {
  const { top, pageSize, count, apply } = options;
  if (top !== undefined && pageSize !== undefined) {
    throw badArgument('top() and pageSize() exclude each other: Dataverse ignores $top beside a page size.');
  }
  const clauses = clausesOf(options);
  const { $filter, $select, $expand } = clauses;
  if (apply && ($select || $expand)) {
    throw badArgument('apply() gives figures alone: leave out select() and expand().');
  }
  return queryString({
    $apply: apply && $filter ? `filter(${$filter})/${apply}` : apply,
    ...clauses,
    $filter: apply ? undefined : $filter,
    $count: count ? 'true' : undefined,
  });
}

/** The same in the parentheses of an `$expand`, not encoded. */
export function writeExpansion(navigation: string, options: QueryOptions): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(clausesOf(options))) {
    if (value !== undefined) parts.push(`${name}=${value}`);
  }
  return parts.length === 0 ? navigation : `${navigation}(${parts.join(';')})`;
}

function clausesOf(options: QueryOptions) {
  const { select, orderBy, expand, top } = options;
  return {
    $select: list(select),
    $filter: writeFilters(options),
    $orderby: list(orderBy),
    $expand: list(expand),
    $top: top?.toString(),
  };
}

/** All conditions as one. */
export function writeFilters({ filters }: QueryOptions): string | undefined {
  return filters.length > 1 ? filters.map((filter) => `(${filter})`).join(' and ') : filters[0];
}

/** Throws `ConfigurationError` unless `value` is a whole number from 1 to `most`. */
export function checkWhole(what: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw badArgument(`${what}(${value}): it takes a whole number from 1 to ${most}.`);
}

function list(items: readonly string[]): string | undefined {
  return items.join(',') || undefined;
}
