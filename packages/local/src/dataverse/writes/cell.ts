import { badPayload, choiceOutOfRange, notBuilt, outOfRange, tooLong } from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Column, Table } from '../metadata/model.ts';
import { parseMoment } from '../metadata/moment.ts';
import type { Cell } from '../store/values.ts';

const INT32 = 2 ** 31;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const cannotConvert = (table: Table, value: unknown, type: string) =>
  badPayload(table, `Cannot convert the literal '${String(value)}' to the expected type '${type}'.`);

function text(table: Table, column: Column, value: unknown): string {
  if (typeof value !== 'string') {
    throw badPayload(
      table,
      "Cannot convert a value to target type 'Edm.String' because of conflict between input format string/number and parameter 'IEEE754Compatible' false/true.",
    );
  }
  const most = column.definition.MaxLength;
  if (typeof most === 'number' && value.length > most) throw tooLong(table, column.name, most);
  return value;
}

function number(table: Table, column: Column, value: unknown): number {
  const whole = column.edm === 'Edm.Int32' || column.edm === 'Edm.Int64';
  const fits = typeof value === 'number' && (!whole || Number.isInteger(value));
  if (!fits || (column.edm === 'Edm.Int32' && (value >= INT32 || value < -INT32))) {
    throw cannotConvert(table, value, column.edm);
  }
  if (whole && !Number.isSafeInteger(value)) throw notBuilt('An integer beyond 53 bits');
  const { MinValue, MaxValue, Precision } = column.definition;
  if (
    (typeof MinValue === 'number' && value < MinValue) ||
    (typeof MaxValue === 'number' && value > MaxValue)
  ) {
    throw outOfRange();
  }
  if (column.options && !column.options.some((option) => option.Value === value)) throw choiceOutOfRange();
  return whole || typeof Precision !== 'number' ? value : Number(value.toFixed(Precision));
}

/** Checks a JSON value against its column and answers it as the store keeps it. Refuses wrong types and ranges (400). */
export function cellOf(table: Table, column: Column, value: unknown): Cell {
  if (value === null) return null;
  if (typeof value === 'object') {
    throw badPayload(
      table,
      `An unexpected '${Array.isArray(value) ? 'StartArray' : 'StartObject'}' node was found when reading from the JSON reader. A 'PrimitiveValue' node was expected.`,
    );
  }
  switch (column.edm) {
    case 'Edm.String':
      return text(table, column, value);
    case 'Edm.Boolean':
      if (typeof value !== 'boolean') throw cannotConvert(table, value, column.edm);
      return value;
    case 'Edm.Guid':
      if (typeof value !== 'string' || !isGuid(value)) throw cannotConvert(table, value, column.edm);
      return value.toLowerCase();
    case 'Edm.DateTimeOffset':
    case 'Edm.Date': {
      const wanted = column.edm === 'Edm.Date' ? DATE : DATE_TIME;
      const ms = typeof value === 'string' && wanted.test(value) ? parseMoment(value) : Number.NaN;
      if (Number.isNaN(ms)) throw cannotConvert(table, value, column.edm);
      // The service keeps whole seconds.
      return ms - (((ms % 1000) + 1000) % 1000);
    }
    default:
      return number(table, column, value);
  }
}
