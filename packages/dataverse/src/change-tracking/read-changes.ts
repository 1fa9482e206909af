import { type Connection, send } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import type { Outgoing } from '../outgoing.ts';
import { objectBody } from '../reply.ts';
import { readDates } from '../row-dates.ts';
import type { TableTarget } from '../table/target.ts';
import { resolveLink } from '../target.ts';
import { isDelta } from './since.ts';

/** What has become of a row. */
export type Change<R> =
  | { readonly kind: 'new-or-changed'; readonly row: R }
  | { readonly kind: 'deleted'; readonly id: string };

export interface RawChanges<R> {
  readonly changes: readonly Change<R>[];
  /** Where to go on: the next page, or after the last one the link for next time. */
  readonly link: string;
  readonly isLast: boolean;
}

/** All pages from `first` on. */
export async function* readChanges<R>(
  connection: Connection,
  target: TableTarget,
  first: string,
  headers: Readonly<Record<string, string>>,
): AsyncGenerator<RawChanges<R>, void, undefined> {
  const seen = new Set<string>();
  for (let url = first; ; ) {
    seen.add(url);
    const outgoing: Outgoing = { method: 'GET', url, headers };
    const reply = await send(connection, outgoing);
    const failure = (words: string) => unreadable(reply, outgoing, words);
    // "An empty JSON response", say the docs, when nothing has changed: then the token stays good.
    const mayBeEmpty = seen.size === 1 && isDelta(url);
    const body = mayBeEmpty && reply.body === undefined ? {} : objectBody(reply, outgoing);
    const isEmpty = mayBeEmpty && Object.entries(body).every(isNothing);
    const { '@odata.nextLink': next, '@odata.deltaLink': delta = isEmpty ? url : undefined } = body;
    const rows = body['value'] ?? (isEmpty ? [] : undefined);
    if (!Array.isArray(rows)) throw failure('without a list of rows');
    readDates(rows, connection.schema, target.entitySet);
    const changes = rows.map((row) => changeOf<R>(row, failure));
    if (typeof next === 'string') {
      url = resolveLink(connection.environment, next);
      if (seen.has(url)) throw failure('with a next link to a page that was read already');
      yield { changes, link: url, isLast: false };
    } else {
      if (typeof delta !== 'string')
        throw failure('without a delta link; is change tracking on for this table?');
      yield { changes, link: resolveLink(connection.environment, delta), isLast: true };
      return;
    }
  }
}

function isNothing([name, value]: readonly [string, unknown]): boolean {
  return name.startsWith('@') || (name === 'value' && Array.isArray(value) && value.length === 0);
}

function changeOf<R>(row: unknown, failure: (words: string) => Error): Change<R> {
  if (typeof row !== 'object' || row === null) throw failure('with a row that is none');
  const context: unknown = Reflect.get(row, '@odata.context');
  if (typeof context !== 'string' || !context.endsWith('/$deletedEntity')) {
    return { kind: 'new-or-changed', row: row as R }; // the caller's or the schema's word for the columns
  }
  const id: unknown = Reflect.get(row, 'id');
  if (typeof id !== 'string') throw failure('with a deleted row without an id');
  return { kind: 'deleted', id: id.toLowerCase() };
}
