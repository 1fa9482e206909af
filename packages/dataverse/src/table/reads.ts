import type { Key } from '../odata/key.ts';
import { columnName } from '../odata/names.ts';
import { queryString } from '../odata/query-string.ts';
import { type Operation, type Outgoing, operation, prefer } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import { checkHeaders, type RequestOptions } from '../request-options.ts';
import { asRow, readRow } from './read-row.ts';
import { columnUrl, rowUrl, type TableTarget } from './target.ts';
import { etagOf, type Version } from './version.ts';

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

/** `undefined` when the row is still of this version. */
export function getChangedRow<R>(
  target: TableTarget,
  key: Key,
  version: Version,
  options: GetOptions,
): Operation<R | undefined> {
  const request = getRequest(target, key, options);
  const headers = checkHeaders({ ...request.headers, 'if-none-match': etagOf(version) });
  return operation({ ...request, headers }, (reply, outgoing) =>
    reply.status === 304 ? undefined : readRow<R>(target, outgoing, reply),
  );
}

/** One column; `null` when it is empty. */
export function getColumn<V>(target: TableTarget, key: Key, column: string): Operation<V | null> {
  const isMoment = target.schema?.tables[target.entitySet]?.moments.includes(column);
  return operation({ method: 'GET', url: columnUrl(target, key, column) }, (reply, outgoing) => {
    if (reply.status === 204) return null;
    const { value = null } = objectBody(reply, outgoing);
    return (isMoment && typeof value === 'string' ? new Date(value) : value) as V | null; // by the schema
  });
}

export function annotationsPreference(annotations: true | string | undefined): string | undefined {
  if (annotations === undefined) return undefined;
  return `odata.include-annotations="${annotations === true ? '*' : annotations.replaceAll('"', '')}"`;
}

function getRequest(target: TableTarget, key: Key, options: GetOptions): Outgoing {
  return {
    method: 'GET',
    url: rowUrl(target, key) + selection(options),
    headers: prefer(annotationsPreference(options.annotations)),
  };
}

/** Which columns and related rows shall come, as a URL's query. */
export function selection({ select = [], expand }: GetOptions): string {
  return queryString({ $select: select.map(columnName).join(',') || undefined, $expand: expand });
}
