import { badArgument } from '../errors/configuration-error.ts';
import { formatKey, type Key } from '../odata/key.ts';
import { type Outgoing, prefer } from '../outgoing.ts';
import { annotationsPreference } from '../table/reads.ts';
import { setUrl, type TableTarget } from '../table/target.ts';
import type { TableNames } from './table-names.ts';

export type MultipleMessage = 'CreateMultiple' | 'UpdateMultiple' | 'UpsertMultiple' | 'DeleteMultiple';

/** Per row of an elastic table, what became of it. */
const ERROR_DETAILS = 'Microsoft.PowerApps.CDS.ErrorDetails.*';

export function multipleRequest(
  target: TableTarget,
  message: MultipleMessage,
  items: readonly object[],
): Outgoing {
  return {
    method: 'POST',
    url: `${setUrl(target)}/Microsoft.Dynamics.CRM.${message}`,
    headers: prefer(annotationsPreference(ERROR_DETAILS)),
    body: { Targets: items },
  };
}

export function createItem(names: TableNames, row: object): object {
  return { '@odata.type': typeOf(names), ...row };
}

/** For an update or a delete, which name the row by columns: its primary key and, if elastic, its partition. */
export function keyedItem(names: TableNames, key: Key, row: object = {}): object {
  if (typeof key === 'string') {
    return { '@odata.type': typeOf(names), ...row, [names.id]: formatKey(key) };
  }
  formatKey(key);
  if (key[names.id] !== undefined) return { '@odata.type': typeOf(names), ...row, ...key };
  throw badArgument(`Many rows at once are named by ${names.id}, not by another key.`);
}

export function upsertItem(target: TableTarget, names: TableNames, key: Key, row: object): object {
  if (typeof key === 'string') return keyedItem(names, key, row);
  const rest: Record<string, unknown> = { '@odata.type': typeOf(names), ...row };
  for (const [column, value] of Object.entries(key)) {
    // The service refuses a column that stands in the key and in the row.
    if (rest[column] !== undefined && JSON.stringify(rest[column]) !== JSON.stringify(value)) {
      throw badArgument(`The row has another ${column} than its key, which UpsertMultiple cannot change.`);
    }
    delete rest[column];
  }
  return { ...rest, '@odata.id': `${target.entitySet}(${formatKey(key)})` };
}

function typeOf({ logicalName }: TableNames): string {
  return `Microsoft.Dynamics.CRM.${logicalName}`;
}
