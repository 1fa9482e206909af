import type { Connection } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import type { Page } from '../query/pages.ts';
import { pageRequest, TableQuery } from '../query/query.ts';
import { objectBody } from '../reply.ts';
import { readDates } from '../row-dates.ts';

/** The first page of a query. */
export interface FirstPage<R> extends Page<R> {
  /** Whether there are more rows than these, for which the query is to be iterated over. */
  readonly hasMore: boolean;
}

/** The request for the first page of `query`, with the connection that it was made for. */
export function firstPage(
  query: object,
  connection: Connection,
): { readonly connection: Connection; readonly operation: Operation<FirstPage<object>> } {
  const { connection: own, target, options } = TableQuery.stateOf(query);
  const { environment, credential, impersonation, options: all } = connection;
  if (own.options.signal !== all.signal || own.options.timeoutMs !== all.timeoutMs) {
    throw badArgument('query(): signal and timeoutMs of the query are not those of the batch.');
  }
  if (
    own.environment !== environment ||
    own.credential !== credential ||
    own.impersonation?.join() !== impersonation?.join()
  ) {
    throw badArgument('query(): the query is of another client, or acts for another user, than the batch.');
  }
  const { url, headers } = pageRequest(target, options);
  const outgoing: Outgoing = { method: 'GET', url, headers };
  return {
    connection: own,
    operation: {
      ...outgoing,
      read(reply) {
        const body = objectBody(reply, outgoing);
        const { value: rows, '@odata.count': count, '@odata.nextLink': next } = body;
        if (!Array.isArray(rows)) {
          throw unreadable(reply, outgoing, 'without a list of rows');
        }
        readDates(rows, target.schema, target.entitySet);
        return { rows, hasMore: typeof next === 'string', ...(typeof count === 'number' && { count }) };
      },
    },
  };
}
