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
  if (typeof text !== 'string' || !isGuid(text)) throw badArgument(`"${text}" is no GUID.`);
  const value = text.toLowerCase();
  return Object.freeze({ guid: value, toString: () => value, toJSON: () => value });
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
  if (/^\w+$/.test(type) && /^\w+(,\w+)*$/.test(member)) return Object.freeze({ enumType: type, member });
  throw badArgument(`"${type}" and "${member}" are no enum type and member of it.`);
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
  return Object.freeze({ date: text, toString: () => text, toJSON: () => text });
}

/** The OData literal for a value, not yet encoded for a URL. Throws `ConfigurationError` for what has none. */
export function formatLiteral(value: LiteralValue): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return `'${wellFormed(value).replaceAll("'", "''")}'`;
    case 'number':
      if (!Number.isFinite(value)) throw badArgument(`${value} cannot be sent as a number.`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      if (value instanceof Date) return formatDate(value);
      if ('guid' in value && isGuid(value.guid)) return value.guid;
      if ('date' in value) return dateOnly(value.date).date;
      if ('enumType' in value) {
        const { enumType, member } = enumMember(value.enumType, value.member); // it may be made by hand
        return `Microsoft.Dynamics.CRM.${enumType}'${member}'`;
      }
  }
  throw badArgument(
    'Only text, numbers, booleans, null, dates, guid(…), dateOnly(…) and enumMember(…) can be sent as values.',
  );
}

/** The same beside a column: `_name_value` is the id of a lookup's row, by the service's own rule of naming. */
export function formatColumnLiteral(column: string, value: LiteralValue): string {
  const isId = typeof value === 'string' && /(^|\/)_\w+_value$/.test(column) && isGuid(value);
  return formatLiteral(isId ? guid(value) : value);
}

/** A function's parameter: a literal, or JSON for lists and references to rows. */
export function formatParameter(value: unknown): string {
  if (isLiteral(value)) return formatLiteral(value);
  if (typeof value !== 'object') throw badArgument(`A parameter cannot be ${typeof value}.`);
  return wellFormed(JSON.stringify(value));
}

function isLiteral(value: unknown): value is LiteralValue {
  if (value === null || value instanceof Date) return true;
  if (typeof value === 'object') {
    return (
      ('guid' in value && typeof value.guid === 'string') ||
      ('date' in value && typeof value.date === 'string') ||
      ('enumType' in value && 'member' in value)
    );
  }
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw badArgument('An invalid Date cannot be sent.');
  return date.toISOString().replace('.000Z', 'Z');
}

/** Half of a surrogate pair cannot be sent as UTF-8; encoding would throw or change it. */
function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text))
    throw badArgument('The text is not well-formed Unicode (a lone surrogate).');
  return text;
}
