import { scalarToText } from './scalars.ts';
import { elementOf, membersOf, type Struct, type Target, target } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

/** Text for an element or an attribute. Characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character)
    .replace(UNREPRESENTABLE, '\uFFFD');
}

/** The characters that XML 1.0 excludes: controls other than tab and line ends, and two non-characters. */
const UNREPRESENTABLE = /[^\t\n\r\u0020-\uFFFD]/g;

export interface XmlOptions {
  /** Members that are bound elsewhere (headers, payload) and left out at the top level. */
  readonly skip?: (member: Target) => boolean;
}

/** The members of a structure as elements. */
export function encodeXmlMembers(
  table: ServiceTable,
  shape: Shape,
  value: unknown,
  { skip }: XmlOptions = {},
): string {
  const source = value as Struct;
  let out = '';
  for (const [name, member] of membersOf(table, shape)) {
    const found = source[name];
    if (found === undefined || found === null || member.traits.xmlAttribute || skip?.(member)) continue;
    out += element(table, member, member.traits.xmlName ?? name, found);
  }
  return out;
}

/** One member as an element, its attributes included. */
export function element(table: ServiceTable, member: Target, name: string, value: unknown): string {
  const { shape, traits } = member;
  switch (shape.type) {
    case 'structure':
    case 'union': {
      const open =
        name +
        namespace(traits.xmlNamespace ?? shape.xmlNamespace) +
        attributes(table, shape, value as Struct);
      return `<${open}>${encodeXmlMembers(table, shape, value)}</${name}>`;
    }
    case 'list':
      return list(table, member, name, value as Iterable<unknown>);
    case 'map':
      return map(table, member, name, value as Struct);
    default:
      return `<${name}${namespace(traits.xmlNamespace)}>${escapeXml(scalarToText(value, member, 'date-time'))}</${name}>`;
  }
}

function namespace(declared: { uri: string; prefix?: string } | undefined): string {
  if (declared === undefined) return '';
  return ` xmlns${declared.prefix === undefined ? '' : `:${declared.prefix}`}="${escapeXml(declared.uri)}"`;
}

function attributes(table: ServiceTable, shape: Shape, value: Struct): string {
  let out = '';
  for (const [name, member] of membersOf(table, shape)) {
    const found = value[name];
    if (!member.traits.xmlAttribute || found === undefined || found === null) continue;
    out += ` ${member.traits.xmlName ?? name}="${escapeXml(scalarToText(found, member, 'date-time'))}"`;
  }
  return out;
}

function list(table: ServiceTable, member: Target, name: string, items: Iterable<unknown>): string {
  const item = elementOf(table, member.shape);
  const itemName = member.traits.xmlFlattened ? name : (item.traits.xmlName ?? 'member');
  let out = '';
  for (const value of items) out += value === null ? `<${itemName}/>` : element(table, item, itemName, value);
  return member.traits.xmlFlattened ? out : `<${name}>${out}</${name}>`;
}

function map(table: ServiceTable, member: Target, name: string, entries: Struct): string {
  const key = target(table, member.shape.key ?? 'string');
  const value = elementOf(table, member.shape);
  const entryName = member.traits.xmlFlattened ? name : 'entry';
  let out = '';
  for (const [entryKey, entryValue] of Object.entries(entries)) {
    if (entryValue === undefined || entryValue === null) continue;
    const keyText = element(table, key, key.traits.xmlName ?? 'key', entryKey);
    out += `<${entryName}>${keyText}${element(table, value, value.traits.xmlName ?? 'value', entryValue)}</${entryName}>`;
  }
  return member.traits.xmlFlattened ? out : `<${name}>${out}</${name}>`;
}
