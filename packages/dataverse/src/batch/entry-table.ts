import type { Connection } from '../connection.ts';
import type { Key } from '../odata/key.ts';
import { entitySetName } from '../odata/names.ts';
import { actionCall, boundName, functionCall } from '../operations.ts';
import type { Operation } from '../outgoing.ts';
import type { RequestOptions } from '../request-options.ts';
import { associateRows, disassociateRows, type RowReference } from '../table/links.ts';
import { type GetOptions, getColumn, getRow } from '../table/reads.ts';
import { rowUrl, type TableTarget } from '../table/target.ts';
import {
  clearColumn,
  createAndReadRow,
  createRow,
  deleteRow,
  insertRow,
  setColumn,
  updateAndReadRow,
  updateRow,
  upsertRow,
  type WriteOptions,
} from '../table/writes.ts';
import { type BatchEntry, isRowRef, type RowRef } from './entry.ts';

/** Where requests are collected: a batch, or a change set of one. */
export interface Collector {
  readonly connection: Connection;
  add<T>(operation: Operation<T>, options?: RequestOptions): BatchEntry<T>;
  /** The same for a request that creates a row, which later ones may name. */
  addCreate(operation: Operation<string>, options?: RequestOptions): BatchEntry<string>;
}

type Returning = RequestOptions & { readonly returnRepresentation?: boolean };

/** Stands in a URL until a reference takes its place. */
const NO_ROW = '00000000-0000-0000-0000-000000000000';

export class EntryTable {
  readonly #collector: Collector;
  readonly #target: TableTarget;

  constructor(collector: Collector, name: string) {
    const { environment, schema } = collector.connection;
    this.#collector = collector;
    this.#target = { environment, entitySet: entitySetName(name), schema };
  }

  get(key: Key, options: GetOptions = {}) {
    return this.#collector.add(getRow<object>(this.#target, key, options), options);
  }

  getColumn(key: Key, column: string, options?: RequestOptions) {
    return this.#collector.add(getColumn(this.#target, key, column), options);
  }

  create(row: object, options?: Returning) {
    return options?.returnRepresentation
      ? this.#collector.add(createAndReadRow<object>(this.#target, row, options), options)
      : this.#collector.addCreate(createRow(this.#target, row), options);
  }

  update(key: Key, row: object, options?: WriteOptions & Returning) {
    return this.#addAt<unknown>(key, options, (at) =>
      options?.returnRepresentation
        ? updateAndReadRow<object>(this.#target, at, row, options)
        : updateRow(this.#target, at, row, options?.ifMatch),
    );
  }

  upsert(key: Key, row: object, options?: RequestOptions) {
    return this.#collector.add(upsertRow(this.#target, key, row), options);
  }

  insert(key: Key, row: object, options?: RequestOptions) {
    return this.#collector.add(insertRow(this.#target, key, row), options);
  }

  delete(key: Key, options?: WriteOptions) {
    return this.#addAt(key, options, (at) => deleteRow(this.#target, at, options?.ifMatch));
  }

  setColumn(key: Key, column: string, value: unknown, options?: RequestOptions) {
    return this.#addAt(key, options, (at) => setColumn(this.#target, at, column, value));
  }

  clearColumn(key: Key, column: string, options?: RequestOptions) {
    return this.#addAt(key, options, (at) => clearColumn(this.#target, at, column));
  }

  associate(key: Key, navigation: string, other: RowReference | RowRef, options?: RequestOptions) {
    return this.#addAt(key, options, (at) => {
      if (!isRowRef(other)) return associateRows(this.#target, at, navigation, other);
      const { entitySet: table } = this.#target;
      return {
        ...associateRows(this.#target, at, navigation, { table, key: NO_ROW }),
        body: { '@odata.id': other },
      };
    });
  }

  disassociate(key: Key, navigation: string, other?: { readonly key: Key }, options?: RequestOptions) {
    return this.#addAt(key, options, (at) => disassociateRows(this.#target, at, navigation, other));
  }

  action(key: Key, name: string, parameters?: object, options?: RequestOptions) {
    return this.#addAt(key, options, (at) =>
      actionCall(`${rowUrl(this.#target, at)}/`, boundName(name), parameters),
    );
  }

  function(key: Key, name: string, parameters?: object, options?: RequestOptions) {
    return this.#collector.add(
      functionCall(`${rowUrl(this.#target, key)}/`, boundName(name), parameters),
      options,
    );
  }

  /** `key` may be a reference to a new row, which then is the URL's beginning: `PATCH $1`. */
  #addAt<T>(key: Key, options: RequestOptions | undefined, make: (key: Key) => Operation<T>): BatchEntry<T> {
    if (!isRowRef(key)) return this.#collector.add(make(key), options);
    const operation = make(NO_ROW);
    const url = key + operation.url.slice(rowUrl(this.#target, NO_ROW).length);
    const { 'if-match': ifMatch, ...headers } = operation.headers ?? {};
    // That the row must exist need not be said of one that the same change set creates.
    const kept = ifMatch === undefined || ifMatch === '*' ? headers : { ...headers, 'if-match': ifMatch };
    return this.#collector.add({ ...operation, url, headers: kept }, options);
  }
}
