import { type GraphRefusal, graphRefusals, isRefusal } from './answer.ts';

/** The query options the local Graph honours. */
export interface GraphQuery {
  readonly filter?: { readonly property: string; readonly value: string };
  readonly select?: readonly string[];
  readonly top?: number;
  /** How many objects the pages before had. */
  readonly skip?: number;
}

/** Which options an address takes, and by which properties its objects can be filtered. */
export interface QuerySupport {
  readonly resource: string;
  readonly collection: boolean;
  readonly filterable: readonly string[];
}

/**
 * Reads `$filter` (one `eq` on a filterable property), `$select`, `$top` and the `$skiptoken` of a next link, each once; every other option is refused.
 *
 * @see https://learn.microsoft.com/graph/query-parameters
 */
export function graphQuery(parameters: URLSearchParams, support: QuerySupport): GraphQuery | GraphRefusal {
  let query: GraphQuery = {};
  const seen = new Set<string>();
  for (const [written, value] of parameters) {
    // OData 4.01, and Graph with it, takes the system options without `$` too; other parameters are a client's own.
    const name = written.replace(/^\$/, '').toLowerCase();
    if (written.startsWith('$') && seen.has(name)) return graphRefusals.unsupportedQuery();
    seen.add(name);
    if (name === 'select') query = { ...query, select: value.split(',').map((part) => part.trim()) };
    else if (name === 'filter' && support.collection) {
      const filter = readFilter(value, support);
      if (isRefusal(filter)) return filter;
      query = { ...query, filter };
    } else if (name === 'top' && support.collection) {
      const top = Number(value);
      if (!Number.isInteger(top) || top < 1 || top > 999) return graphRefusals.unsupportedQuery();
      query = { ...query, top };
    } else if (name === 'skiptoken' && support.collection) {
      if (!/^\d{1,9}$/.test(value)) return graphRefusals.unsupportedQuery();
      query = { ...query, skip: Number(value) };
    } else if (written.startsWith('$')) return graphRefusals.unsupportedQuery();
  }
  return query;
}

function readFilter(text: string, support: QuerySupport): { property: string; value: string } | GraphRefusal {
  const match = /^\s*([\w/]+)\s+(\w+)\s+'((?:[^']|'')*)'\s*$/.exec(text);
  const [, written = '', operator = '', value = ''] = match ?? [];
  if (match === null) return graphRefusals.invalidFilter();
  const property = support.filterable.find((name) => name.toLowerCase() === written.toLowerCase());
  if (property === undefined || operator.toLowerCase() !== 'eq')
    return graphRefusals.unsupportedFilter(written, support.resource);
  return { property, value: value.replaceAll("''", "'") };
}

/** Whether an object passes the filter; Graph compares strings without regard to case. */
export function passes(query: GraphQuery, object: Readonly<Record<string, unknown>>): boolean {
  if (query.filter === undefined) return true;
  const value = object[query.filter.property];
  return typeof value === 'string' && value.toLowerCase() === query.filter.value.toLowerCase();
}

/** The selected properties, and `id`, which Graph always sends; unknown names select nothing. */
export function project(
  query: GraphQuery,
  object: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { select } = query;
  if (select === undefined) return { ...object };
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => name === 'id' || select.includes(name)),
  );
}
