import { badPagingCookie } from '../errors.ts';

const xmlAttribute = (text: string): string => encodeURIComponent(encodeURIComponent(text));

/** The cookie of the page after `page`: XML in which the inner cookie is encoded twice. */
export function pagingCookie(page: number, key: string, first: string, last: string): string {
  const braced = (id: string) => `{${id.toUpperCase()}}`;
  const inner = `<cookie page="${page}"><${key} last="${braced(last)}" first="${braced(first)}" /></cookie>`;
  return `<cookie pagenumber="${page + 1}" pagingcookie="${xmlAttribute(inner)}" istracking="False" />`;
}

/** The page number in a cookie. Refuses anything else (0x8004112a). */
export function pageOf(cookie: string): number {
  const number = /^<cookie pagenumber="(\d{1,9})" pagingcookie="[^"<>]*" istracking="False" \/>$/.exec(
    cookie,
  )?.[1];
  const page = Number(number);
  if (number === undefined || page < 2) throw badPagingCookie();
  return page;
}
