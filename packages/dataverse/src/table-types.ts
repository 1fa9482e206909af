import type { TableTypes, Untyped } from './schema.ts';

/** Columns of a table; any text when they are not known. */
export type ColumnOf<T extends TableTypes> = [T['id']] extends [never] ? string : keyof T['row'] & string;

/** Columns that hold such values. */
export type ColumnWith<T extends TableTypes, V> = [T['id']] extends [never]
  ? string
  : { [C in keyof T['row']]: NonNullable<T['row'][C]> extends V ? C : never }[keyof T['row']] & string;

/** What a column holds. */
export type ValueOf<T extends TableTypes, C> = C extends keyof T['row'] ? T['row'][C] : unknown;

/** Navigation properties of a table; any text, with options in parentheses, when they are not known. */
// A condition, so that the compiler shows the names in its errors, not this one.
export type NavigationOf<T extends TableTypes> = T extends TableTypes
  ? keyof T['navigation'] & string
  : never;

/** A row's id, or the values of one of the table's alternate keys. */
export type KeyOf<T extends TableTypes> = string | T['keys'];

/** The row once columns have been selected: those, the ones selected before, and the primary key. */
export type Selected<T extends TableTypes, R, K extends string> = [T['id']] extends [never]
  ? R
  : [R] extends [T['row']]
    ? Pick<T['row'], (K | T['id']) & keyof T['row']>
    : Pick<T['row'], (K | T['id']) & keyof T['row']> & R;

/** The table a navigation property leads to. */
export type TargetOf<T extends TableTypes, N extends NavigationOf<T>> = T['navigation'][N &
  keyof T['navigation']] extends readonly (infer U extends TableTypes)[]
  ? U
  : T['navigation'][N & keyof T['navigation']] extends TableTypes
    ? T['navigation'][N & keyof T['navigation']]
    : Untyped;

/** The row with the columns that an operation's options select; all of them when it selects none. */
export type RowWith<T extends TableTypes, C extends string> = [C] extends [never]
  ? T['row']
  : Selected<T, T['row'], C>;

/** What expanding a navigation property adds to a row, when its target is read as `R`. */
export type Expanded<T extends TableTypes, N extends NavigationOf<T>, R> = {
  readonly [P in N]: T['navigation'][P & keyof T['navigation']] extends readonly unknown[]
    ? readonly R[]
    : R | null;
};

/** Names of actions or functions. */
export type CallName<C extends object> = C extends object ? keyof C & string : never;

/** Parameters of one of them. */
export type CallParameters<C extends object, N extends CallName<C>> = C[N] extends {
  readonly parameters: infer P;
}
  ? P
  : Readonly<Record<string, unknown>>;

/** Parameters and options, where parameters may be left out only if none is needed. */
export type CallArguments<C extends object, N extends CallName<C>, O> =
  Record<never, never> extends CallParameters<C, N>
    ? [parameters?: CallParameters<C, N>, options?: O]
    : [parameters: CallParameters<C, N>, options?: O];

/** What it answers. */
export type CallResult<C extends object, N extends CallName<C>> = C[N] extends { readonly result: infer A }
  ? A
  : unknown;

/** `X` with the expanded rows; nothing is added for a table that is not typed. */
export type Wider<T extends TableTypes, N extends NavigationOf<T>, X, R> =
  string extends NavigationOf<T> ? X : X & Expanded<T, N, R>;
