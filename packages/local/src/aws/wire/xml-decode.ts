import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { setOwn } from './query-decode.ts';
import { scalarFromText } from './scalars.ts';
import { elementOf, membersOf, type Struct, type Target, target, WireFormatError } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded below, the five of XML and numbers only; a document type is refused before.
  processEntities: false,
});

type Element = string | { readonly [child: string]: unknown };

/** Reads an XML document into a structure, whatever its root is called (as S3 does). */
export function decodeXml(table: ServiceTable, member: Target, text: string): unknown {
  if (/<!DOCTYPE/i.test(text)) throw new WireFormatError('The XML declares a document type.');
  if (XMLValidator.validate(text) !== true) throw new WireFormatError('The XML is not well-formed.');
  const document = parsed(text);
  const roots = Object.entries(document).filter(([name]) => !name.startsWith('#'));
  const root = roots[0]?.[1] as Element | undefined;
  if (root === undefined) throw new WireFormatError('The XML has no root element.');
  return read(table, member, [root]);
}

/** The parser has limits of its own, on nesting and on names, and throws beyond them. */
function parsed(text: string): Record<string, unknown> {
  try {
    return parser.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new WireFormatError('The XML cannot be read.', { cause });
  }
}

function structure(table: ServiceTable, shape: Shape, node: Element): Struct {
  const out: Struct = {};
  for (const [name, member] of membersOf(table, shape)) {
    const wireName = member.traits.xmlName ?? name;
    if (member.traits.xmlAttribute) {
      const value = typeof node === 'string' ? undefined : node[`@${wireName}`];
      if (typeof value === 'string') out[name] = unescapeXml(value);
      continue;
    }
    const found = children(node, wireName);
    if (found.length > 0) out[name] = read(table, member, found);
  }
  return out;
}

function read(table: ServiceTable, member: Target, nodes: readonly Element[]): unknown {
  const { shape, traits } = member;
  const first = nodes[0] ?? '';
  switch (shape.type) {
    case 'structure':
    case 'union':
      return structure(table, shape, first);
    case 'list': {
      const item = elementOf(table, shape);
      const items = traits.xmlFlattened ? nodes : children(first, item.traits.xmlName ?? 'member');
      return items.map((node) => read(table, item, [node]));
    }
    case 'map': {
      const key = target(table, shape.key ?? 'string');
      const value = elementOf(table, shape);
      const out: Struct = {};
      for (const entry of traits.xmlFlattened ? nodes : children(first, 'entry')) {
        const [keyNode] = children(entry, key.traits.xmlName ?? 'key');
        const found = children(entry, value.traits.xmlName ?? 'value');
        if (keyNode !== undefined && found.length > 0)
          setOwn(out, textOf(keyNode), read(table, value, found));
      }
      return out;
    }
    default:
      return scalarFromText(textOf(first), member, 'date-time');
  }
}

function children(node: Element, name: string): readonly Element[] {
  if (typeof node === 'string' || !Object.hasOwn(node, name)) return [];
  const found = node[name];
  return (Array.isArray(found) ? found : [found]) as readonly Element[];
}

function textOf(node: Element): string {
  if (typeof node === 'string') return unescapeXml(node);
  const text = typeof node['#text'] === 'string' ? unescapeXml(node['#text']) : '';
  return (
    text +
    children(node, '#cdata')
      .filter((part) => typeof part === 'string')
      .join('')
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
