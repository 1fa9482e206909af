import { type Connection, narrow } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { prefer } from '../outgoing.ts';
import { type Page, type RawPage, readPage } from '../query/pages.ts';
import { type Query, TableQuery } from '../query/query.ts';
import { emptyQuery } from '../query/query-options.ts';
import { PagedRows, type Rows } from '../query/rows.ts';
import type { RequestOptions } from '../request-options.ts';
import type { TableTypes } from '../schema.ts';
import { annotationsPreference } from '../table/reads.ts';
import type { TableTarget } from '../table/target.ts';
import { type FetchRequest, fetchUrl, nextFetch, readFetch } from './fetch-request.ts';
import { readPagingCookie } from './paging-cookie.ts';
import type { FetchXml } from './xml-tag.ts';

export interface FetchXmlOptions extends RequestOptions {
  /** Rows a page, 5,000 at most and by default. Takes the place of the `count` of `<fetch>`. */
  readonly pageSize?: number;
  /** Has columns come with labels and the like: all of them, or those a pattern names. See `formatted()`. */
  readonly annotations?: true | string;
}

const COOKIE = 'Microsoft.Dynamics.CRM.fetchxmlpagingcookie';
const MORE = 'Microsoft.Dynamics.CRM.morerecords';
/** What the service gives at most by page numbers alone. */
const SIMPLE_ROWS = 50_000;

/**
 * Rows by FetchXML, asked for when iterated over, page after page to the end. The table is that of its `<entity>`.
 * Empty columns are left out of the rows. With `top` there is one page; an own `page`, and `paging-cookie`, is where
 * reading begins. Throws `ConfigurationError` for what is no FetchXML; iterating rejects with it when the URL
 * gets longer than 32,768 characters, and with `DataverseError` also for pages that lead nowhere.
 *
 * @example
 * const text = xml`<fetch><entity name="account"><attribute name="name"/></entity></fetch>`;
 * for await (const row of fetchXml(client.table('accounts'), text)) console.log(row['name']);
 * const [figures] = await fetchXml<{ total: number }>(accounts, sumXml).all();
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results
 */
export function fetchXml<T extends TableTypes>(
  table: Query<T>,
  xml: string | FetchXml,
  options?: FetchXmlOptions,
): Rows<Partial<T['row']>>;
export function fetchXml<R extends object>(
  table: object,
  xml: string | FetchXml,
  options?: FetchXmlOptions,
): Rows<R>;
export function fetchXml(table: object, xml: string | FetchXml, options: FetchXmlOptions = {}): Rows<object> {
  const { connection, target, options: query } = TableQuery.stateOf(table);
  if (query !== emptyQuery)
    throw badArgument('fetchXml(): give the table itself; its XML says what to ask for.');
  const request = readFetch(xml.toString(), options.pageSize);
  const narrowed = narrow(connection, options);
  const { annotations } = options;
  const wanted = annotations === true ? true : [COOKIE, MORE, annotations].filter(Boolean).join(',');
  const headers = prefer(annotationsPreference(wanted));
  return new PagedRows(() => readFetchPages(narrowed, target, request, headers));
}

async function* readFetchPages(
  connection: Connection,
  target: TableTarget,
  first: FetchRequest,
  headers: Readonly<Record<string, string>>,
): AsyncGenerator<Page<object>, void, undefined> {
  const seen = new Set<string>();
  let simpleRows = 0;
  for (let request = first; ; ) {
    const url = fetchUrl(target, request);
    const page = await readPage<object>(connection, { entitySet: target.entitySet, url, headers });
    yield page;
    if (request.page === undefined || !/^true$/i.test(String(page.body[`@${MORE}`]))) return;
    const astray = (words: string) => unreadable(page.reply, { method: 'GET', url }, words);
    const cookie = cookieOf(page);
    if (cookie === undefined) throw astray('with a paging cookie that cannot be read');
    if (cookie === '') {
      simpleRows += page.rows.length;
      if (page.rows.length === 0 || simpleRows > SIMPLE_ROWS) {
        throw astray('without a paging cookie, promising more rows than there can be by page numbers');
      }
    } else if (seen.has(cookie)) {
      throw astray('with the paging cookie of a page that was read already');
    }
    seen.add(cookie);
    request = nextFetch(request, cookie);
  }
}

/** Blank when there is none, as for queries that do not support it; `undefined` when it cannot be read. */
function cookieOf({ body }: RawPage<object>): string | undefined {
  const annotation = body[`@${COOKIE}`] ?? '';
  if (annotation === '') return '';
  return typeof annotation === 'string' ? readPagingCookie(annotation) : undefined;
}
