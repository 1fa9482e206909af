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

/** Follows the next links, each of which must stay in the environment, to the end. */
export async function* readPages<R>(
  connection: Connection,
  first: PageRequest,
): AsyncGenerator<RawPage<R>, void, undefined> {
  const seen = new Set<string>();
  for (let url: string | undefined = first.url; url !== undefined; ) {
    seen.add(url);
    const page: RawPage<R> = await readPage<R>(connection, { ...first, url });
    yield page;
    const link = page.body['@odata.nextLink'];
    url = typeof link === 'string' ? resolveLink(connection.environment, link) : undefined;
    if (url !== undefined && seen.has(url)) {
      const words = 'with a next link to a page that was read already';
      throw unreadable(page.reply, { method: 'GET', url: first.url }, words);
    }
  }
}
