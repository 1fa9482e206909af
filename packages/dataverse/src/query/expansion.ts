import { badArgument } from '../errors/configuration-error.ts';
import { type Filter, type FilterFunctions, filterFunctions } from '../odata/filter.ts';
import { columnName } from '../odata/names.ts';
import type { TableTypes, Untyped } from '../schema.ts';
import type { ColumnOf, NavigationOf, Selected, TargetOf, Wider } from '../table-types.ts';
import { checkWhole, emptyQuery, type QueryOptions, writeExpansion } from './query-options.ts';

/** What of related rows comes along. Immutable. The service takes `orderBy` and `top` in one level alone. */
export interface Expansion<T extends TableTypes = Untyped, R = T['row'], X = unknown> {
  select<C extends ColumnOf<T>>(...columns: readonly C[]): Expansion<T, Selected<T, R, C>, X>;
  filter(condition: string | Filter | ((f: FilterFunctions<T>) => Filter | string)): Expansion<T, R, X>;
  orderBy(column: ColumnOf<T>, direction?: 'asc' | 'desc'): Expansion<T, R, X>;
  top(count: number): Expansion<T, R, X>;
  expand<N extends NavigationOf<T>>(navigation: N): Expansion<T, R, Wider<T, N, X, TargetOf<T, N>['row']>>;
  expand<N extends NavigationOf<T>, R2, X2>(
    navigation: N,
    build: (query: Expansion<TargetOf<T, N>>) => Expansion<TargetOf<T, N>, R2, X2>,
  ): Expansion<T, R, Wider<T, N, X, R2 & X2>>;
  /** For the compiler alone. */
  readonly row?: R & X;
}

/** The part that queries and expansions have in common. */
export abstract class Shape<Self> {
  readonly #options: QueryOptions;

  constructor(options: QueryOptions) {
    this.#options = options;
  }

  protected abstract with(options: QueryOptions): Self;

  protected get options(): QueryOptions {
    return this.#options;
  }

  protected next(change: Partial<QueryOptions>): Self {
    return this.with({ ...this.#options, ...change });
  }

  select(...columns: readonly string[]): Self {
    return this.next({ select: [...this.#options.select, ...columns.map(columnName)] });
  }

  filter(condition: string | Filter | ((f: FilterFunctions) => Filter | string)): Self {
    const made = typeof condition === 'function' ? condition(filterFunctions) : condition;
    const text = made.toString();
    if (text.trim() === '') throw badArgument('filter(): the condition is blank.');
    return this.next({ filters: [...this.#options.filters, text] });
  }

  orderBy(column: string, direction: 'asc' | 'desc' = 'asc'): Self {
    return this.next({ orderBy: [...this.#options.orderBy, `${columnName(column)} ${direction}`] });
  }

  top(count: number): Self {
    return this.next({ top: checkWhole('top', count, 5000) });
  }

  expand(navigation: string, build?: (query: Nested) => Nested): Self {
    const text = build === undefined ? navigation : build(new Nested(emptyQuery)).text(navigation);
    return this.next({ expand: [...this.#options.expand, text] });
  }
}

class Nested extends Shape<Nested> {
  protected override with(options: QueryOptions): Nested {
    return new Nested(options);
  }

  text(navigation: string): string {
    return writeExpansion(columnName(navigation), this.options);
  }
}
