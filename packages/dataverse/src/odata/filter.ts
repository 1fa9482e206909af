import { badArgument } from '../errors/configuration-error.ts';
import type { TableTypes, Untyped } from '../schema.ts';
import type { ColumnOf, ColumnWith, NavigationOf, TargetOf, ValueOf } from '../table-types.ts';
import {
  type DateOnly,
  formatColumnLiteral,
  formatLiteral,
  formatParameter,
  type Guid,
  type LiteralValue,
} from './literal.ts';
import { columnName, operationName } from './names.ts';

/** A condition; `toString()` is its OData text, not yet encoded for a URL. */
export interface Filter {
  and(...others: readonly Filter[]): Filter;
  or(...others: readonly Filter[]): Filter;
  toString(): string;
}

/** What a column can be compared with. */
export type Operand<V> = unknown extends V
  ? LiteralValue
  : V extends string
    ? V | Guid | DateOnly
    : V extends Date
      ? Date
      : V extends LiteralValue
        ? V
        : never;

/** The primary key is a GUID: quoted text would be refused. */
type Comparable<T extends TableTypes, C> = [C] extends [T['id']]
  ? Guid | null
  : Operand<ValueOf<T, C>> | null;

/**
 * Makes conditions whose values are always escaped. Columns of a table that is not typed may be paths through lookups
 * (`primarycontactid/fullname`). In `contains`, `startswith` and `endswith` Dataverse reads `%`, `_` and `[…]`
 * as wildcards. All throw `ConfigurationError` for what is no column name or cannot be a value.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
 */
export interface FilterFunctions<T extends TableTypes = Untyped> {
  eq<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  ne<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  gt<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  ge<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  lt<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  le<C extends ColumnOf<T>>(column: C, value: Comparable<T, C>): Filter;
  contains(column: ColumnWith<T, string>, text: string): Filter;
  startswith(column: ColumnWith<T, string>, text: string): Filter;
  endswith(column: ColumnWith<T, string>, text: string): Filter;
  /** The column has one of the values, of which there must be at least one. */
  in<C extends ColumnOf<T>>(column: C, values: readonly Comparable<T, C>[]): Filter;
  /** A condition on the row that a lookup leads to: `f.on('primarycontactid', (c) => c.eq('lastname', 'Smith'))`. */
  on<N extends NavigationOf<T>>(lookup: N, condition: (f: FilterFunctions<TargetOf<T, N>>) => Filter): Filter;
  /** At least one of the related rows meets the condition, or without one: there is a related row. */
  any<N extends NavigationOf<T>>(
    collection: N,
    condition?: (f: FilterFunctions<TargetOf<T, N>>) => Filter,
  ): Filter;
  /** All related rows meet the condition. */
  all<N extends NavigationOf<T>>(
    collection: N,
    condition: (f: FilterFunctions<TargetOf<T, N>>) => Filter,
  ): Filter;
  /**
   * One of Dataverse's own query functions, a list for those that take several values. They cannot be negated.
   *
   * @example f.call('LastXHours', 'modifiedon', 12)
   * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/queryfunctions
   */
  call(name: string, column: ColumnOf<T>, value?: LiteralValue | readonly (string | number)[]): Filter;
  not(filter: Filter): Filter;
  and(first: Filter, ...others: readonly Filter[]): Filter;
  or(first: Filter, ...others: readonly Filter[]): Filter;
}

type Shape = 'and' | 'or' | 'one' | 'call';

function filter(text: string, shape: Shape): Filter & { readonly shape: Shape } {
  const self = {
    shape,
    and: (...others: readonly Filter[]) => combine('and', [self, ...others]),
    or: (...others: readonly Filter[]) => combine('or', [self, ...others]),
    toString: () => text,
  };
  return Object.freeze(self);
}

function combine(word: 'and' | 'or', parts: readonly Filter[]): Filter {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return filter(parts.map((part) => operand(part, word)).join(` ${word} `), word);
}

function operand(part: Filter, word: 'and' | 'or'): string {
  const shape = shapeOf(part);
  return shape === 'one' || shape === 'call' || shape === word ? part.toString() : `(${part.toString()})`;
}

function shapeOf(part: Filter): unknown {
  return 'shape' in part ? part.shape : undefined;
}

/** The functions for columns that are reached by `path`, which is blank or ends in a slash. */
function functionsFor(path: string, depth: number): FilterFunctions {
  const name = (column: string) => columnName(path + column);
  const compare = (operator: string) => (column: string, value: LiteralValue) =>
    filter(`${name(column)} ${operator} ${formatColumnLiteral(column, value)}`, 'one');
  const search = (operation: string) => (column: string, text: string) =>
    filter(`${operation}(${name(column)},${formatLiteral(text)})`, 'one');
  const lambda = (word: string) => (collection: string, condition?: (f: FilterFunctions) => Filter) => {
    const variable = `o${depth}`;
    const inner = condition?.(functionsFor(`${variable}/`, depth + 1));
    return filter(`${name(collection)}/${word}(${inner ? `${variable}:${inner.toString()}` : ''})`, 'one');
  };
  const eq = compare('eq');
  return Object.freeze({
    eq,
    ne: compare('ne'),
    gt: compare('gt'),
    ge: compare('ge'),
    lt: compare('lt'),
    le: compare('le'),
    contains: search('contains'),
    startswith: search('startswith'),
    endswith: search('endswith'),
    in(column: string, values: readonly LiteralValue[]) {
      if (values.length === 0) throw badArgument(`in('${column}', []): no values, so no row could match.`);
      return combine(
        'or',
        values.map((value) => eq(column, value)),
      );
    },
    on: (lookup: string, condition: (f: FilterFunctions) => Filter) =>
      condition(functionsFor(`${name(lookup)}/`, depth)),
    any: lambda('any'),
    all: lambda('all'),
    call(operation: string, column: string, value?: LiteralValue | readonly (string | number)[]) {
      const values = Array.isArray(value)
        ? `,PropertyValues=${formatParameter(value.map(String))}`
        : value === undefined
          ? ''
          : // What is no number is text to all of them.
            `,PropertyValue=${formatParameter(typeof value === 'number' ? value : textOf(value))}`;
      const text = `Microsoft.Dynamics.CRM.${operationName(operation)}(PropertyName='${name(column)}'${values})`;
      return filter(text, 'call');
    },
    not(part: Filter) {
      if (shapeOf(part) === 'call')
        throw badArgument('not(): the service negates none of its own functions.');
      return filter(`not (${part.toString()})`, 'one');
    },
    and: (first: Filter, ...others: readonly Filter[]) => combine('and', [first, ...others]),
    or: (first: Filter, ...others: readonly Filter[]) => combine('or', [first, ...others]),
  });
}

function textOf(value: unknown): string {
  return value instanceof Date ? formatLiteral(value) : String(value);
}

export const filterFunctions: FilterFunctions = /* @__PURE__ */ functionsFor('', 1);

/**
 * Writes a filter as text with its values escaped.
 *
 * Not yet encoded for a URL: give it to `.filter()` or to `query` of `request()`, which do that.
 *
 * @example table.filter(odata`internalemailaddress eq ${email}`)
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
 */
export function odata(strings: TemplateStringsArray, ...values: readonly LiteralValue[]): string {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) {
    text += formatLiteral(value) + (strings[index + 1] ?? '');
  }
  return text;
}
