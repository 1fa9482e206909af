import { CsdlError } from '../csdl-error.ts';
import type { ChosenTable } from './choose-tables.ts';
import { didYouMean } from './nearest.ts';

/**
 * The table with these columns, its primary key, and the lookups among them, which may be named as a column
 * (`_primarycontactid_value`), as the attribute (`primarycontactid`) or as the navigation property. Collections stay.
 */
export function limitColumns(table: ChosenTable, columns: readonly string[]): ChosenTable {
  const known = [...table.properties, ...table.navigation].map(({ name }) => name);
  const wanted = new Set(columns);
  for (const name of wanted) {
    if (known.includes(name) || known.includes(`_${name}_value`)) continue;
    const hint = didYouMean(name, known);
    throw new CsdlError('ERR_CSDL_COLUMN', `${table.logicalName} has no column ${name}.${hint}`);
  }
  const lookups = table.navigation.filter(({ name, column = '', type }) => {
    const attribute = attributeOf(column);
    return !type.isCollection && (wanted.has(name) || wanted.has(column) || wanted.has(attribute));
  });
  const names = new Set([...wanted, ...table.key, table.id, ...lookups.map(({ column }) => column)]);
  return {
    ...table,
    properties: table.properties.filter(({ name }) => names.has(name) || names.has(attributeOf(name))),
    navigation: table.navigation.filter((each) => each.type.isCollection || lookups.includes(each)),
    alternateKeys: table.alternateKeys.filter((key) => key.every((name) => names.has(name))),
  };
}

/** `primarycontactid` of `_primarycontactid_value`; other columns are their own attribute. */
export function attributeOf(column: string): string {
  return /^_(.+)_value$/.exec(column)?.[1] ?? column;
}
