import { type Connection, send } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { objectBody, type Reply } from '../reply.ts';
import { readDates } from '../row-dates.ts';
import { resolveLink } from '../target.ts';

/** One page of rows. */
export interface Page<R> {
  readonly rows: readonly R[];
  /** How many rows match in all, when `count()` asked; 5,000 means 5,000 or more. */
  readonly count?: number;
}

/** A page with the object it came in, annotations included. */
export interface RawPage<R> extends Page<R> {
  readonly body: Readonly<Record<string, unknown>>;
  readonly reply: Reply;
}

export interface PageRequest {
  readonly entitySet: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks for one page and reads its rows. */
export async function readPage<R>(
  connection: Connection,
  { url, headers, entitySet }: PageRequest,
): Promise<RawPage<R>> {
  const outgoing = { method: 'GET', url, headers } as const;
  const reply = await send(connection, outgoing);
  const body = objectBody(reply, outgoing);
  const rows = body['value'];
  if (!Array.isArray(rows)) {
    throw unreadable(reply, outgoing, 'without a list of rows');
  }
  readDates(rows, connection.schema, entitySet);
  const count = body['@odata.count'];
  return { rows, body, reply, ...(typeof count === 'number' && { count }) };
}

/**
 * Follows the next links, each of which must stay in the environment, to the end. By hand and not by a generator, which
 * would be a good part of the work for the one page of a small answer.
 */
export function readPages<R>(
  connection: Connection,
  first: PageRequest,
): AsyncIterableIterator<RawPage<R>, undefined> {
  let seen: Set<string> | undefined; // made when there is a second page
  let previous: RawPage<R> | undefined;
  let isOver = false;
  let turn: Promise<IteratorResult<RawPage<R>, undefined>> | undefined;

  const urlAfter = ({ body, reply }: RawPage<R>) => {
    const link = body['@odata.nextLink'];
    if (typeof link !== 'string') return undefined;
    const url = resolveLink(connection.environment, link);
    seen ??= new Set([first.url]);
    if (!seen.has(url)) {
      seen.add(url);
      return url;
    }
    const words = 'with a next link to a page that was read already';
    throw unreadable(reply, { method: 'GET', url: first.url }, words);
  };
  const read = async (): Promise<IteratorResult<RawPage<R>, undefined>> => {
    if (isOver) return { done: true, value: undefined };
    try {
      const url = previous === undefined ? first.url : urlAfter(previous);
      if (url !== undefined) {
        previous = await readPage<R>(connection, { ...first, url });
        return { done: false, value: previous };
      }
      isOver = true;
      return { done: true, value: undefined };
    } catch (error) {
      isOver = true;
      throw error;
    }
  };
  return {
    next() {
      // Callers that do not wait for the page before get theirs in turn.
      turn = turn === undefined ? read() : turn.then(read, read);
      return turn;
    },
    async return() {
      isOver = true;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
