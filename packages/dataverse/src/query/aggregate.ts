import { badArgument } from '../errors/configuration-error.ts';
import { columnName } from '../odata/names.ts';
import type { TableTypes, Untyped } from '../schema.ts';
import type { ColumnOf, ColumnWith, ValueOf } from '../table-types.ts';

/** One figure over many rows; `V` is what it comes as. */
export interface Aggregate<V> {
  /** OData text before `as`: `revenue with sum`. */
  readonly expression: string;
  readonly value?: V;
}

/** Figures, perhaps by group, as text of `$apply`; `R` is a row of the answer. */
export interface Aggregation<R> {
  readonly text: string;
  readonly row?: R;
}

type AsSent<V> = V extends Date ? string : V;

type Figures<F> = { readonly [N in keyof F]?: F[N] extends Aggregate<infer V> ? V : unknown };

/**
 * What `apply()` is given. The service takes 50,000 rows at most, does not group by dates, and leaves out a group's
 * empty columns.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data
 */
export interface AggregateFunctions<T extends TableTypes = Untyped> {
  count(): Aggregate<number>;
  sum(column: ColumnWith<T, number>): Aggregate<number>;
  average(column: ColumnWith<T, number>): Aggregate<number>;
  /** Of moments as text, by the service's ISO 8601. */
  min<C extends ColumnOf<T>>(column: C): Aggregate<AsSent<ValueOf<T, C>>>;
  max<C extends ColumnOf<T>>(column: C): Aggregate<AsSent<ValueOf<T, C>>>;
  countDistinct(column: ColumnOf<T>): Aggregate<number>;
  /** Figures over all rows, by the names that they shall have. */
  total<F extends Readonly<Record<string, Aggregate<unknown>>>>(figures: F): Aggregation<Figures<F>>;
  /** Figures for each group of rows that agree in the columns. */
  groupBy<C extends ColumnOf<T>, F extends Readonly<Record<string, Aggregate<unknown>>>>(
    columns: readonly C[],
    figures?: F,
  ): Aggregation<Partial<Pick<T['row'], C & keyof T['row']>> & Figures<F>>;
}

const over =
  (method: string) =>
  (column: string): Aggregate<never> => ({ expression: `${columnName(column)} with ${method}` });

export const aggregateFunctions: AggregateFunctions = /* @__PURE__ */ Object.freeze({
  count: () => ({ expression: '$count' }),
  sum: /* @__PURE__ */ over('sum'),
  average: /* @__PURE__ */ over('average'),
  min: /* @__PURE__ */ over('min'),
  max: /* @__PURE__ */ over('max'),
  countDistinct: /* @__PURE__ */ over('countdistinct'),
  total: (figures: Readonly<Record<string, Aggregate<unknown>>>) => ({ text: written(figures) }),
  groupBy(columns: readonly string[], figures: Readonly<Record<string, Aggregate<unknown>>> = {}) {
    if (columns.length === 0) throw badArgument('groupBy([]): no column; use total().');
    const by = `(${columns.map(columnName).join(',')})`;
    return { text: `groupby(${Object.keys(figures).length === 0 ? by : `${by},${written(figures)}`})` };
  },
});

function written(figures: Readonly<Record<string, Aggregate<unknown>>>): string {
  const parts = Object.entries(figures).map(
    ([name, { expression }]) => `${expression} as ${columnName(name)}`,
  );
  if (parts.length === 0) throw badArgument('total({}): no figure is asked for.');
  return `aggregate(${parts.join(',')})`;
}
