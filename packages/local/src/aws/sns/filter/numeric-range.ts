import { parseNumber } from './number.ts';
import type { Bound, Pattern } from './pattern.ts';
import type { TokenReader } from './token-reader.ts';

/** Reads `["=", 1]`, `[">", 0]` or `[">", 0, "<=", 9]`; the reader stands on the opening bracket. */
export function parseNumericRange(reader: TokenReader): Pattern {
  const first = reader.next();
  if (first.type !== 'string') throw reader.error(`Invalid member in numeric match: ${first.text}`);
  const operator = reader.text();
  const value = reader.next();
  switch (operator) {
    case '=': {
      const bound = {
        value: numberOf(reader, value.type, 'Value of equals must be numeric'),
        inclusive: true,
      };
      endOf(reader, 'Too many elements in numeric expression');
      return { kind: 'numeric', low: bound, high: bound };
    }
    case '<':
    case '<=': {
      const high = {
        value: numberOf(reader, value.type, `Value of ${operator} must be numeric`),
        inclusive: operator === '<=',
      };
      endOf(reader, 'Too many elements in numeric expression');
      return { kind: 'numeric', high };
    }
    case '>':
    case '>=': {
      const low = {
        value: numberOf(reader, value.type, `Value of ${operator} must be numeric`),
        inclusive: operator === '>=',
      };
      return upperBound(reader, low);
    }
    default:
      throw reader.error(`Unrecognized numeric range operator: ${operator}`);
  }
}

function upperBound(reader: TokenReader, low: Bound): Pattern {
  const token = reader.next();
  if (token.type === ']') return { kind: 'numeric', low };
  if (token.type !== 'string') throw reader.error(`Bad value in numeric range: ${token.text}`);
  const operator = reader.text();
  if (operator !== '<' && operator !== '<=') throw reader.error(`Bad numeric range operator: ${operator}`);
  const value = numberOf(reader, reader.next().type, `Value of ${operator} must be numeric`);
  endOf(reader, 'Too many terms in numeric range expression');
  if (low.value >= value) throw reader.error('Bottom must be less than top');
  return { kind: 'numeric', low, high: { value, inclusive: operator === '<=' } };
}

function numberOf(reader: TokenReader, type: string, problem: string): number {
  if (type !== 'number') throw reader.error(problem);
  const value = parseNumber(reader.current.text);
  if (value === undefined) {
    throw reader.plainError('Value must be between -1.0E9 and 1.0E9, inclusive');
  }
  return value;
}

function endOf(reader: TokenReader, problem: string): void {
  if (reader.next().type !== ']') throw reader.error(problem);
}
