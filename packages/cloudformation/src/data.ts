import { TemplateError } from './error.ts';
import type { Value } from './types.ts';

/** JSON as it is emitted: no values of ours left in it, only what CloudFormation reads. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;

/** An object of {@link Plain} data. */
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** The identity of one template: values remember it, so that another template can refuse them. */
export interface Origin {
  readonly template: string;
  /** No template: a macro that a function needs. */
  readonly macro?: true;
}

/** Not a template: what is made of a function that `AWS::LanguageExtensions` adds remembers so. */
export const languageExtensions: Origin = Object.freeze({ template: 'AWS::LanguageExtensions', macro: true });

// Registered, so that two copies of this package in one process know each other's values.
const origins = Symbol.for('wayleave.origins');
const handle = Symbol.for('wayleave.handle');

/** Makes the frozen JSON of an intrinsic function that yields a `T`. */
export function value<T>(json: object, from: readonly Origin[] = []): Value<T> {
  Object.defineProperty(json, origins, { value: from });
  // The result type has no run-time form: this is the one place where a value gets it.
  return Object.freeze(json) as Value<T>;
}

/** The templates a value refers to, or undefined if `data` is no value. */
export function originsOf(data: object): readonly Origin[] | undefined {
  return (data as { readonly [origins]?: readonly Origin[] })[origins];
}

/** Marks and freezes a handle, so that one in a property's place can be refused by name. */
export function freezeHandle<T extends object>(fields: T): T {
  Object.defineProperty(fields, handle, { value: true });
  return Object.freeze(fields);
}

export function isHandle(data: object): boolean {
  return handle in data;
}

/** Hears of each origin that a value inside the data has. */
export type OriginListener = (origin: Origin, path: string) => void;

/**
 * Copies data into frozen JSON; `undefined` members vanish. Values are kept as they are.
 * Throws `NotTemplateData` for what JSON cannot say.
 */
export function freezeData(data: unknown, path: string): unknown {
  return copy(data, path, { listener: undefined, above: new Set(), values: 0 });
}

/** The same, with values turned into plain JSON too: `listener` hears where they come from. */
export function emitData(data: unknown, path: string, listener: OriginListener): unknown {
  return copy(data, path, { listener, above: new Set(), values: 0 });
}

interface Copying {
  readonly listener: OriginListener | undefined;
  readonly above: Set<object>;
  /** How many values were met so far. */
  values: number;
}

/** What was copied, is frozen all through and has no values in it: it need not be copied again. */
const settled = new WeakSet<object>();

function copy(data: unknown, path: string, copying: Copying): unknown {
  if (data === null || typeof data === 'string' || typeof data === 'boolean') return data;
  if (typeof data === 'number' && Number.isFinite(data)) return data;
  if (typeof data !== 'object')
    throw refused(path, `${typeof data === 'number' ? data : `A ${typeof data}`} is not JSON.`);
  if (settled.has(data)) return data;
  if (isHandle(data))
    throw refused(path, 'This is a handle, not a value.', 'Write handle.ref or one of its attributes.');
  const { above, listener } = copying;
  if (above.has(data)) throw refused(path, 'The data contains itself.');
  const from = originsOf(data);
  if (from !== undefined) {
    copying.values += 1;
    if (listener === undefined) return data;
    for (const origin of from) listener(origin, path);
  }
  const before = copying.values;
  above.add(data);
  const copied = Array.isArray(data)
    ? data.map((item, index) => copy(item, `${path}[${index}]`, copying))
    : copyObject(data, path, copying);
  above.delete(data);
  if (listener === undefined && copying.values === before) settled.add(copied);
  return Object.freeze(copied);
}

function copyObject(data: object, path: string, copying: Copying): object {
  const prototype = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== null)
    throw refused(path, `An instance of ${prototype.constructor?.name ?? 'a class'} is not JSON.`);
  const copied: Record<string, unknown> = {};
  const members = data as Readonly<Record<string, unknown>>; // what is in it is looked at one by one
  for (const key of Object.keys(data)) {
    const member = members[key];
    if (member === undefined) continue;
    const value = copy(member, `${path}.${key}`, copying);
    if (key === '__proto__')
      Object.defineProperty(copied, key, { value, enumerable: true, configurable: true, writable: true });
    else copied[key] = value;
  }
  return copied;
}

function refused(
  path: string,
  what: string,
  fix = 'Use text, numbers, booleans, lists, plain objects and values.',
) {
  return new TemplateError('NotTemplateData', what, { fix, path });
}

function findOrigins(data: unknown, found: Set<Origin>): void {
  if (typeof data !== 'object' || data === null) return;
  for (const origin of originsOf(data) ?? []) found.add(origin);
  for (const member of Object.values(data)) findOrigins(member, found);
}

/** The templates that any of `parts` comes from, each once. */
export function mergeOrigins(parts: readonly unknown[]): readonly Origin[] {
  const all = new Set<Origin>();
  for (const part of parts) findOrigins(part, all);
  return [...all];
}
