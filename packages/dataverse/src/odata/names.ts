import { badArgument } from '../errors/configuration-error.ts';

/** A column, or a path to one through lookups: `name`, `_ownerid_value`, `primarycontactid/fullname`. */
export function columnName(name: string): string {
  if (typeof name === 'string' && /^[A-Za-z_]\w*(\/[A-Za-z_]\w*)*$/.test(name)) return name;
  throw badArgument(`"${name}" is no column name.`);
}

/** An entity set: `accounts`, also `EntityDefinitions`. */
export function entitySetName(name: string): string {
  if (typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name)) return name;
  throw badArgument(`"${name}" is no entity set name.`);
}

/** An action, function or navigation property, with its namespace or without. */
export function operationName(name: string): string {
  if (typeof name === 'string' && /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name)) return name;
  throw badArgument(`"${name}" is no name of an action, a function or a relationship.`);
}
