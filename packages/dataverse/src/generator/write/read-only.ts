import type { ChosenTable } from '../choose/choose-tables.ts';
import { attributeOf } from '../choose/limit-columns.ts';
import type { CsdlModel } from '../csdl/model.ts';
import type { Facts } from '../facts/facts.ts';

/** When a column may be given. */
export interface Writable {
  readonly onCreate: boolean;
  readonly onUpdate: boolean;
}

/** Columns that the service fills in every table that has them; `$metadata` without annotations does not tell. */
const FILLED = new Set([
  'createdby',
  'createdon',
  'createdonbehalfby',
  'entityimage_timestamp',
  'entityimage_url',
  'exchangerate',
  'fullname',
  'masterid',
  'modifiedby',
  'modifiedon',
  'modifiedonbehalfby',
  'organizationid',
  'owningteam',
  'owninguser',
  'versionnumber',
]);
const CREATE_ONLY = new Set(['importsequencenumber', 'overriddencreatedon']);

/** By the definitions of the table when they are there, else by the marks in `$metadata`, else by names. */
export function writable(
  model: CsdlModel,
  table: ChosenTable,
  facts: Facts | undefined,
  column: string,
): Writable {
  const attribute = attributeOf(column);
  const known = facts?.get(table.logicalName)?.columns.get(attribute);
  if (known?.canCreate !== undefined && known.canUpdate !== undefined) {
    return { onCreate: known.canCreate, onUpdate: known.canUpdate && attribute !== table.id };
  }
  if (attribute === table.id) return { onCreate: true, onUpdate: false };
  if (CREATE_ONLY.has(attribute)) return { onCreate: true, onUpdate: false };
  const marked = table.properties.find(({ name }) => name === attribute);
  const isReadOnly =
    table.key.includes(attribute) ||
    (model.marksReadOnly && marked !== undefined ? marked.isReadOnly : isFilledByName(attribute, table));
  return { onCreate: !isReadOnly, onUpdate: !isReadOnly };
}

function isFilledByName(attribute: string, { properties }: ChosenTable): boolean {
  // Money in the base currency, next to the money itself.
  const money = /^(.+)_base$/.exec(attribute)?.[1];
  if (money !== undefined) return properties.some(({ name }) => name === money);
  return FILLED.has(attribute) || attribute.endsWith('_composite');
}
