import { type ConnectionSettings, send } from './connection.ts';
import { unreadable } from './errors/read-error.ts';
import { objectBody } from './reply.ts';
import { resolveLink } from './target.ts';

/** One page of rows. */
export interface Page<T extends object> {
  readonly rows: readonly T[];
  /** How many rows match in all, when `count()` asked; 5,000 means 5,000 or more. */
  readonly count?: number;
}

/** Follows the next links, each of which must stay in the environment, to the end. */
export async function* readPages<T extends object>(
  settings: ConnectionSettings,
  first: URL,
  pageSize: number | undefined,
): AsyncGenerator<Page<T>, void, undefined> {
  // The service wants the same page size with each page.
  const headers = pageSize === undefined ? {} : { prefer: `odata.maxpagesize=${pageSize}` };
  const seen = new Set<string>();
  for (let url: URL | undefined = first; url !== undefined; ) {
    seen.add(url.href);
    const at = `GET ${url.pathname}`;
    const reply = await send(settings, { method: 'GET', url, headers });
    const body = objectBody(reply, at);
    const rows = body['value'];
    const broken = (what: string) => unreadable({ ...reply, text: '' }, { at }, what);
    if (!Array.isArray(rows)) throw broken('without a list of rows');
    const count = body['@odata.count'];
    yield { rows, ...(typeof count === 'number' && { count }) };
    const link = body['@odata.nextLink'];
    url = typeof link === 'string' ? resolveLink(settings.environment, link) : undefined;
    if (url !== undefined && seen.has(url.href))
      throw broken('with a next link to a page that was read already');
  }
}
