import { badArgument } from '../errors/configuration-error.ts';
import { queryString } from '../odata/query-string.ts';
import { checkWhole } from '../query/query-options.ts';
import { setUrl, type TableTarget } from '../table/target.ts';
import { attributeText, readRootTag, writeRootTag } from './root-tag.ts';
import { escapeXml, isXmlText } from './xml-text.ts';

/** FetchXML taken apart, so that it can be written for each page. */
export interface FetchRequest {
  /** Those of `<fetch>`, quoted. */
  readonly attributes: ReadonlyMap<string, string>;
  /** All behind the tag. */
  readonly rest: string;
  /** The first page to ask for; `undefined` when there are no pages, as with `top`. */
  readonly page: number | undefined;
}

const MAX_URL = 32_768;

/** Throws `ConfigurationError` for what is no FetchXML or cannot be paged. */
export function readFetch(xml: string, pageSize: number | undefined): FetchRequest {
  const root = isXmlText(xml) ? readRootTag(xml, 'fetch') : undefined;
  if (root === undefined || root.isClosed || root.rest.trim() === '') {
    throw badArgument('fetchXml(): this is no FetchXML, whose root is <fetch> with an <entity> within.');
  }
  const attributes = new Map(root.attributes);
  const page = attributeText(root, 'page');
  const hasCookie = attributes.has('paging-cookie');
  if (attributes.has('top')) {
    if (page === undefined && !hasCookie && pageSize === undefined) {
      return { attributes, rest: root.rest, page: undefined };
    }
    throw badArgument(
      'fetchXml(): top and pages exclude each other. Leave out top, or page, paging-cookie and pageSize.',
    );
  }
  if (hasCookie && page === undefined)
    throw badArgument('fetchXml(): paging-cookie is nothing without page.');
  if (pageSize !== undefined) attributes.set('count', `"${checkWhole('pageSize', pageSize, 5000)}"`);
  const first = checkWhole('page', page === undefined ? 1 : Number(page), Number.MAX_SAFE_INTEGER);
  // The examples of aggregates have no page; all others begin with it.
  if (!/^true$|^1$/.test(attributeText(root, 'aggregate') ?? '')) attributes.set('page', `"${first}"`);
  return { attributes, rest: root.rest, page: first };
}

/** The request for the page after it, by the cookie when there is one. */
export function nextFetch(request: FetchRequest, cookie: string): FetchRequest {
  const page = (request.page ?? 1) + 1;
  const attributes = new Map(request.attributes).set('page', `"${page}"`);
  if (cookie === '') attributes.delete('paging-cookie');
  else attributes.set('paging-cookie', `"${escapeXml(cookie)}"`);
  return { ...request, attributes, page };
}

/** Throws `ConfigurationError` when the URL is longer than the service takes. */
export function fetchUrl(target: TableTarget, { attributes, rest }: FetchRequest): string {
  const url = setUrl(target) + queryString({ fetchXml: writeRootTag('fetch', attributes, rest) });
  if (url.length <= MAX_URL) return url;
  throw badArgument(
    `fetchXml(): the URL has ${url.length} characters; Dataverse takes ${MAX_URL}. Only within a batch() it takes more, where fetchXml() cannot go yet.`,
  );
}
