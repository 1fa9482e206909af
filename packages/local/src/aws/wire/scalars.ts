import { type Target, WireFormatError } from './shapes.ts';
import type { TimestampFormat } from './table.ts';

const INTEGER = /^[+-]?\d+$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads a scalar from text: a form value, an element, a header, a label. */
export function scalarFromText(text: string, { shape, traits }: Target, format: TimestampFormat): unknown {
  switch (shape.type) {
    case 'boolean':
      if (/^true$/i.test(text)) return true;
      if (/^false$/i.test(text)) return false;
      throw new WireFormatError(`'${text}' is not a boolean.`);
    case 'integer':
    case 'long':
      if (!INTEGER.test(text.trim())) throw new WireFormatError(`'${text}' is not an integer.`);
      return Number(text);
    case 'float':
      if (FLOAT.test(text.trim()) || /^(NaN|-?Infinity)$/.test(text)) return Number(text);
      throw new WireFormatError(`'${text}' is not a number.`);
    case 'blob':
      return new Uint8Array(Buffer.from(text, 'base64'));
    case 'timestamp':
      return parseTimestamp(text, traits.timestampFormat ?? shape.timestampFormat ?? format);
    default:
      return text;
  }
}

/** Writes a scalar as text. */
export function scalarToText(value: unknown, { shape, traits }: Target, format: TimestampFormat): string {
  if (shape.type === 'timestamp') {
    return formatTimestamp(dateOf(value), traits.timestampFormat ?? shape.timestampFormat ?? format);
  }
  if (shape.type === 'blob') return base64(value);
  return String(value);
}

export function base64(value: unknown): string {
  if (typeof value === 'string') return Buffer.from(value, 'utf8').toString('base64');
  if (!(value instanceof Uint8Array)) throw new TypeError('A blob must be a Uint8Array.');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

export function dateOf(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(value as number);
  if (Number.isNaN(date.getTime())) throw new TypeError('A timestamp must be a Date.');
  return date;
}

export function parseTimestamp(text: string, format: TimestampFormat): Date {
  const number =
    format === 'epoch-seconds' || /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  const date = new Date(Math.round(number));
  if (Number.isNaN(date.getTime())) throw new WireFormatError(`'${text}' is not a timestamp.`);
  return date;
}

export function formatTimestamp(date: Date, format: TimestampFormat): string {
  switch (format) {
    case 'epoch-seconds':
      return String(date.getTime() / 1000);
    case 'http-date':
      return date.toUTCString();
    case 'date-time':
      return date.toISOString().replace('.000Z', 'Z');
  }
}
