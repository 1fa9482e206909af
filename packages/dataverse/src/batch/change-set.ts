import type { Connection } from '../connection.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { actionCall } from '../operations.ts';
import { nameOf, type Operation } from '../outgoing.ts';
import type { RequestOptions } from '../request-options.ts';
import type { EnvironmentTypes, UntypedEnvironment } from '../schema.ts';
import type { CallArguments, CallName, CallResult } from '../table-types.ts';
import { BatchEntry, CreatedEntry, type WrittenRequest } from './entry.ts';
import { type Collector, EntryTable } from './entry-table.ts';
import type { ChangeSetTableFactory, EntryOptions } from './table-types.ts';
import { partConnection, writePart } from './write-part.ts';

/** Writes that are carried out all or not at all. There are no reads in it, and no other change set. */
export interface ChangeSet<S extends EnvironmentTypes = UntypedEnvironment> {
  readonly table: ChangeSetTableFactory<S>;
  action<N extends CallName<S['actions']>>(
    name: N,
    ...given: CallArguments<S['actions'], N, EntryOptions>
  ): BatchEntry<CallResult<S['actions'], N>>;
}

// One count for the whole process, so that a reference to a row of another batch cannot mean one of this batch.
let lastContentId = 0;

export class ChangeSetCollector implements Collector {
  readonly #connection: Connection;
  readonly #checkRoom: (count: number) => void;
  readonly #requests: WrittenRequest[] = [];
  readonly #refs = new Set<string>();
  #isClosed = false;

  constructor(connection: Connection, checkRoom: (count: number) => void) {
    this.#connection = connection;
    this.#checkRoom = checkRoom;
  }

  get connection(): Connection {
    return this.#connection;
  }

  add<T>(operation: Operation<T>, options?: RequestOptions): BatchEntry<T> {
    lastContentId += 1;
    return this.#collect(new BatchEntry(operation), operation, lastContentId, options);
  }

  addCreate(operation: Operation<string>, options?: RequestOptions): CreatedEntry {
    lastContentId += 1;
    const entry = new CreatedEntry(operation, lastContentId);
    this.#collect(entry, operation, lastContentId, options);
    this.#refs.add(entry.ref);
    return entry;
  }

  table(entitySet: string): EntryTable {
    return new EntryTable(this, entitySet);
  }

  action(name: string, parameters?: object, options?: RequestOptions) {
    return this.add(actionCall(this.connection.environment.apiRoot, name, parameters), options);
  }

  /** Takes no more; gives what there is. */
  close(): readonly WrittenRequest[] {
    this.#isClosed = true;
    return this.#requests;
  }

  #collect<E extends BatchEntry<unknown>>(
    entry: E,
    operation: Operation<unknown>,
    contentId: number,
    options: RequestOptions | undefined,
  ): E {
    if (this.#isClosed) {
      throw badArgument(
        'The change set is closed: collect before the function given to changeSet() returns.',
      );
    }
    if (operation.method === 'GET') {
      throw badArgument(`A change set takes writes alone; ask for ${nameOf(operation)} beside it.`);
    }
    const text = writePart(operation, partConnection(this.connection, options), contentId, this.#refs);
    this.#checkRoom(this.#requests.length + 1);
    this.#requests.push({ entry, contentId, text });
    return entry;
  }
}
