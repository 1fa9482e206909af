import { readJson } from '../../parse/read-json.ts';
import { TextFault } from '../../parse/text-fault.ts';

/** Resolved JSON: no intrinsic functions left in it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type Members = { readonly [key: string]: Json };

/** Whether a value is an object with members. */
export function isObject<T extends Members = Members>(value: unknown): value is T {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of a template as it is written, functions and all. */
export type Unread = { readonly [key: string]: unknown };

/** Whether this is an object with members, of any content. */
export function isUnread(value: unknown): value is Unread {
  return isObject(value);
}

/** A member of an object; undefined for anything that has no such member of its own. */
export function member(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A value further down: `at(properties, 'LoggingConfig', 'LogGroup')`. */
export function at(value: unknown, ...keys: readonly string[]): Json | undefined {
  let found: unknown = value;
  for (const key of keys) found = member(found, key);
  // Members of resolved JSON are resolved JSON.
  return found as Json | undefined;
}

/** Text; numbers as their text, for parameters may hold them so. Undefined for all else. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A list as it is, one value as a list of it, nothing as an empty list. */
export function list(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Json];
}

/** The texts in a list. */
export function texts(value: Json | undefined): readonly string[] {
  return list(value).filter((each) => typeof each === 'string');
}

/**
 * JSON that a property holds either as an object or as its text; undefined if it is neither, and of text that says one
 * thing twice: which of the two counts is not known.
 */
export function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    // What was read as JSON is JSON.
    return readJson(value).data as Json;
  } catch (error) {
    if (error instanceof TextFault) return undefined;
    throw error;
  }
}

/** Any value as text: what is no text, number or boolean as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : (JSON.stringify(value) ?? '');
}
