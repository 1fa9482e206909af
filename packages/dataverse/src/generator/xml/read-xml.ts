import { CsdlError, positionOf } from '../csdl-error.ts';
import {
  ATTRIBUTE,
  CLOSE,
  DECLARATION,
  END_OF_TAG,
  ENTITIES,
  FORBIDDEN,
  INSTRUCTION,
  OPEN,
  TEXT,
} from './grammar.ts';

/** What comes next in a document. Names are without prefix; `offset` is where the tag or text begins. */
export type XmlEvent =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly namespace: string;
      /** By name as written; declarations of namespaces are left out. */
      readonly attributes: ReadonlyMap<string, string>;
      readonly offset: number;
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'text'; readonly text: string; readonly offset: number };

export interface XmlLimits {
  /** Elements inside one another. */
  readonly depth: number;
  /** UTF-16 units of the whole text. */
  readonly length: number;
}

/** The namespaces that a tag declares, by prefix, and those around it. */
interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

const ROOT: Scope = { own: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), outer: undefined };

const LIMITS: XmlLimits = { depth: 64, length: 200_000_000 };

/**
 * Reads XML 1.0 with namespaces, strictly. Throws `CsdlError` `ERR_CSDL_XML` for what is not well-formed, for a
 * document type (and with it for entities other than the five), and beyond the limits.
 */
export function* readXml(source: string, limits: XmlLimits = LIMITS): Generator<XmlEvent, void, undefined> {
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  const fail = (message: string, offset = at): never => {
    throw new CsdlError('ERR_CSDL_XML', message, positionOf(source, offset));
  };
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source) ?? undefined;
    if (match !== undefined) at = pattern.lastIndex;
    return match;
  };
  /** What stands before the mark, from `start` units on. */
  const skipTo = (mark: string, start: number): string => {
    const end = source.indexOf(mark, at + start);
    if (end === -1) fail(`There is no ${mark} to this.`);
    const text = source.slice(at + start, end);
    at = end + mark.length;
    return text;
  };
  const decode = (text: string, offset: number): string =>
    text.replace(/&([^;&\s]*)(;?)/g, (_, body: string, end: string, index: number) => {
      const [, hex, digits] = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(body) ?? [];
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      const character = code <= 0x10ffff ? String.fromCodePoint(code) : ENTITIES.get(body);
      if (end === '' || character === undefined || FORBIDDEN.test(character)) {
        return fail(`&${body.slice(0, 20)}${end} stands for no character.`, offset + index);
      }
      return character;
    });

  if (source.length > limits.length) fail(`The text is longer than ${limits.length} characters.`, 0);
  const bad = FORBIDDEN.exec(source);
  if (bad !== null) fail('A character that XML does not allow.', bad.index);

  const open: { readonly tag: string; readonly scope: Scope }[] = [];
  let scope = ROOT;
  let hasRoot = false;
  take(DECLARATION);

  while (at < source.length) {
    const offset = at;
    const inside = open.length > 0;
    const characters = take(TEXT);
    if (characters !== undefined) {
      const [text] = characters;
      if (inside) {
        if (text.includes(']]>'))
          fail(']]> stands only at the end of a CDATA section.', offset + text.indexOf(']]>'));
        yield { kind: 'text', text: decode(text.replace(/\r\n?/g, '\n'), offset), offset };
      } else if (/[^ \t\r\n]/.test(text)) fail('There is text outside of the root element.', offset);
      continue;
    }
    if (source.startsWith('<!--', at)) {
      skipTo('--', 4);
      if (source[at] !== '>') fail('A comment holds -- or is not closed.', offset);
      at += 1;
      continue;
    }
    if (take(INSTRUCTION) !== undefined) {
      skipTo('?>', 0);
      continue;
    }
    if (inside && source.startsWith('<![CDATA[', at)) {
      const text = skipTo(']]>', 9).replace(/\r\n?/g, '\n');
      yield { kind: 'text', text, offset };
      continue;
    }
    const closing = take(CLOSE);
    if (closing !== undefined) {
      const element = open.pop();
      if (element === undefined || element.tag !== closing[1]) {
        return fail(
          `</${closing[1]}> closes ${element === undefined ? 'nothing' : `<${element.tag}>`}.`,
          offset,
        );
      }
      scope = element.scope;
      yield { kind: 'close' };
      continue;
    }
    const tag = take(OPEN)?.[1];
    if (tag === undefined) {
      const isDocumentType = source.startsWith('<!DOCTYPE', at);
      return fail(isDocumentType ? 'A document type is refused.' : 'This is no tag, comment or instruction.');
    }
    if (!inside && hasRoot) fail(`<${tag}> is a second root element.`, offset);
    if (open.length === limits.depth) fail(`Elements are more than ${limits.depth} deep.`, offset);
    hasRoot = true;
    const attributes = new Map<string, string>();
    const declared = new Map<string, string>();
    for (let match = take(ATTRIBUTE); match !== undefined; match = take(ATTRIBUTE)) {
      const [, name = '', double, single = ''] = match;
      if (attributes.has(name)) fail(`<${tag}> has ${name} twice.`, offset);
      const value = decode((double ?? single).replace(/\r\n|[\t\r\n]/g, ' '), offset);
      attributes.set(name, value);
      if (name === 'xmlns') declared.set('', value);
      else if (name.startsWith('xmlns:')) declared.set(name.slice(6), value);
    }
    // Not a copy of all that is declared around it: a document with many of both would take minutes.
    const inner: Scope = declared.size === 0 ? scope : { own: declared, outer: scope };
    const end = take(END_OF_TAG) ?? fail(`<${tag}> goes on with what is no attribute.`);
    for (const name of [...attributes.keys()]) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) attributes.delete(name);
      else if (name.includes(':')) resolve(name);
    }
    open.push({ tag, scope });
    scope = inner;
    yield { kind: 'open', ...resolve(tag), attributes, offset };
    if (end[1] === '/') {
      scope = open.pop()?.scope ?? scope;
      yield { kind: 'close' };
    }

    function resolve(qualified: string): { readonly name: string; readonly namespace: string } {
      const [first = '', second] = qualified.split(':');
      const prefix = second === undefined ? '' : first;
      const namespace = namespaceOf(inner, prefix) ?? '';
      if (prefix !== '' && namespace === '') fail(`The prefix ${prefix} is not declared.`, offset);
      return { name: second ?? first, namespace };
    }
  }
  const left = open.at(-1);
  if (left !== undefined) fail(`<${left.tag}> is not closed.`);
  if (!hasRoot) fail('There is no element.');
}

function namespaceOf(scope: Scope, prefix: string): string | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const namespace = at.own.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}
