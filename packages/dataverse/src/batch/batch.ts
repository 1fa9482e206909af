import { type Client, connectionOf } from '../client.ts';
import { type Connection, narrow } from '../connection.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { actionCall, functionCall } from '../operations.ts';
import type { Operation } from '../outgoing.ts';
import type { Query } from '../query/query.ts';
import type { RequestOptions } from '../request-options.ts';
import type { EnvironmentTypes, TableTypes, UntypedEnvironment } from '../schema.ts';
import type { CallArguments, CallName, CallResult } from '../table-types.ts';
import { type WhoAmI, whoAmI } from '../who-am-i.ts';
import { type ChangeSet, ChangeSetCollector } from './change-set.ts';
import { BatchEntry, type Slot } from './entry.ts';
import { type Collector, EntryTable } from './entry-table.ts';
import { type BatchResults, batchResults, type Outcome } from './outcomes.ts';
import { type FirstPage, firstPage } from './query-page.ts';
import { sendBatch } from './send-batch.ts';
import type { BatchTableFactory, EntryOptions } from './table-types.ts';
import { partConnection, writePart } from './write-part.ts';

export interface BatchOptions extends Pick<RequestOptions, 'signal' | 'timeoutMs'> {
  /** Has the service go on after a request that failed. Without it the ones after that are skipped. */
  readonly continueOnError?: boolean;
}

/**
 * Requests that are collected, to be sent as one. Each method notes one down and gives the entry by which its result
 * is asked for; nothing is sent before `send` or `stream`, once. They throw `ConfigurationError` for what cannot be
 * sent, for the 1,001st request, and once the batch is sent.
 */
export interface Batch<S extends EnvironmentTypes = UntypedEnvironment> {
  readonly table: BatchTableFactory<S>;
  /** The first page of a query of the same client; its URL may have 65,536 characters, twice what it has alone. */
  query<T extends TableTypes, R, X>(
    query: Query<T, R, X>,
    options?: EntryOptions,
  ): BatchEntry<FirstPage<R & X>>;
  action<N extends CallName<S['actions']>>(
    name: N,
    ...given: CallArguments<S['actions'], N, EntryOptions>
  ): BatchEntry<CallResult<S['actions'], N>>;
  function<N extends CallName<S['functions']>>(
    name: N,
    ...given: CallArguments<S['functions'], N, EntryOptions>
  ): BatchEntry<CallResult<S['functions'], N>>;
  whoAmI(options?: EntryOptions): BatchEntry<WhoAmI>;
  /**
   * Adds the writes that `build` collects as one transaction, and gives what `build` gives. When one of them fails
   * none is carried out, and each has that one's error.
   */
  changeSet<E>(build: (set: ChangeSet<S>) => E): E;
  /**
   * Sends it. Resolves also when requests failed: `get` of the results throws then. Rejects with `DataverseError` for
   * an error of the whole or an answer that is none, and with `TransportError` when there is no whole answer; what
   * was carried out is then not known. Only a 429 of the whole is tried again.
   */
  send(options?: BatchOptions): Promise<BatchResults>;
  /** The same, giving each outcome as soon as it arrives; sends when iterated over. */
  stream(options?: BatchOptions): AsyncIterable<Outcome>;
}

const MAX_REQUESTS = 1000;

/**
 * Begins a batch: up to 1,000 requests as one, carried out in order. It acts for the client's user, and has the
 * client's options for each request.
 *
 * @example
 * const requests = batch(dataverse.as(user));
 * const found = requests.table('accounts').get(id, { select: ['name'] });
 * const account = requests.changeSet((set) => {
 *   const contact = set.table('contacts').create({ lastname: 'Smith' });
 *   return set.table('accounts').create({ name: 'Fabrikam', 'primarycontactid@odata.bind': contact.ref });
 * });
 * const results = await requests.send({ continueOnError: true });
 * results.get(account); // the new row's id, or its error is thrown
 * results.outcome(found); // { ok: true, value } or { ok: false, error }
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 */
export function batch<S extends EnvironmentTypes = UntypedEnvironment>(client: Client<S>): Batch<S> {
  return new DataverseBatch(connectionOf(client)) as object as Batch<S>; // names and columns are checked at compile time alone
}

class DataverseBatch implements Collector {
  readonly #connection: Connection;
  readonly #slots: Slot[] = [];
  #count = 0;
  #isInSet = false;
  #isSent = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get connection(): Connection {
    return this.#connection;
  }

  add<T>(operation: Operation<T>, options?: RequestOptions, connection = this.connection): BatchEntry<T> {
    this.#checkOpen();
    const entry = new BatchEntry(operation);
    const text = writePart(operation, partConnection(connection, options));
    this.#checkRoom(1);
    this.#slots.push({ entry, text });
    this.#count += 1;
    return entry;
  }

  addCreate(operation: Operation<string>, options?: RequestOptions): BatchEntry<string> {
    return this.add(operation, options);
  }

  table(entitySet: string): EntryTable {
    return new EntryTable(this, entitySet);
  }

  query(query: object, options?: RequestOptions) {
    const { connection, operation } = firstPage(query, this.connection);
    return this.add(operation, options, connection);
  }

  action(name: string, parameters?: object, options?: RequestOptions) {
    return this.add(actionCall(this.#root, name, parameters), options);
  }

  function(name: string, parameters?: object, options?: RequestOptions) {
    return this.add(functionCall(this.#root, name, parameters), options);
  }

  whoAmI(options?: RequestOptions) {
    return this.add(whoAmI(this.#root), options);
  }

  changeSet<E>(build: (set: ChangeSetCollector) => E): E {
    this.#checkOpen();
    const set = new ChangeSetCollector(this.connection, (count) => this.#checkRoom(count));
    this.#isInSet = true;
    try {
      const built = build(set);
      const requests = set.close();
      if (requests.length === 0) throw badArgument('changeSet(): there is no request in it.');
      this.#slots.push(requests);
      this.#count += requests.length;
      return built;
    } finally {
      set.close();
      this.#isInSet = false;
    }
  }

  async send(options: BatchOptions = {}): Promise<BatchResults> {
    const outcomes: Outcome[] = [];
    for await (const outcome of this.stream(options)) outcomes.push(outcome);
    return batchResults(outcomes);
  }

  stream(options: BatchOptions = {}): AsyncIterable<Outcome> {
    this.#checkOpen();
    if (this.#count === 0) throw badArgument('The batch has no request.');
    const connection = narrow(this.connection, options);
    this.#isSent = true;
    return sendBatch(connection, this.#slots, options.continueOnError === true);
  }

  get #root(): string {
    return this.connection.environment.apiRoot;
  }

  #checkOpen(): void {
    if (this.#isSent) throw badArgument('The batch is sent already; begin another.');
    if (this.#isInSet) throw badArgument('Within changeSet(), use the set that it hands over: set.table(…).');
  }

  #checkRoom(more: number): void {
    if (this.#count + more <= MAX_REQUESTS) return;
    throw badArgument(`A batch takes ${MAX_REQUESTS} requests; begin another.`);
  }
}
