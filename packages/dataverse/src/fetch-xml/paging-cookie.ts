import { attributeText, readRootTag } from './root-tag.ts';
import { isXmlText } from './xml-text.ts';

/**
 * The cookie out of `<cookie pagenumber="2" pagingcookie="…" istracking="False" />`, where it is percent-encoded
 * twice: blank when the query supports none, `undefined` when it cannot be read.
 */
export function readPagingCookie(annotation: string): string | undefined {
  const tag = readRootTag(annotation, 'cookie');
  const encoded = tag && attributeText(tag, 'pagingcookie');
  if (encoded === undefined) return undefined;
  try {
    const cookie = decodeURIComponent(decodeURIComponent(encoded));
    return isXmlText(cookie) ? cookie : undefined;
  } catch {
    return undefined;
  }
}
