import type { Column } from '../metadata/model.ts';
import { fold, folded, targetType } from './schema.ts';
import type { SqlValue } from './store.ts';

/** A cell as the Web API writes it: what was stored, in the column's JSON type. */
export function toJson(column: Column, value: SqlValue): string | number | boolean | null {
  if (value === null) return null;
  switch (column.edm) {
    case 'Edm.Boolean':
      return value === 1;
    case 'Edm.DateTimeOffset':
      return new Date(Number(value)).toISOString().replace('.000Z', 'Z');
    case 'Edm.Date':
      return new Date(Number(value)).toISOString().slice(0, 10);
    default:
      return value;
  }
}

/** A lookup's value with the table it points to. */
export interface Reference {
  readonly table: string;
  readonly id: string;
}

export type Cell = SqlValue | boolean | Reference;

/** The SQL columns that hold one cell. */
export function toSql(column: Column, value: Cell): Record<string, SqlValue> {
  if (typeof value === 'object' && value !== null) {
    return {
      [column.name]: value.id,
      ...(column.targets.length > 1 ? { [targetType(column.name)]: value.table } : {}),
    };
  }
  const plain = typeof value === 'boolean' ? Number(value) : value;
  if (column.edm === 'Edm.String') {
    return { [column.name]: plain, [folded(column.name)]: plain === null ? null : fold(String(plain)) };
  }
  return {
    [column.name]: plain,
    ...(column.targets.length > 1 ? { [targetType(column.name)]: null } : {}),
  };
}
