import type { ChosenTable } from '../choose/choose-tables.ts';
import { attributeOf } from '../choose/limit-columns.ts';
import type { CsdlModel, NavigationProperty, Property } from '../csdl/model.ts';
import type { Facts } from '../facts/facts.ts';
import type { Choices } from './choices.ts';
import { writable } from './read-only.ts';
import { commentText, listProperty, propertyName, quote } from './text.ts';
import { type Direction, listOf, primitive, type Types } from './types.ts';

/** Names of the types of one table. */
export interface TableNames {
  readonly row: string;
  readonly create: string;
  readonly update: string;
  readonly table: string;
}

export interface TableContext {
  readonly model: CsdlModel;
  readonly types: Types;
  readonly choices: Choices;
  readonly facts: Facts | undefined;
  /** By full name of the entity type. */
  readonly tables: ReadonlyMap<string, { readonly table: ChosenTable; readonly names: TableNames }>;
}

interface Member {
  readonly name: string;
  readonly text: string;
}

/** The four interfaces of a table; `actions` and `functions` are object types as text. */
export function writeTable(
  context: TableContext,
  table: ChosenTable,
  names: TableNames,
  calls: { readonly actions: string; readonly functions: string },
): string {
  const { logicalName, entitySet, id } = table;
  const row = table.properties.map((each) => {
    const isSure = each.name === id || table.key.includes(each.name) || !each.isNullable;
    return `  readonly ${propertyName(each.name)}: ${columnType(context, table, each, 'answered')}${isSure ? '' : ' | null'};\n`;
  });
  const { onlyCreate, both, onlyUpdate } = writtenMembers(context, table);
  const updates = [...both, ...onlyUpdate];
  const base =
    onlyUpdate.length === 0
      ? names.update
      : `Omit<${names.update}, ${onlyUpdate.map((m) => quote(m.name)).join(' | ')}>`;
  const keys = table.alternateKeys
    .map((key) => key.map((name) => keyMember(context, table, name)).join('; '))
    .map((members) => `{ ${members} }`);
  const navigation = targets(context, table).map(
    ({ each, names: target }) =>
      `    ${propertyName(each.name)}: ${each.type.isCollection ? listOf(target.table) : target.table};\n`,
  );
  const open = table.isOpen ? '  readonly [column: string]: unknown;\n' : '';
  const lines = (members: readonly Member[]) => members.map(({ text }) => `  ${text};\n`).join('') + open;
  return `/** A row of ${commentText(logicalName)}, as it is read. */
export interface ${names.row} {
${row.join('')}${open}}

${interfaceOf(names.update, undefined, lines(updates))}

${interfaceOf(names.create, base, lines(onlyCreate))}

/** ${commentText(`${logicalName}, entity set ${entitySet}`)} */
export interface ${names.table} {
  row: ${names.row};
  create: ${names.create};
  update: ${names.update};
  id: ${quote(id)};
  keys: ${keys.length === 0 ? 'never' : keys.join(' | ')};
  navigation: ${navigation.length === 0 ? 'object' : `{\n${navigation.join('')}  }`};
  actions: ${calls.actions};
  functions: ${calls.functions};
}`;
}

/** What the client needs of the table while it runs, as an entry of an object literal. */
export function writeTableInfo(context: TableContext, table: ChosenTable): string {
  const moments = table.properties
    .filter(({ type }) => type.name === 'Edm.DateTimeOffset' && !type.isCollection)
    .map(({ name }) => name);
  const navigation = targets(context, table).map(
    ({ each, table: target }) => `        ${propertyName(each.name)}: ${quote(target.entitySet)},\n`,
  );
  return `    ${propertyName(table.entitySet)}: {
      logicalName: ${quote(table.logicalName)},
      id: ${quote(table.id)},
${listProperty('moments: ', moments, '      ')}
      navigation: ${navigation.length === 0 ? '{}' : `{\n${navigation.join('')}      }`},
    },
`;
}

function interfaceOf(name: string, base: string | undefined, members: string): string {
  if (members === '') return `export type ${name} = ${base ?? 'Readonly<Record<never, never>>'};`;
  return `export interface ${name}${base === undefined ? '' : ` extends ${base}`} {\n${members}}`;
}

function columnType(
  { types, choices, facts }: TableContext,
  table: ChosenTable,
  { name, type }: Property,
  direction: Direction,
): string {
  if (!type.name.startsWith('Edm.') || type.isCollection) return types.inBody(type, direction);
  const choice = facts?.get(table.logicalName)?.columns.get(name)?.choice;
  const plain = primitive(type.name, 'Date');
  if (choice === undefined) return plain;
  const own = choices.nameOf(table.logicalName, name, choice);
  // Several choices come as text: '1,3'.
  return plain === 'number' ? own : plain;
}

function keyMember(context: TableContext, table: ChosenTable, name: string): string {
  const property = table.properties.find((each) => each.name === name || attributeOf(each.name) === name);
  const type = property === undefined ? 'string' : columnType(context, table, property, 'given');
  return `${propertyName(property?.name ?? name)}: ${type}`;
}

function writtenMembers(context: TableContext, table: ChosenTable) {
  const onlyCreate: Member[] = [];
  const both: Member[] = [];
  const onlyUpdate: Member[] = [];
  const put = (member: Member, column: string) => {
    const { onCreate, onUpdate } = writable(context.model, table, context.facts, column);
    if (onCreate) (onUpdate ? both : onlyCreate).push(member);
    else if (onUpdate) onlyUpdate.push(member);
  };
  for (const each of table.properties) {
    if (attributeOf(each.name) !== each.name) continue; // lookups are set by their navigation property
    const empty = each.isNullable && each.name !== table.id ? ' | null' : '';
    put(
      {
        name: each.name,
        text: `${propertyName(each.name)}?: ${columnType(context, table, each, 'given')}${empty}`,
      },
      each.name,
    );
  }
  for (const each of bindable(context, table)) {
    const name = `${each.name}@odata.bind`;
    put({ name, text: `${quote(name)}?: string | null` }, each.column ?? each.name);
  }
  for (const { each, names } of targets(context, table)) {
    const text = `${propertyName(each.name)}?: ${each.type.isCollection ? listOf(names.create) : names.create}`;
    if (isInsertable(context, table, each)) onlyCreate.push({ name: each.name, text });
  }
  return { onlyCreate, both, onlyUpdate };
}

/** Whether related rows may be given with a new row: a lookup, or rows whose lookup leads here, if that may be written. */
function isInsertable(
  { model, facts, tables }: TableContext,
  table: ChosenTable,
  each: NavigationProperty,
): boolean {
  if (!each.type.isCollection) return writable(model, table, facts, each.column ?? each.name).onCreate;
  const target = tables.get(each.type.name)?.table;
  const back = model.entityTypes.get(each.type.name)?.navigation.find(({ name }) => name === each.partner);
  if (target === undefined || back === undefined || back.type.isCollection) return false;
  return writable(model, target, facts, back.column ?? back.name).onCreate;
}

/** Lookups; of those that may lead to several tables, the ways to chosen tables. */
function bindable(context: TableContext, { navigation }: ChosenTable): NavigationProperty[] {
  const lookups = navigation.filter(({ type }) => !type.isCollection);
  return lookups.filter(
    ({ column, type }) =>
      context.tables.has(type.name) ||
      lookups.filter((other) => other.column === column && column !== undefined).length <= 1,
  );
}

/** Navigation properties that lead to chosen tables. */
function targets({ tables }: TableContext, { navigation }: ChosenTable) {
  return navigation.flatMap((each) => {
    const target = tables.get(each.type.name);
    return target === undefined ? [] : [{ each, ...target }];
  });
}
