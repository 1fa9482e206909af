import { badArgument } from '../errors/configuration-error.ts';

/** A column, or a path to one through lookups: `name`, `_ownerid_value`, `primarycontactid/fullname`. */
export function columnName(name: string): string {
  return checked(name, /^[A-Za-z_]\w*(\/[A-Za-z_]\w*)*$/, 'column name');
}

/** An entity set: `accounts`, also `EntityDefinitions`. */
export function entitySetName(name: string): string {
  return checked(name, SIMPLE, 'entity set name');
}

/** A column of the table itself, as keys have it. */
export function keyColumn(name: string): string {
  return checked(name, SIMPLE, 'column name');
}

/** An action, function or navigation property, with its namespace or without. */
export function operationName(name: string): string {
  return checked(name, /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'name of an action, a function or a relationship');
}

const SIMPLE = /^[A-Za-z_]\w*$/;

function checked(name: string, form: RegExp, what: string): string {
  if (typeof name === 'string' && form.test(name)) return name;
  throw badArgument(`"${name}" is no ${what}.`);
}
