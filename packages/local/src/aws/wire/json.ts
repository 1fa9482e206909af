import { setOwn } from './query-decode.ts';
import { base64, dateOf, formatTimestamp, parseTimestamp } from './scalars.ts';
import { elementOf, membersOf, type Struct, type Target, WireFormatError } from './shapes.ts';
import type { ServiceTable, Shape } from './table.ts';

/** Reads a JSON document into a structure; members the model does not know are left alone, as AWS does. */
export function decodeJson(table: ServiceTable, shape: Shape, text: string): Struct {
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new WireFormatError('The request body is not valid JSON.', { cause });
  }
  return structure(table, shape, json);
}

function structure(table: ServiceTable, shape: Shape, json: unknown): Struct {
  const source = object(json);
  const out: Struct = {};
  for (const [name, member] of membersOf(table, shape)) {
    const key = member.traits.jsonName ?? name;
    const value = Object.hasOwn(source, key) ? source[key] : undefined;
    if (value !== undefined && value !== null) out[name] = decode(table, member, value);
  }
  return out;
}

function object(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null) throw new WireFormatError('Unexpected field type');
  if (Array.isArray(json)) throw new WireFormatError('Start of list found where not expected');
  return json as Record<string, unknown>;
}

/** Reads one member; also used for payload members of restJson1. */
export function decode(table: ServiceTable, member: Target, json: unknown): unknown {
  const { shape, traits } = member;
  switch (shape.type) {
    case 'structure':
    case 'union':
      return structure(table, shape, json);
    case 'list': {
      if (!Array.isArray(json)) throw new WireFormatError('Expected list or null');
      const element = elementOf(table, shape);
      const items = shape.sparse ? json : json.filter((item) => item !== null);
      return items.map((item) => (item === null ? null : decode(table, element, item)));
    }
    case 'map': {
      const value = elementOf(table, shape);
      const out: Struct = {};
      for (const [key, item] of Object.entries(object(json))) {
        if (item !== null) setOwn(out, key, decode(table, value, item));
        else if (shape.sparse) setOwn(out, key, null);
      }
      return out;
    }
    case 'document':
      return json;
    case 'timestamp': {
      const format = traits.timestampFormat ?? shape.timestampFormat ?? 'epoch-seconds';
      if (typeof json === 'number') return new Date(Math.round(json * 1000));
      if (typeof json === 'string') return parseTimestamp(json, format);
      break;
    }
    case 'blob':
      if (typeof json === 'string') return new Uint8Array(Buffer.from(json, 'base64'));
      break;
    case 'boolean':
      if (typeof json === 'boolean') return json;
      break;
    case 'integer':
    case 'long':
      if (typeof json === 'number') return Math.trunc(json);
      break;
    case 'float':
      if (typeof json === 'number') return json;
      if (json === 'NaN' || json === 'Infinity' || json === '-Infinity') return Number(json);
      break;
    case 'string':
      if (typeof json === 'string') return json;
      break;
  }
  throw mismatch(json, shape);
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'String',
  blob: 'Blob',
  boolean: 'Boolean',
  integer: 'Integer',
  long: 'Long',
  float: 'Double',
  timestamp: 'Timestamp',
};

function mismatch(json: unknown, shape: Shape): WireFormatError {
  if (Array.isArray(json)) return new WireFormatError('Start of list found where not expected');
  if (typeof json === 'object')
    return new WireFormatError('Start of structure or map found where not expected');
  const token = typeof json === 'boolean' ? String(json).toUpperCase() : (typeof json).toUpperCase();
  return new WireFormatError(`${token}_VALUE cannot be converted to ${WANTED[shape.type] ?? shape.type}`);
}

/** Writes a structure as a JSON value; absent and null members are left out. */
export function encodeJson(table: ServiceTable, shape: Shape, value: unknown): Struct {
  const source = value as Struct;
  const out: Struct = {};
  for (const [name, member] of membersOf(table, shape)) {
    const found = source[name];
    if (found === undefined || found === null) continue;
    out[member.traits.jsonName ?? name] = encode(table, member, found);
  }
  return out;
}

export function encode(table: ServiceTable, member: Target, value: unknown): unknown {
  const { shape, traits } = member;
  switch (shape.type) {
    case 'structure':
    case 'union':
      return encodeJson(table, shape, value);
    case 'list': {
      const element = elementOf(table, shape);
      return [...(value as Iterable<unknown>)].map((item) =>
        item === null ? null : encode(table, element, item),
      );
    }
    case 'map': {
      const element = elementOf(table, shape);
      const out: Struct = {};
      for (const [key, item] of Object.entries(value as Struct)) {
        if (item === undefined || (item === null && !shape.sparse)) continue;
        setOwn(out, key, item === null ? null : encode(table, element, item));
      }
      return out;
    }
    case 'timestamp': {
      const format = traits.timestampFormat ?? shape.timestampFormat ?? 'epoch-seconds';
      const date = dateOf(value);
      return format === 'epoch-seconds' ? date.getTime() / 1000 : formatTimestamp(date, format);
    }
    case 'blob':
      return base64(value);
    case 'float':
      return Number.isFinite(value) ? value : String(value);
    default:
      return value;
  }
}
