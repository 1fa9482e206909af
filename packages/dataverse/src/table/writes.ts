import { unreadable } from '../errors/answer.ts';
import { formatKey, idFromUrl, type Key } from '../odata/key.ts';
import { columnName } from '../odata/names.ts';
import { queryString } from '../odata/query-string.ts';
import { nameOf, type Operation, type Outgoing, prefer } from '../outgoing.ts';
import type { Reply } from '../reply.ts';
import { checkHeaders, type RequestOptions } from '../request-options.ts';
import { asRow } from './read-row.ts';
import { annotationsPreference, type GetOptions } from './reads.ts';
import { rowUrl, setUrl, type TableTarget } from './target.ts';

export interface WriteOptions extends RequestOptions {
  /** The etag that the row must still have (412 otherwise); `*` by default: it must exist (404 otherwise). */
  readonly ifMatch?: string;
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
  const outgoing: Outgoing = { method: 'POST', url: setUrl(target), body: row };
  return { ...outgoing, read: (reply) => writtenId(reply, outgoing) };
}

export function createAndReadRow<R>(target: TableTarget, row: object, options: GetOptions): Operation<R> {
  return asRow(target, returning({ method: 'POST', url: setUrl(target), body: row }, options));
}

export function updateRow(target: TableTarget, key: Key, row: object, ifMatch = '*'): Operation<void> {
  const headers = checkHeaders({ 'if-match': ifMatch });
  return { method: 'PATCH', url: rowUrl(target, key), body: row, headers, read: nothing };
}

export function updateAndReadRow<R>(
  target: TableTarget,
  key: Key,
  row: object,
  { ifMatch = '*', ...options }: GetOptions & WriteOptions,
): Operation<R> {
  const headers = checkHeaders({ 'if-match': ifMatch });
  return asRow(target, returning({ method: 'PATCH', url: rowUrl(target, key), body: row, headers }, options));
}

export function upsertRow(target: TableTarget, key: Key, row: object): Operation<Upserted> {
  if (typeof key !== 'string') {
    // Without a body: an answer with one lacks the header that names the row's id.
    const outgoing: Outgoing = { method: 'PATCH', url: rowUrl(target, key), body: row };
    return {
      ...outgoing,
      read: (reply) => ({ id: writtenId(reply, outgoing), created: wasCreated(reply) }),
    };
  }
  // Only an answer with a body tells 201 from 200, so ask for the shortest.
  const select = Object.keys(row).find((column) => isColumn(column, row));
  const url = rowUrl(target, key) + queryString({ $select: select });
  const read = (reply: Reply) => ({ id: formatKey(key), created: wasCreated(reply) });
  return { method: 'PATCH', url, body: row, headers: prefer(REPRESENTATION), read };
}

/** Refused with 412 when the row exists. */
export function insertRow(target: TableTarget, key: Key, row: object): Operation<void> {
  const headers = { 'if-none-match': '*' };
  return { method: 'PATCH', url: rowUrl(target, key), body: row, headers, read: nothing };
}

export function deleteRow(target: TableTarget, key: Key, ifMatch?: string): Operation<void> {
  const headers = ifMatch === undefined ? {} : checkHeaders({ 'if-match': ifMatch });
  return { method: 'DELETE', url: rowUrl(target, key), headers, read: nothing };
}

export function setColumn(target: TableTarget, key: Key, column: string, value: unknown): Operation<void> {
  const url = `${rowUrl(target, key)}/${columnName(column)}`;
  return { method: 'PUT', url, body: { value }, headers: { 'if-match': '*' }, read: nothing };
}

export function clearColumn(target: TableTarget, key: Key, column: string): Operation<void> {
  return { method: 'DELETE', url: `${rowUrl(target, key)}/${columnName(column)}`, read: nothing };
}

function returning(outgoing: Outgoing, { select = [], expand, annotations }: GetOptions): Outgoing {
  const $select = select.length === 0 ? undefined : select.map(columnName).join(',');
  return {
    ...outgoing,
    url: outgoing.url + queryString({ $select, $expand: expand }),
    headers: { ...outgoing.headers, ...prefer(REPRESENTATION, annotationsPreference(annotations)) },
  };
}

function writtenId(reply: Reply, outgoing: Outgoing): string {
  const id = idFromUrl(reply.headers['odata-entityid']);
  if (id !== undefined) return id;
  const words = 'without an OData-EntityId; the row is written all the same';
  throw unreadable({ ...reply, text: '' }, { at: nameOf(outgoing) }, words);
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

function nothing(): void {}
