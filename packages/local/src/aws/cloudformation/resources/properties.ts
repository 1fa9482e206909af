import { isObject, type JsonObject, scalarText } from '../template/json.ts';

/** A property that a resource cannot have or cannot have in this form; CloudFormation's words. */
export class PropertyError extends Error {
  override readonly name = 'PropertyError';
  readonly code = 'InvalidProperty';
}

/** Turns one property value into what the handler works with; throws PropertyError. */
export type Reader<T> = (value: unknown, name: string) => T;

export interface Property<T, R extends boolean = boolean> {
  readonly read: Reader<T>;
  readonly required: R;
  /** Whether a change makes a new resource. */
  readonly replaces: boolean;
}

export type Properties = Readonly<Record<string, Property<unknown>>>;

/** The typed properties of a declaration. */
export type Read<P extends Properties> = {
  readonly [K in keyof P as P[K] extends Property<unknown, true> ? K : never]: P[K] extends Property<infer T>
    ? T
    : never;
} & {
  readonly [K in keyof P as P[K] extends Property<unknown, true> ? never : K]?: P[K] extends Property<infer T>
    ? T
    : never;
};

export function optional<T>(read: Reader<T>): Property<T, false> {
  return { read, required: false, replaces: false };
}

export function required<T>(read: Reader<T>): Property<T, true> {
  return { read, required: true, replaces: false };
}

/** The property with its change making a new resource. */
export function createOnly<T, R extends boolean>(property: Property<T, R>): Property<T, R> {
  return { ...property, replaces: true };
}

/** Reads all properties of a resource; `unbuilt` are those that CloudFormation has and this has not. */
export function readProperties<P extends Properties>(
  declared: P,
  values: JsonObject,
  unbuilt: readonly string[] = [],
): Read<P> {
  for (const name of Object.keys(values)) {
    if (Object.hasOwn(declared, name)) continue;
    throw new PropertyError(
      unbuilt.includes(name)
        ? `Encountered unsupported property ${name} (local CloudFormation does not build it)`
        : `Encountered unsupported property ${name}`,
    );
  }
  const entries = Object.entries(declared).flatMap(([name, { read, required: needed }]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return [[name, read(value, name)] as const];
    if (needed) throw new PropertyError(`Property ${name} cannot be empty.`);
    return [];
  });
  // Each entry was read by the reader of its own declaration.
  return Object.fromEntries(entries) as Read<P>;
}

export const string: Reader<string> = (value, name) => {
  const text = scalarText(value);
  if (text === undefined) throw new PropertyError(`Value of property ${name} must be of type String`);
  return text;
};

export const integer: Reader<number> = (value, name) => {
  const text = scalarText(value) ?? '';
  if (!/^-?\d+$/.test(text)) throw new PropertyError(`Value of property ${name} must be of type Integer`);
  return Number(text);
};

export const boolean: Reader<boolean> = (value, name) => {
  const text = scalarText(value)?.toLowerCase();
  if (text !== 'true' && text !== 'false')
    throw new PropertyError(`Value of property ${name} must be of type Boolean`);
  return text === 'true';
};

/** A JSON document, given as an object or as its text; read as text. */
export const document: Reader<string> = (value, name) => {
  if (typeof value === 'string') return value;
  if (!isObject(value)) throw new PropertyError(`Value of property ${name} must be an object`);
  return JSON.stringify(value);
};

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, name) => {
    if (!Array.isArray(value)) {
      const kind = item === (string as Reader<unknown>) ? 'List of String' : 'List';
      throw new PropertyError(`Value of property ${name} must be of type ${kind}`);
    }
    return value.map((one) => item(one, name));
  };
}

export function object<P extends Properties>(declared: P, unbuilt: readonly string[] = []): Reader<Read<P>> {
  return (value, name) => {
    if (!isObject(value)) throw new PropertyError(`Value of property ${name} must be an object`);
    return readProperties(declared, value, unbuilt);
  };
}

export const stringMap: Reader<Readonly<Record<string, string>>> = (value, name) => {
  if (!isObject(value)) throw new PropertyError(`Value of property ${name} must be an object`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, string(item, key)]));
};

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export const tags: Reader<readonly Tag[]> = list(object({ Key: required(string), Value: required(string) }));
