import { TemplateError } from './error.ts';
import type { Value } from './types.ts';

/** JSON as it is emitted: no values of ours left in it, only what CloudFormation reads. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;

export interface PlainObject {
  readonly [key: string]: Plain;
}

/** The identity of one template: values remember it, so that another template can refuse them. */
export interface Origin {
  readonly template: string;
}

const origins = Symbol('wayleave.origins');
const handle = Symbol('wayleave.handle');

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

/**
 * Copies data into frozen JSON. Values are kept as they are unless `strip` is set; `undefined` members vanish.
 * Throws `NotTemplateData` for what JSON cannot say.
 */
export function freezeData(data: unknown, path: string, strip = false): unknown {
  return copy(data, path, strip, new Set());
}

function copy(data: unknown, path: string, strip: boolean, above: Set<object>): unknown {
  if (data === null || typeof data === 'string' || typeof data === 'boolean') return data;
  if (typeof data === 'number' && Number.isFinite(data)) return data;
  if (typeof data !== 'object')
    throw refused(path, `${typeof data === 'number' ? data : `A ${typeof data}`} is not JSON.`);
  if (isHandle(data))
    throw refused(path, 'This is a handle, not a value.', 'Write handle.ref or one of its attributes.');
  if (above.has(data)) throw refused(path, 'The data contains itself.');
  if (!strip && originsOf(data) !== undefined) return data;
  above.add(data);
  const copied = Array.isArray(data)
    ? data.map((item, index) => copy(item, `${path}[${index}]`, strip, above))
    : copyObject(data, path, strip, above);
  above.delete(data);
  return Object.freeze(copied);
}

function copyObject(data: object, path: string, strip: boolean, above: Set<object>): object {
  const prototype = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== null)
    throw refused(path, `An instance of ${prototype.constructor?.name ?? 'a class'} is not JSON.`);
  const entries: [string, unknown][] = [];
  for (const [key, member] of Object.entries(data))
    if (member !== undefined) entries.push([key, copy(member, `${path}.${key}`, strip, above)]);
  return Object.fromEntries(entries);
}

function refused(
  path: string,
  what: string,
  fix = 'Use text, numbers, booleans, lists, plain objects and values.',
) {
  return new TemplateError('NotTemplateData', what, { fix, path });
}

/** Every template that values anywhere inside `data` come from. */
export function findOrigins(
  data: unknown,
  path: string,
  found: (origin: Origin, path: string) => void,
): void {
  if (typeof data !== 'object' || data === null) return;
  for (const origin of originsOf(data) ?? []) found(origin, path);
  for (const [key, member] of Object.entries(data))
    findOrigins(member, Array.isArray(data) ? `${path}[${key}]` : `${path}.${key}`, found);
}

/** The templates that any of `parts` comes from, each once. */
export function mergeOrigins(parts: readonly unknown[]): readonly Origin[] {
  const all = new Set<Origin>();
  for (const part of parts) findOrigins(part, '', (origin) => all.add(origin));
  return [...all];
}
