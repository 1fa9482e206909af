import { type ConnectionSettings, send } from './connection.ts';
import { unreadable } from './errors/read-error.ts';
import { type AlternateKey, formatKey, idFromUrl, type Key } from './odata/key.ts';
import { columnName, entitySetName } from './odata/names.ts';
import { queryString } from './odata/query-string.ts';
import { callAction, callFunction, type Parameters } from './operations.ts';
import type { Outgoing } from './outgoing.ts';
import { createQuery, type Query } from './query.ts';
import { objectBody, type Reply } from './reply.ts';
import { resolvePath } from './target.ts';

/** A row as the service sends it: dates are strings, lookups are `_name_value`. */
export type Row = Readonly<Record<string, unknown>>;

export interface GetOptions {
  readonly select?: readonly string[];
  /** OData text: `primarycontactid($select=fullname)`. */
  readonly expand?: string;
}

export interface WriteOptions {
  /** The etag that the row must still have (412 otherwise); `*` by default: it must exist (404 otherwise). */
  readonly ifMatch?: string;
}

export interface Upserted {
  /** The row's id. */
  readonly id: string;
  /** Whether the row was new; `undefined` when the service does not tell. */
  readonly created: boolean | undefined;
}

/**
 * One table, by its entity set name. Iterating over it, or over a query made from it, reads rows. All
 * operations reject with `DataverseError` or `TransportError`, and with `ConfigurationError` for names, keys and
 * values that cannot be sent.
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-operations-web-api
 */
export interface Table<T extends object = Row> extends Query<T> {
  /** One row, by id or by alternate key. 404 is a `DataverseError`. */
  get(key: Key, options?: GetOptions): Promise<T>;
  /** Creates a row and gives its id, or the row as it was stored. Lookups: `'parentaccountid@odata.bind': 'accounts(…)'`. */
  create(row: object, options?: { readonly returnRepresentation?: false }): Promise<string>;
  create(row: object, options: { readonly returnRepresentation: true }): Promise<T>;
  /** Changes columns of a row that exists. */
  update(key: Key, row: object, options?: WriteOptions): Promise<void>;
  /** Changes the row, or creates it when there is none. With an alternate key the service does not tell which. */
  upsert(key: Key, row: object): Promise<Upserted>;
  delete(key: Key, options?: WriteOptions): Promise<void>;
  /** Calls an action bound to a row; gives its answer, or `undefined` when it has none. */
  action(key: Key, name: string, parameters?: Parameters): Promise<unknown>;
  /** Calls a function bound to a row. */
  function(key: Key, name: string, parameters?: Parameters): Promise<unknown>;
}

const REPRESENTATION = { prefer: 'return=representation' };

export function createTable<T extends object>(settings: ConnectionSettings, name: string): Table<T> {
  const entitySet = entitySetName(name);
  const at = (path: string) => resolvePath(settings.environment, path);
  const rowPath = (key: Key) => `${entitySet}(${formatKey(key)})`;
  const run = (outgoing: Outgoing) => send(settings, outgoing);
  const representation = async (outgoing: Outgoing) =>
    objectBody(await run(outgoing), `${outgoing.method} ${outgoing.url.pathname}`) as T; // the caller's word for the columns

  async function create(row: object, options?: { readonly returnRepresentation?: false }): Promise<string>;
  async function create(row: object, options: { readonly returnRepresentation: true }): Promise<T>;
  async function create(row: object, options: { readonly returnRepresentation?: boolean } = {}) {
    const outgoing: Outgoing = { method: 'POST', url: at(entitySet), body: row };
    if (options.returnRepresentation) return representation({ ...outgoing, headers: REPRESENTATION });
    return writtenId(await run(outgoing), outgoing);
  }

  return Object.freeze({
    ...createQuery<T>(settings, entitySet),
    create,
    async get(key: Key, { select = [], expand }: GetOptions = {}) {
      const columns = select.length === 0 ? undefined : select.map(columnName).join(',');
      const query = queryString({ $select: columns, $expand: expand });
      return representation({ method: 'GET', url: at(rowPath(key) + query) });
    },
    async update(key: Key, row: object, { ifMatch = '*' }: WriteOptions = {}) {
      await run({ method: 'PATCH', url: at(rowPath(key)), body: row, headers: { 'if-match': ifMatch } });
    },
    async upsert(key: Key, row: object): Promise<Upserted> {
      if (typeof key !== 'string') return upsertByAlternateKey(key, row);
      // Only an answer with a body tells 201 from 200, so ask for the shortest.
      const query = queryString({ $select: Object.keys(row).find((column) => isColumn(column, row)) });
      const url = at(rowPath(key) + query);
      const reply = await run({ method: 'PATCH', url, body: row, headers: REPRESENTATION });
      return { id: formatKey(key), created: wasCreated(reply) };
    },
    async delete(key: Key, { ifMatch }: WriteOptions = {}) {
      const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': ifMatch };
      await run({ method: 'DELETE', url: at(rowPath(key)), headers });
    },
    async action(key: Key, operation: string, parameters: Parameters = {}) {
      return callAction(settings, `${rowPath(key)}/`, operation, parameters);
    },
    async function(key: Key, operation: string, parameters: Parameters = {}) {
      return callFunction(settings, `${rowPath(key)}/`, operation, parameters);
    },
  });

  /** Without a body: an answer with one lacks the header that names the row's id. */
  async function upsertByAlternateKey(key: AlternateKey, row: object): Promise<Upserted> {
    const outgoing: Outgoing = { method: 'PATCH', url: at(rowPath(key)), body: row };
    const reply = await run(outgoing);
    return { id: writtenId(reply, outgoing), created: wasCreated(reply) };
  }
}

function writtenId(reply: Reply, outgoing: Outgoing): string {
  const id = idFromUrl(reply.headers['odata-entityid']);
  if (id !== undefined) return id;
  const at = `${outgoing.method} ${outgoing.url.pathname}`;
  throw unreadable(
    { ...reply, text: '' },
    { at },
    'without an OData-EntityId; the row is written all the same',
  );
}

function wasCreated({ status, isRepeated }: Reply): boolean | undefined {
  if (status === 201) return true;
  // After a lost answer the row may have been created by this very request.
  return status === 200 && !isRepeated ? false : undefined;
}

/** A plain column, which can be selected, rather than a lookup or an annotation. */
function isColumn(name: string, row: object): boolean {
  const value: unknown = Reflect.get(row, name);
  return (
    /^[A-Za-z]\w*$/.test(name) && (typeof value !== 'object' || value instanceof Date) && value !== undefined
  );
}
