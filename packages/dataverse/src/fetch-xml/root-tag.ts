import { unescapeXml } from './xml-text.ts';

/** The first tag of a document, and all that stands behind it. */
export interface RootTag {
  /** Values as they are written, with their quotes. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isClosed: boolean;
  readonly rest: string;
}

const SPACE = '[ \\t\\r\\n]';
// A byte order mark, spaces, the declaration, instructions and comments. A document type is not among them.
const PROLOG = /(?:[ \t\r\n\uFEFF]+|<\?.*?\?>|<!--.*?-->)*/sy;
const ATTRIBUTE = new RegExp(`${SPACE}+([^\\s=<>"'/]+)${SPACE}*=${SPACE}*("[^<"]*"|'[^<']*')`, 'y');
const END = new RegExp(`${SPACE}*(/?)>`, 'y');

/** Reads the document's first tag; `undefined` when it is no well-formed `<name …>`. */
export function readRootTag(xml: string, name: string): RootTag | undefined {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(xml);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  take(PROLOG);
  if (!xml.startsWith(`<${name}`, at)) return undefined;
  at += name.length + 1;
  const attributes = new Map<string, string>();
  for (let found = take(ATTRIBUTE); found !== null; found = take(ATTRIBUTE)) {
    const [, attribute = '', value = ''] = found;
    if (attributes.has(attribute)) return undefined;
    attributes.set(attribute, value);
  }
  const end = take(END);
  return end === null ? undefined : { attributes, isClosed: end[1] === '/', rest: xml.slice(at) };
}

export function writeRootTag(name: string, attributes: ReadonlyMap<string, string>, rest: string): string {
  const written = [...attributes].map(([attribute, value]) => ` ${attribute}=${value}`);
  return `<${name}${written.join('')}>${rest}`;
}

/** The text of an attribute, or `undefined` when there is none. */
export function attributeText({ attributes }: RootTag, name: string): string | undefined {
  const written = attributes.get(name);
  return written === undefined ? undefined : unescapeXml(written.slice(1, -1));
}
