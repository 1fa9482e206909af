import { readTree } from '../../src/generator/xml/read-tree.ts';
import type { Answer, Arrived } from '../support/server.ts';

/** What a request asks for, as a strict reader of XML sees it. */
export interface Asked {
  readonly page: string | undefined;
  readonly cookie: string | undefined;
  readonly count: string | undefined;
  readonly attributes: ReadonlyMap<string, string>;
  readonly prefer: string | undefined;
  readonly xml: string;
}

export function askedBy({ path, headers }: Arrived): Asked {
  const xml = new URL(path, 'http://x').searchParams.get('fetchXml') ?? '';
  const { name, attributes } = readTree(xml);
  if (name !== 'fetch') throw new Error(`no FetchXML: ${xml}`);
  return {
    xml,
    attributes,
    page: attributes.get('page'),
    cookie: attributes.get('paging-cookie'),
    count: attributes.get('count'),
    prefer: [headers['prefer'] ?? []].flat().join() || undefined,
  };
}

/** Whether XML 1.0 can hold the text. */
export function isXml(text: string): boolean {
  return Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 32 ? code !== 0xfffe && code !== 0xffff : [9, 10, 13].includes(code);
  });
}

/** As the service encodes it: percent, twice, in lower case. */
function encodeTwice(text: string): string {
  const encode = (part: string) =>
    encodeURIComponent(part)
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
      .replace(/%../g, (code) => code.toLowerCase());
  return encode(encode(text));
}

export function annotationOf(cookie: string, page = 1): string {
  return `<cookie pagenumber="${page + 1}" pagingcookie="${encodeTwice(cookie)}" istracking="False" />`;
}

/** Pages of the rows, each by the cookie of the one before it, which it must be given exactly. */
export function pagesByCookie(pages: readonly (readonly object[])[], cookieOf: (page: number) => string) {
  return (request: Arrived): Answer => {
    const { page = '1', cookie } = askedBy(request);
    const number = Number(page);
    if (number > 1 && cookie !== cookieOf(number - 1)) {
      return { status: 400, body: { error: { code: '0x8004112a', message: `Wrong cookie: ${cookie}` } } };
    }
    return {
      body: {
        value: pages[number - 1] ?? [],
        ...(number < pages.length && {
          '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': annotationOf(cookieOf(number), number),
          '@Microsoft.Dynamics.CRM.morerecords': true,
        }),
      },
    };
  };
}
