import type { Key } from '../odata/key.ts';
import { columnName } from '../odata/names.ts';
import { queryString } from '../odata/query-string.ts';
import { nameOf, type Operation, type Outgoing, prefer } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import { checkHeaders, type RequestOptions } from '../request-options.ts';
import { asRow, readRow } from './read-row.ts';
import { rowUrl, type TableTarget } from './target.ts';

export interface GetOptions extends RequestOptions {
  readonly select?: readonly string[];
  /** OData text: `primarycontactid($select=fullname)`. */
  readonly expand?: string;
  /** Has columns come with labels and the like: all of them, or those a pattern names. See `formatted()`. */
  readonly annotations?: true | string;
}

export function getRow<R>(target: TableTarget, key: Key, options: GetOptions): Operation<R> {
  return asRow(target, getRequest(target, key, options));
}

/** `undefined` when the row still has this etag. */
export function getChangedRow<R>(
  target: TableTarget,
  key: Key,
  etag: string,
  options: GetOptions,
): Operation<R | undefined> {
  const request = getRequest(target, key, options);
  const headers = checkHeaders({ ...request.headers, 'if-none-match': etag });
  const outgoing: Outgoing = { ...request, headers };
  return {
    ...outgoing,
    read: (reply) => (reply.status === 304 ? undefined : readRow<R>(target, outgoing, reply)),
  };
}

/** One column; `null` when it is empty. */
export function getColumn<V>(target: TableTarget, key: Key, column: string): Operation<V | null> {
  const outgoing: Outgoing = { method: 'GET', url: `${rowUrl(target, key)}/${columnName(column)}` };
  const isMoment = target.schema?.tables[target.entitySet]?.moments.includes(column) ?? false;
  return {
    ...outgoing,
    read(reply) {
      if (reply.status === 204) return null;
      const { value = null } = objectBody(reply, nameOf(outgoing));
      return (isMoment && typeof value === 'string' ? new Date(value) : value) as V | null; // by the schema
    },
  };
}

export function annotationsPreference(annotations: true | string | undefined): string | undefined {
  if (annotations === undefined) return undefined;
  return `odata.include-annotations="${annotations === true ? '*' : annotations.replaceAll('"', '')}"`;
}

function getRequest(target: TableTarget, key: Key, options: GetOptions): Outgoing {
  const { select = [], expand, annotations } = options;
  const columns = select.length === 0 ? undefined : select.map(columnName).join(',');
  const url = rowUrl(target, key) + queryString({ $select: columns, $expand: expand });
  return { method: 'GET', url, headers: prefer(annotationsPreference(annotations)) };
}
