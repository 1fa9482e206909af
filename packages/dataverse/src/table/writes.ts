import { unreadable } from '../errors/answer.ts';
import { isGuid } from '../guid.ts';
import { type AlternateKey, formatKey, idFromUrl, type Key } from '../odata/key.ts';
import { queryString } from '../odata/query-string.ts';
import { nothing, type Operation, type Outgoing, operation, prefer } from '../outgoing.ts';
import type { Reply } from '../reply.ts';
import { checkHeaders, type RequestOptions } from '../request-options.ts';
import { asRow } from './read-row.ts';
import { annotationsPreference, type GetOptions, selection } from './reads.ts';
import { columnUrl, rowUrl, setUrl, type TableTarget } from './target.ts';
import { etagOf, type Version } from './version.ts';

export interface WriteOptions extends RequestOptions {
  /** The row as it was read, or its etag, that it must still be (412 otherwise); `*` by default: it must exist (404). */
  readonly ifMatch?: Version;
}

/** Has the service answer with the row as it is stored. */
export interface RepresentationOptions extends GetOptions {
  readonly returnRepresentation: true;
}

export interface Upserted {
  /** The row's id. */
  readonly id: string;
  /** Whether the row was new; `undefined` when the service does not tell. */
  readonly created: boolean | undefined;
}

const REPRESENTATION = 'return=representation';

/** Gives the new row's id. */
export function createRow(target: TableTarget, row: object): Operation<string> {
  return operation({ method: 'POST', url: setUrl(target), body: row }, writtenId);
}

export function createAndReadRow<R>(target: TableTarget, row: object, options: GetOptions): Operation<R> {
  return asRow(target, returning(createRow(target, row), options));
}

export function updateRow(target: TableTarget, key: Key, row: object, ifMatch?: Version): Operation<void> {
  return { ...patch(target, key, row), headers: matching(ifMatch ?? '*'), read: nothing };
}

export function updateAndReadRow<R>(
  target: TableTarget,
  key: Key,
  row: object,
  options: GetOptions & WriteOptions,
): Operation<R> {
  return asRow(target, returning(updateRow(target, key, row, options.ifMatch), options));
}

export function upsertRow(target: TableTarget, key: Key, row: object): Operation<Upserted> {
  const outgoing = patch(target, key, row);
  // Only an answer with a body tells 201 from 200, and the id of a row that another key names: its header repeats that
  // key. So ask for the shortest.
  const select =
    target.schema?.tables[target.entitySet]?.id ??
    (typeof key === 'string'
      ? Object.keys(row).find((column) => isColumn(column, row))
      : Object.keys(key)[0]);
  const idOf = (reply: Reply) =>
    typeof key === 'string' ? formatKey(key) : (storedId(reply, key) ?? writtenId(reply, outgoing));
  return {
    ...outgoing,
    url: outgoing.url + queryString({ $select: select }),
    headers: prefer(REPRESENTATION),
    read: (reply) => ({ id: idOf(reply), created: wasCreated(reply) }),
  };
}

/** Refused with 412 when the row exists. */
export function insertRow(target: TableTarget, key: Key, row: object): Operation<void> {
  return { ...patch(target, key, row), headers: { 'if-none-match': '*' }, read: nothing };
}

export function deleteRow(target: TableTarget, key: Key, ifMatch?: Version): Operation<void> {
  const headers = ifMatch === undefined ? {} : matching(ifMatch);
  return { method: 'DELETE', url: rowUrl(target, key), headers, read: nothing };
}

export function setColumn(target: TableTarget, key: Key, column: string, value: unknown): Operation<void> {
  const url = columnUrl(target, key, column);
  return { method: 'PUT', url, body: { value }, read: nothing };
}

export function clearColumn(target: TableTarget, key: Key, column: string): Operation<void> {
  return { method: 'DELETE', url: columnUrl(target, key, column), read: nothing };
}

function matching(version: Version): Record<string, string> {
  return checkHeaders({ 'if-match': etagOf(version) });
}

function patch(target: TableTarget, key: Key, row: object): Outgoing {
  return { method: 'PATCH', url: rowUrl(target, key), body: row };
}

function returning(outgoing: Outgoing, options: GetOptions): Outgoing {
  const { annotations } = options;
  return {
    ...outgoing,
    url: outgoing.url + selection(options),
    headers: { ...outgoing.headers, ...prefer(REPRESENTATION, annotationsPreference(annotations)) },
  };
}

function writtenId(reply: Reply, outgoing: Outgoing): string {
  const id = idFromUrl(reply.headers['odata-entityid']);
  if (id !== undefined) return id;
  const words = 'without an OData-EntityId; the row is written all the same';
  throw unreadable(reply, outgoing, words);
}

/** The primary key comes whatever was selected: it is the id that is no column of the key. */
function storedId({ body }: Reply, key: AlternateKey): string | undefined {
  const ids = Object.entries(Object(body)).filter(
    (entry): entry is [string, string] =>
      /^[a-z]/i.test(entry[0]) && typeof entry[1] === 'string' && isGuid(entry[1]),
  );
  return (ids.find(([name]) => !Object.hasOwn(key, name)) ?? ids[0])?.[1].toLowerCase();
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
