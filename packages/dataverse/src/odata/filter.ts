import { badArgument } from '../errors/configuration-error.ts';
import { formatLiteral, type LiteralValue } from './literal.ts';
import { columnName } from './names.ts';

/** A condition; `toString()` is its OData text, not yet encoded for a URL. */
export interface Filter {
  and(...others: readonly Filter[]): Filter;
  or(...others: readonly Filter[]): Filter;
  toString(): string;
}

/**
 * Makes conditions whose values are always escaped. Columns may be paths through lookups
 * (`primarycontactid/fullname`). In `contains`, `startswith` and `endswith` Dataverse reads `%`, `_` and `[…]`
 * as wildcards. All throw `ConfigurationError` for what is no column name or cannot be a value.
 */
export interface FilterFunctions {
  eq(column: string, value: LiteralValue): Filter;
  ne(column: string, value: LiteralValue): Filter;
  gt(column: string, value: LiteralValue): Filter;
  ge(column: string, value: LiteralValue): Filter;
  lt(column: string, value: LiteralValue): Filter;
  le(column: string, value: LiteralValue): Filter;
  contains(column: string, text: string): Filter;
  startswith(column: string, text: string): Filter;
  endswith(column: string, text: string): Filter;
  /** The column has one of the values, of which there must be at least one. */
  in(column: string, values: readonly LiteralValue[]): Filter;
  not(filter: Filter): Filter;
  and(first: Filter, ...others: readonly Filter[]): Filter;
  or(first: Filter, ...others: readonly Filter[]): Filter;
}

type Shape = 'and' | 'or' | 'one';

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
  const shape = 'shape' in part ? part.shape : undefined;
  return shape === 'one' || shape === word ? part.toString() : `(${part.toString()})`;
}

const compare = (operator: string) => (column: string, value: LiteralValue) =>
  filter(`${columnName(column)} ${operator} ${formatLiteral(value)}`, 'one');

const search = (name: string) => (column: string, text: string) =>
  filter(`${name}(${columnName(column)},${formatLiteral(text)})`, 'one');

export const filterFunctions: FilterFunctions = Object.freeze({
  eq: compare('eq'),
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
      values.map((value) => filterFunctions.eq(column, value)),
    );
  },
  not: (part: Filter) => filter(`not (${part.toString()})`, 'one'),
  and: (first: Filter, ...others: readonly Filter[]) => combine('and', [first, ...others]),
  or: (first: Filter, ...others: readonly Filter[]) => combine('or', [first, ...others]),
});

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
