import { type Connection, narrow, run } from '../connection.ts';
import type { Key } from '../odata/key.ts';
import { entitySetName } from '../odata/names.ts';
import { actionCall, boundName, functionCall } from '../operations.ts';
import type { Operation } from '../outgoing.ts';
import { type Query, TableQuery } from '../query/query.ts';
import { emptyQuery } from '../query/query-options.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes, Untyped } from '../schema.ts';
import type {
  CallArguments,
  CallName,
  CallResult,
  ColumnOf,
  KeyOf,
  RowWith,
  ValueOf,
} from '../table-types.ts';
import { associateRows, disassociateRows, type RowReference } from './links.ts';
import { type GetOptions, getChangedRow, getColumn, getRow } from './reads.ts';
import { rowUrl } from './target.ts';
import type { Version } from './version.ts';
import {
  clearColumn,
  createAndReadRow,
  createRow,
  deleteRow,
  insertRow,
  type RepresentationOptions,
  setColumn,
  type Upserted,
  updateAndReadRow,
  updateRow,
  upsertRow,
  type WriteOptions,
} from './writes.ts';

/**
 * One table, by its entity set name. Iterating over it, or over a query made from it, reads rows. All
 * operations reject with `DataverseError` or `TransportError`, and with `ConfigurationError` for names, keys and
 * values that cannot be sent.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-operations-web-api
 */
export interface Table<T extends TableTypes = Untyped> extends Query<T> {
  /** One row, by id or by alternate key. 404 is a `DataverseError`. */
  get<C extends ColumnOf<T> = never>(
    key: KeyOf<T>,
    options?: GetOptions & { readonly select?: readonly C[] },
  ): Promise<RowWith<T, C>>;
  /** The row if it has changed since it was read, or since it had that etag, else `undefined`. */
  getIfChanged<C extends ColumnOf<T> = never>(
    key: KeyOf<T>,
    version: Version,
    options?: Omit<GetOptions, 'expand' | 'annotations'> & { readonly select?: readonly C[] },
  ): Promise<RowWith<T, C> | undefined>;
  /** Creates a row and gives its id, or the row as it was stored. Lookups: `'parentaccountid@odata.bind': 'accounts(…)'`. */
  create(
    row: T['create'],
    options?: RequestOptions & { readonly returnRepresentation?: false },
  ): Promise<string>;
  create<C extends ColumnOf<T> = never>(
    row: T['create'],
    options: RepresentationOptions & { readonly select?: readonly C[] },
  ): Promise<RowWith<T, C>>;
  /** Changes columns of a row that exists: without one, 404, and nothing is created. */
  update(
    key: KeyOf<T>,
    row: T['update'],
    options?: WriteOptions & { readonly returnRepresentation?: false },
  ): Promise<void>;
  update<C extends ColumnOf<T> = never>(
    key: KeyOf<T>,
    row: T['update'],
    options: WriteOptions & RepresentationOptions & { readonly select?: readonly C[] },
  ): Promise<RowWith<T, C>>;
  /** Changes the row, or creates it when there is none, and tells its id and which of the two it was. */
  upsert(key: KeyOf<T>, row: T['create'] | T['update'], options?: RequestOptions): Promise<Upserted>;
  /** Creates the row with this key; 412 when there is one already. */
  insert(key: KeyOf<T>, row: T['create'], options?: RequestOptions): Promise<void>;
  delete(key: KeyOf<T>, options?: WriteOptions): Promise<void>;
  /** One column of a row; `null` when it is empty. */
  getColumn<C extends ColumnOf<T>>(
    key: KeyOf<T>,
    column: C,
    options?: RequestOptions,
  ): Promise<ValueOf<T, C> | null>;
  setColumn<C extends ColumnOf<T>>(
    key: KeyOf<T>,
    column: C,
    value: ValueOf<T, C>,
    options?: RequestOptions,
  ): Promise<void>;
  /** Empties a column. */
  clearColumn(key: KeyOf<T>, column: ColumnOf<T>, options?: RequestOptions): Promise<void>;
  /** Links a row of another table by a collection-valued navigation property. */
  associate(key: KeyOf<T>, navigation: string, other: RowReference, options?: RequestOptions): Promise<void>;
  /** Unlinks `other`, or for a single lookup, without `other`, clears it. */
  disassociate(
    key: KeyOf<T>,
    navigation: string,
    other?: { readonly key: Key },
    options?: RequestOptions,
  ): Promise<void>;
  /** Calls an action bound to a row, its namespace left out; gives its answer, or `undefined` when it has none. */
  action<N extends CallName<T['actions']>>(
    key: KeyOf<T>,
    name: N,
    ...given: CallArguments<T['actions'], N, RequestOptions>
  ): Promise<CallResult<T['actions'], N>>;
  /** Calls a function bound to a row, its namespace left out. */
  function<N extends CallName<T['functions']>>(
    key: KeyOf<T>,
    name: N,
    ...given: CallArguments<T['functions'], N, RequestOptions>
  ): Promise<CallResult<T['functions'], N>>;
}

export class DataverseTable extends TableQuery {
  constructor(connection: Connection, name: string) {
    const { environment, schema } = connection;
    super(connection, { environment, entitySet: entitySetName(name), schema }, emptyQuery);
  }

  async #run<V>(options: RequestOptions | undefined, operation: Operation<V>): Promise<V> {
    return run(options === undefined ? this.connection : narrow(this.connection, options), operation);
  }

  async get(key: Key, options: GetOptions = {}) {
    return this.#run(options, getRow<object>(this.target, key, options));
  }

  async getIfChanged(key: Key, version: Version, options: GetOptions = {}) {
    return this.#run(options, getChangedRow<object>(this.target, key, version, options));
  }

  async create(row: object, options?: RequestOptions & { readonly returnRepresentation?: boolean }) {
    const operation: Operation<string | object> = options?.returnRepresentation
      ? createAndReadRow<object>(this.target, row, options)
      : createRow(this.target, row);
    return this.#run(options, operation);
  }

  async update(key: Key, row: object, options?: WriteOptions & { readonly returnRepresentation?: boolean }) {
    const operation: Operation<unknown> = options?.returnRepresentation
      ? updateAndReadRow<object>(this.target, key, row, options)
      : updateRow(this.target, key, row, options?.ifMatch);
    return this.#run(options, operation);
  }

  async upsert(key: Key, row: object, options?: RequestOptions) {
    return this.#run(options, upsertRow(this.target, key, row));
  }

  async insert(key: Key, row: object, options?: RequestOptions) {
    return this.#run(options, insertRow(this.target, key, row));
  }

  async delete(key: Key, options?: WriteOptions) {
    return this.#run(options, deleteRow(this.target, key, options?.ifMatch));
  }

  async getColumn(key: Key, column: string, options?: RequestOptions) {
    return this.#run(options, getColumn(this.target, key, column));
  }

  async setColumn(key: Key, column: string, value: unknown, options?: RequestOptions) {
    return this.#run(options, setColumn(this.target, key, column, value));
  }

  async clearColumn(key: Key, column: string, options?: RequestOptions) {
    return this.#run(options, clearColumn(this.target, key, column));
  }

  async associate(key: Key, navigation: string, other: RowReference, options?: RequestOptions) {
    return this.#run(options, associateRows(this.target, key, navigation, other));
  }

  async disassociate(key: Key, navigation: string, other?: { readonly key: Key }, options?: RequestOptions) {
    return this.#run(options, disassociateRows(this.target, key, navigation, other));
  }

  async action(key: Key, name: string, parameters?: object, options?: RequestOptions) {
    return this.#run(options, actionCall(`${rowUrl(this.target, key)}/`, boundName(name), parameters));
  }

  async function(key: Key, name: string, parameters?: object, options?: RequestOptions) {
    return this.#run(options, functionCall(`${rowUrl(this.target, key)}/`, boundName(name), parameters));
  }
}
