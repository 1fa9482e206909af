import type { Key } from '../odata/key.ts';
import type { RequestOptions } from '../request-options.ts';
import type { EnvironmentTypes, Row, TableTypes, Untyped } from '../schema.ts';
import type { RowReference } from '../table/links.ts';
import type { GetOptions } from '../table/reads.ts';
import type { RepresentationOptions, Upserted, WriteOptions } from '../table/writes.ts';
import type { CallArguments, CallName, CallResult, ColumnOf, KeyOf, RowWith } from '../table-types.ts';
import type { BatchEntry, CreatedEntry, RowRef } from './entry.ts';

/** Options of one request of a batch; signal and deadline are the batch's. */
export type EntryOptions<O extends RequestOptions = RequestOptions> = Omit<O, 'signal' | 'timeoutMs'>;

/**
 * The writes of a table, as `Table` has them, to be collected for a batch. They throw `ConfigurationError` for what
 * cannot be sent.
 */
export interface EntryWrites<T extends TableTypes = Untyped> {
  update(
    key: KeyOf<T>,
    row: T['update'],
    options?: EntryOptions<WriteOptions> & { readonly returnRepresentation?: false },
  ): BatchEntry<void>;
  update<C extends ColumnOf<T> = never>(
    key: KeyOf<T>,
    row: T['update'],
    options: EntryOptions<WriteOptions & RepresentationOptions> & { readonly select?: readonly C[] },
  ): BatchEntry<RowWith<T, C>>;
  upsert(key: KeyOf<T>, row: T['create'] | T['update'], options?: EntryOptions): BatchEntry<Upserted>;
  insert(key: KeyOf<T>, row: T['create'], options?: EntryOptions): BatchEntry<void>;
  delete(key: KeyOf<T>, options?: EntryOptions<WriteOptions>): BatchEntry<void>;
  setColumn<C extends ColumnOf<T>>(
    key: KeyOf<T>,
    column: C,
    value: T['row'][C & keyof T['row']],
    options?: EntryOptions,
  ): BatchEntry<void>;
  clearColumn(key: KeyOf<T>, column: ColumnOf<T>, options?: EntryOptions): BatchEntry<void>;
  associate(
    key: KeyOf<T>,
    navigation: string,
    other: RowReference | RowRef,
    options?: EntryOptions,
  ): BatchEntry<void>;
  disassociate(
    key: KeyOf<T>,
    navigation: string,
    other?: { readonly key: Key },
    options?: EntryOptions,
  ): BatchEntry<void>;
  action<N extends CallName<T['actions']>>(
    key: KeyOf<T>,
    name: N,
    ...given: CallArguments<T['actions'], N, EntryOptions>
  ): BatchEntry<CallResult<T['actions'], N>>;
}

/** A table within a change set: writes alone, whose keys may be the `ref` of a row created before in the set. */
export interface ChangeSetTable<T extends TableTypes = Untyped> extends EntryWrites<T> {
  /** Later requests of the set name the new row by `entry.ref`. */
  create(row: T['create'], options?: EntryOptions & { readonly returnRepresentation?: false }): CreatedEntry;
  create<C extends ColumnOf<T> = never>(
    row: T['create'],
    options: EntryOptions<RepresentationOptions> & { readonly select?: readonly C[] },
  ): BatchEntry<RowWith<T, C>>;
}

/** A table within a batch. */
export interface BatchTable<T extends TableTypes = Untyped> extends EntryWrites<T> {
  get<C extends ColumnOf<T> = never>(
    key: KeyOf<T>,
    options?: EntryOptions<GetOptions> & { readonly select?: readonly C[] },
  ): BatchEntry<RowWith<T, C>>;
  getColumn<C extends ColumnOf<T>>(
    key: KeyOf<T>,
    column: C,
    options?: EntryOptions,
  ): BatchEntry<T['row'][C & keyof T['row']] | null>;
  create(
    row: T['create'],
    options?: EntryOptions & { readonly returnRepresentation?: false },
  ): BatchEntry<string>;
  create<C extends ColumnOf<T> = never>(
    row: T['create'],
    options: EntryOptions<RepresentationOptions> & { readonly select?: readonly C[] },
  ): BatchEntry<RowWith<T, C>>;
  function<N extends CallName<T['functions']>>(
    key: KeyOf<T>,
    name: N,
    ...given: CallArguments<T['functions'], N, EntryOptions>
  ): BatchEntry<CallResult<T['functions'], N>>;
}

export type BatchTableFactory<S extends EnvironmentTypes> = string extends keyof S['tables']
  ? <R extends object = Row>(entitySet: string) => BatchTable<Untyped<R>>
  : <N extends keyof S['tables'] & string>(
      entitySet: N,
    ) => BatchTable<S['tables'][N] extends TableTypes ? S['tables'][N] : Untyped>;

export type ChangeSetTableFactory<S extends EnvironmentTypes> = string extends keyof S['tables']
  ? <R extends object = Row>(entitySet: string) => ChangeSetTable<Untyped<R>>
  : <N extends keyof S['tables'] & string>(
      entitySet: N,
    ) => ChangeSetTable<S['tables'][N] extends TableTypes ? S['tables'][N] : Untyped>;
