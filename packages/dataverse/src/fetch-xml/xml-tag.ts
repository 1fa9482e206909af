import { badArgument } from '../errors/configuration-error.ts';
import { formatLiteral, type Guid } from '../odata/literal.ts';
import { escapeXml, isXmlText } from './xml-text.ts';

const XML = Symbol('xml');

/** FetchXML, or a piece of it, with its values escaped. Made by `xml`. */
export interface FetchXml {
  readonly [XML]: true;
  toString(): string;
}

/** What `xml` takes as a value: one to be escaped, or pieces that `xml` has made. */
export type FetchXmlValue = string | number | bigint | boolean | Date | Guid | FetchXml | readonly FetchXml[];

/**
 * Writes FetchXML with its values escaped, each of which stands in an attribute's quotes or between tags. What
 * `xml` has made may stand within another, also as a list. Throws `ConfigurationError` for `null` (there is
 * `operator="null"`), and for characters that XML cannot hold.
 *
 * @example
 * const values = cities.map((city) => xml`<value>${city}</value>`);
 * const query = xml`<fetch><entity name="account"><filter>
 *   <condition attribute="name" operator="eq" value="${name}"/>
 *   <condition attribute="address1_city" operator="in">${values}</condition>
 * </filter></entity></fetch>`;
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows
 */
export function xml(strings: TemplateStringsArray, ...values: readonly FetchXmlValue[]): FetchXml {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) text += write(value) + (strings[index + 1] ?? '');
  const made: FetchXml = { [XML]: true, toString: () => text };
  return Object.freeze(made);
}

function write(value: FetchXmlValue): string {
  if (Array.isArray(value)) return value.map(writeOne).join('');
  return writeOne(value as Exclude<FetchXmlValue, readonly FetchXml[]>); // isArray does not narrow read-only lists
}

function writeOne(value: Exclude<FetchXmlValue, readonly FetchXml[]>): string {
  if (typeof value === 'string') {
    if (isXmlText(value)) return escapeXml(value);
    throw badArgument('xml`…`: a value holds a character that XML does not allow.');
  }
  if (value === null)
    throw badArgument('xml`…`: a value is null; for empty columns there is operator="null".');
  return typeof value === 'object' && XML in value ? value.toString() : formatLiteral(value);
}
