import type { Column, Navigation, Table } from '../metadata/model.ts';
import type { Preferences } from '../odata/preferences.ts';
import type { Exchange } from '../organization.ts';
import { nameOf } from '../store/rows.ts';
import { targetType } from '../store/schema.ts';
import type { SqlValue, StoredRow } from '../store/store.ts';

const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
const LOGICAL_NAME = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const NAVIGATION = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

const grouped = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const DATE = { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
const TIME = { timeZone: 'UTC', hour: 'numeric', minute: '2-digit', hour12: true } as const;

function formatted(
  exchange: Exchange,
  column: Column,
  value: Exclude<SqlValue, null>,
  target: string | undefined,
): string | null {
  if (column.lookup)
    return target ? nameOf(exchange.org.store, exchange.org.model, target, String(value)) : null;
  const option = column.options?.find((each) => each.Value === value);
  if (option) return option.Label?.UserLocalizedLabel?.Label ?? null;
  switch (column.edm) {
    case 'Edm.Boolean':
      return value === 1 ? 'Yes' : 'No';
    case 'Edm.Int32':
    case 'Edm.Int64':
      return grouped(Number(value), 0);
    case 'Edm.Decimal':
    case 'Edm.Double':
      return grouped(Number(value), column.definition.Precision ?? 2);
    case 'Edm.Date':
      return new Date(Number(value)).toLocaleDateString('en-US', DATE);
    case 'Edm.DateTimeOffset': {
      const at = new Date(Number(value));
      // The service separates with plain spaces where newer ICU data has narrow ones.
      const time = at.toLocaleTimeString('en-US', TIME).replaceAll('\u202f', ' ');
      return `${at.toLocaleDateString('en-US', DATE)} ${time}`;
    }
    default:
      return null;
  }
}

const navigationOf = (table: Table, column: Column, target: string): Navigation | undefined =>
  [...table.navigations.values()].find((each) => each.column === column && each.target === target);

/** The annotations of one cell that the request asked for, keyed as they stand in JSON. */
export function annotationsOf(
  exchange: Exchange,
  preferences: Preferences,
  table: Table,
  column: Column,
  row: StoredRow,
): Record<string, string> {
  const value = row[column.name] ?? null;
  if (value === null) return {};
  const target = column.lookup ? String(row[targetType(column.name)] ?? column.targets[0]) : undefined;
  const found: Record<string, string> = {};
  const text = preferences.annotates(FORMATTED) ? formatted(exchange, column, value, target) : null;
  if (text !== null) found[`${column.property}@${FORMATTED}`] = text;
  if (target !== undefined) {
    const navigation = navigationOf(table, column, target);
    if (navigation && preferences.annotates(NAVIGATION))
      found[`${column.property}@${NAVIGATION}`] = navigation.name;
    if (preferences.annotates(LOGICAL_NAME)) found[`${column.property}@${LOGICAL_NAME}`] = target;
  }
  return found;
}
