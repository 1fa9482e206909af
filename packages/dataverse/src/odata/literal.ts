import { badArgument } from '../errors/configuration-error.ts';
import { isGuid } from '../guid.ts';

/** A GUID value, which OData writes without quotes. Made by `guid()`; in a body it becomes its text. */
export interface Guid {
  readonly guid: string;
  toString(): string;
  toJSON(): string;
}

/** A member of an enum type of the service. Made by `enumMember()`. */
export interface EnumMember<T extends string = string, M extends string = string> {
  readonly enumType: T;
  readonly member: M;
}

/** What can stand as a value in a filter, a key, or a function's parameter. */
export type LiteralValue = string | number | bigint | boolean | null | Date | Guid | EnumMember | DateOnly;

/**
 * Marks text as a GUID; a plain string is always sent as a quoted string, whatever it looks like.
 * Throws `ConfigurationError` when it is none.
 *
 * @example odata`applicationid eq ${guid(clientId)}`
 */
export function guid(text: string): Guid {
  if (!isGuid(text)) throw badArgument(`"${text}" is no GUID.`);
  const value = text.toLowerCase();
  return marked({ guid: value, toString: () => value, toJSON: () => value }, value);
}

/**
 * A member of an enum type, as functions and the tables of definitions take it in a URL; several members of a flags
 * type joined by commas. In the body of an action it is the member's name alone, as text.
 * Throws `ConfigurationError` for what is no name.
 *
 * @example await client.function('RetrieveCurrentOrganization', { AccessType: enumMember('EndpointAccessType', 'Default') });
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/use-web-api-functions
 */
export function enumMember<const T extends string, const M extends string>(
  type: T,
  member: M,
): EnumMember<T, M> {
  if (!/^\w+$/.test(type) || !/^\w+(,\w+)*$/.test(member)) {
    throw badArgument(`"${type}" and "${member}" are no enum type and member of it.`);
  }
  return marked({ enumType: type, member }, `Microsoft.Dynamics.CRM.${type}'${member}'`);
}

/** A date without a time, which OData writes without quotes; in a body it becomes its text. */
export interface DateOnly {
  readonly date: string;
  toString(): string;
  toJSON(): string;
}

/**
 * Marks text as a date without a time, as the columns of that kind are compared with; a `Date` is a moment.
 * Throws `ConfigurationError` when it is none.
 *
 * @example table.filter((f) => f.ge('birthdate', dateOnly('1990-01-31')))
 */
export function dateOnly(text: string): DateOnly {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw badArgument(`"${text}" is no date like 1990-01-31.`);
  return marked({ date: text, toString: () => text, toJSON: () => text }, text);
}

/** The literal of each value that was marked as what it is; one made by hand has none, and is refused. */
const LITERALS = new WeakMap<object, string>();

function marked<T extends object>(value: T, literal: string): T {
  LITERALS.set(value, literal);
  return Object.freeze(value);
}

/** The OData literal for a value, not yet encoded for a URL. Throws `ConfigurationError` for what has none. */
export function formatLiteral(value: LiteralValue): string {
  const literal = literalOf(value);
  if (literal !== undefined) return literal;
  throw badArgument(
    'Only text, finite numbers, booleans, null, valid dates, guid(…), dateOnly(…) and enumMember(…) are values.',
  );
}

/** The same beside a column: `_name_value` is the id of a lookup's row, by the service's own rule of naming. */
export function formatColumnLiteral(column: string, value: LiteralValue): string {
  const isId = typeof value === 'string' && /(^|\/)_\w+_value$/.test(column) && isGuid(value);
  return isId ? value.toLowerCase() : formatLiteral(value);
}

/** A function's parameter: a literal, or JSON for lists and references to rows. */
export function formatParameter(value: unknown): string {
  if (typeof value === 'object' && literalOf(value) === undefined && !(value instanceof Date)) {
    return wellFormed(JSON.stringify(value));
  }
  return formatLiteral(value as LiteralValue); // which refuses what is none
}

function literalOf(value: unknown): string | undefined {
  if (typeof value === 'string') return `'${wellFormed(value).replaceAll("'", "''")}'`;
  if (Number.isFinite(value)) return String(value); // String(-0) is '0'
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? undefined : value.toISOString().replace('.000Z', 'Z');
  }
  return LITERALS.get(Object(value));
}

/** Half of a surrogate pair cannot be sent as UTF-8; encoding would throw or change it. */
function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text))
    throw badArgument('The text is not well-formed Unicode (a lone surrogate).');
  return text;
}
