import { type Connection, run } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import type { Filter, FilterFunctions } from '../odata/filter.ts';
import { queryString } from '../odata/query-string.ts';
import { type Operation, operation, prefer } from '../outgoing.ts';
import type { TableTypes, Untyped } from '../schema.ts';
import { annotationsPreference } from '../table/reads.ts';
import { setUrl, type TableTarget } from '../table/target.ts';
import type { ColumnOf, NavigationOf, Selected, TargetOf, Wider } from '../table-types.ts';
import { type AggregateFunctions, type Aggregation, aggregateFunctions } from './aggregate.ts';
import { type Expansion, Shape } from './expansion.ts';
import { type Page, type PageRequest, readPages } from './pages.ts';
import { checkWhole, type QueryOptions, writeFilters, writeQuery } from './query-options.ts';
import { PagedRows, type Rows } from './rows.ts';

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
export interface Query<T extends TableTypes = Untyped, R = T['row'], X = unknown> extends Rows<R & X> {
  /** Only these columns, next to the primary key, which always comes. */
  select<C extends ColumnOf<T>>(...columns: readonly C[]): Query<T, Selected<T, R, C>, X>;
  /** Only rows that meet the condition, and those of earlier calls. A string is OData text as it stands: see `odata`. */
  filter(condition: string | Filter | ((f: FilterFunctions<T>) => Filter | string)): Query<T, R, X>;
  orderBy(column: ColumnOf<T>, direction?: 'asc' | 'desc'): Query<T, R, X>;
  /** At most so many rows, 5,000 at most. Not together with `pageSize`. */
  top(count: number): Query<T, R, X>;
  /**
   * Related rows along with each row: `expand('primarycontactid', (contact) => contact.select('fullname'))`. For a
   * table that is not typed also OData text: `primarycontactid($select=fullname)`.
   */
  expand<N extends NavigationOf<T>>(navigation: N): Query<T, R, Wider<T, N, X, TargetOf<T, N>['row']>>;
  expand<N extends NavigationOf<T>, R2, X2>(
    navigation: N,
    build: (query: Expansion<TargetOf<T, N>>) => Expansion<TargetOf<T, N>, R2, X2>,
  ): Query<T, R, Wider<T, N, X, R2 & X2>>;
  /** Has each page tell how many rows match in all; the service counts to 5,000. */
  count(): Query<T, R, X>;
  /** Rows a page, 5,000 at most and by default. */
  pageSize(rows: number): Query<T, R, X>;
  /** Has columns come with labels and the like, all or those that a pattern names. See `formatted` and `lookup`. */
  annotations(pattern?: string): Query<T, R, X>;
  /** Asks how many rows match; the service counts to 5,000. */
  total(): Promise<number>;
  /**
   * Figures over the rows in place of the rows.
   *
   * @example table.apply((a) => a.groupBy(['statuscode'], { deals: a.count(), worth: a.sum('revenue') }))
   */
  apply<A>(build: (functions: AggregateFunctions<T>) => Aggregation<A>): Rows<A>;
}

/** What a query consists of, for functions that take one. */
export interface QueryState {
  readonly connection: Connection;
  readonly target: TableTarget;
  readonly options: QueryOptions;
}

export class TableQuery extends Shape<TableQuery> {
  readonly #connection: Connection;
  readonly #target: TableTarget;

  constructor(connection: Connection, target: TableTarget, options: QueryOptions) {
    super(options);
    this.#connection = connection;
    this.#target = target;
  }

  /** What a query or table of this package is made of. Throws `ConfigurationError` for anything else. */
  static stateOf(query: object): QueryState {
    if (!(query instanceof TableQuery)) throw badArgument('Give a table or a query of createClient().');
    return { connection: query.#connection, target: query.#target, options: query.options };
  }

  protected override with(options: QueryOptions): TableQuery {
    return new TableQuery(this.#connection, this.#target, options);
  }

  protected get connection(): Connection {
    return this.#connection;
  }

  protected get target(): TableTarget {
    return this.#target;
  }

  count(): TableQuery {
    return this.next({ count: true });
  }

  pageSize(rows: number): TableQuery {
    return this.next({ pageSize: checkWhole('pageSize', rows, 5000) });
  }

  annotations(pattern?: string): TableQuery {
    return this.next({ annotations: pattern ?? true });
  }

  async total(): Promise<number> {
    return run(this.#connection, totalOf(this.#target, this.options));
  }

  apply(build: (functions: AggregateFunctions) => Aggregation<object>): Rows<object> {
    return this.next({ apply: build(aggregateFunctions).text }).#rows;
  }

  pages(): AsyncIterable<Page<object>> {
    return readPages<object>(this.#connection, pageRequest(this.#target, this.options));
  }

  get #rows(): PagedRows<object> {
    return new PagedRows(() => this.pages());
  }

  [Symbol.asyncIterator](): AsyncIterator<object> {
    return this.#rows[Symbol.asyncIterator]();
  }

  async all(): Promise<object[]> {
    return this.#rows.all();
  }

  async first(): Promise<object | undefined> {
    return this.#rows.first();
  }
}

/** The first page of a query. */
export function pageRequest(target: TableTarget, options: QueryOptions): PageRequest {
  const { pageSize, annotations } = options;
  return {
    entitySet: target.entitySet,
    url: setUrl(target) + writeQuery(options),
    // The service wants the same page size with each page.
    headers: prefer(
      pageSize !== undefined && `odata.maxpagesize=${pageSize}`,
      annotationsPreference(annotations),
    ),
  };
}

function totalOf(target: TableTarget, options: QueryOptions): Operation<number> {
  const url = `${setUrl(target)}/$count${queryString({ $filter: writeFilters(options) })}`;
  return operation({ method: 'GET', url }, (reply, outgoing) => {
    const { body } = reply;
    const total = Number(typeof body === 'string' ? body.trim() || Number.NaN : body);
    if (Number.isInteger(total)) return total;
    throw unreadable(reply, outgoing, 'without a number');
  });
}
