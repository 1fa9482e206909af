import { narrow, run } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { type Outgoing, prefer } from '../outgoing.ts';
import { type Query, type QueryState, TableQuery } from '../query/query.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import { setUrl } from '../table/target.ts';
import { type Change, type RawChanges, readChanges } from './read-changes.ts';
import { deltaQuery, sinceUrl } from './since.ts';

export interface TrackOptions extends RequestOptions {
  /** What `token` or `checkpoint` gave, or a `$deltatoken`. Without it all rows come, as new ones. */
  readonly since?: string | undefined;
}

/** Changes that are asked for when iterated over, page after page to the end. */
export interface Changes<R> extends AsyncIterable<Change<R>> {
  pages(): AsyncIterable<readonly Change<R>[]>;
  /** What to give as `since` next time. Throws `ConfigurationError` until a loop has come to its end. */
  readonly token: string;
  /**
   * What to give as `since` to go on from here, should this loop be broken off: within a loop over pages, behind the
   * page at hand; within one over changes, behind the last page that was gone through. `undefined`: from the start.
   */
  readonly checkpoint: string | undefined;
}

/**
 * The rows of a table that are new, changed or deleted since a token, or all of them without one. Takes a table, or a
 * query with `select` and `pageSize` alone; throws `ConfigurationError` for any other, and for a `since` of another
 * table or other columns. The table must have change tracking on, and the user read privilege on all of its rows.
 * The service keeps changes for 7 days by default; an older token is refused with a `DataverseError`
 * `0x80044352`. A row that was created and deleted in between comes as deleted.
 *
 * @example
 * const changes = trackChanges(dataverse.table('accounts').select('name'), { since: await load() });
 * for await (const change of changes) {
 *   if (change.kind === 'deleted') remove(change.id);
 *   else store(change.row);
 * }
 * await save(changes.token);
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 */
export function trackChanges<T extends TableTypes, R, X>(
  query: Query<T, R, X>,
  options: TrackOptions = {},
): Changes<R & X> {
  const { connection, target, options: asked } = trackable(query);
  const { since } = options;
  const url = sinceUrl(target, asked, since);
  const { pageSize } = asked;
  const headers = prefer('odata.track-changes', pageSize !== undefined && `odata.maxpagesize=${pageSize}`);
  const narrowed = narrow(connection, options);
  const read = () => readChanges<R & X>(narrowed, target, url, headers);
  return new TrackedChanges(read, since);
}

/**
 * How many changes there are since a token, which `trackChanges` gave.
 *
 * @example if ((await countChanges(dataverse.table('accounts').select('name'), token)) > 0) await sync();
 */
export async function countChanges<T extends TableTypes, R, X>(
  query: Query<T, R, X>,
  since: string,
  options: RequestOptions = {},
): Promise<number> {
  const { connection, target, options: asked } = trackable(query);
  const outgoing: Outgoing = {
    method: 'GET',
    url: `${setUrl(target)}/$count${deltaQuery(target, asked, since)}`,
  };
  return run(narrow(connection, options), {
    ...outgoing,
    read(reply) {
      const { body } = reply;
      const total = typeof body === 'string' && /^\s*\d+\s*$/.test(body) ? Number(body) : body;
      if (typeof total === 'number') return total;
      throw unreadable(reply, outgoing, 'without a number');
    },
  });
}

class TrackedChanges<R> implements Changes<R> {
  readonly #read: () => AsyncIterable<RawChanges<R>>;
  readonly #since: string | undefined;
  #checkpoint: string | undefined;
  #token: string | undefined;

  constructor(read: () => AsyncIterable<RawChanges<R>>, since: string | undefined) {
    this.#read = read;
    this.#since = since;
    this.#checkpoint = since;
  }

  get token(): string {
    if (this.#token !== undefined) return this.#token;
    throw badArgument('token: there is none before all changes have been read; see checkpoint.');
  }

  get checkpoint(): string | undefined {
    return this.#checkpoint;
  }

  async *pages(): AsyncGenerator<readonly Change<R>[], void, undefined> {
    for await (const { changes, link } of this.#walk()) {
      this.#checkpoint = link;
      yield changes;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Change<R>, void, undefined> {
    for await (const { changes, link } of this.#walk()) {
      yield* changes;
      this.#checkpoint = link;
    }
  }

  async *#walk(): AsyncGenerator<RawChanges<R>, void, undefined> {
    this.#token = undefined;
    this.#checkpoint = this.#since;
    for await (const page of this.#read()) {
      yield page;
      if (page.isLast) this.#token = page.link;
    }
  }
}

/** The service refuses the other options, or heeds them not. */
function trackable(query: object): QueryState {
  const state = TableQuery.stateOf(query);
  for (const [name, value] of Object.entries(state.options)) {
    const isGiven = Array.isArray(value) ? value.length > 0 : value !== undefined;
    if (isGiven && name !== 'select' && name !== 'pageSize') {
      throw badArgument(`Change tracking takes select and pageSize alone, not ${name}.`);
    }
  }
  return state;
}
