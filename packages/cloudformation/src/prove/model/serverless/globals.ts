import { isUnread, type Unread } from '../json.ts';
import { isCall } from './expressions.ts';

/** What cannot be merged is not guessed at. */
export const REFUSED = Symbol('refused');

/**
 * The properties of a resource with those of `Globals` below them: maps are merged, lists put one after the other, all
 * else is the resource's own.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(globals: Unread, properties: Unread, ignored: unknown): Unread | typeof REFUSED {
  if (ignored === undefined || ignored === null) return merged(globals, properties);
  if (ignored === '*') return properties;
  if (!Array.isArray(ignored) || !ignored.every((name) => typeof name === 'string' && name in globals))
    return REFUSED;
  const kept = Object.entries(globals).filter(([name]) => !ignored.includes(name));
  return merged(Object.fromEntries(kept), properties);
}

function merged(below: Unread, above: Unread, depth = 0): Unread {
  const entries = new Map<string, unknown>(Object.entries(below));
  for (const [key, value] of Object.entries(above))
    entries.set(key, entries.has(key) ? mergedValue(entries.get(key), value, depth) : value);
  return Object.fromEntries(entries);
}

const DEEPEST = 100;

function mergedValue(below: unknown, above: unknown, depth: number): unknown {
  if (Array.isArray(below) && Array.isArray(above)) return [...below, ...above];
  const areMaps = isUnread(below) && isUnread(above) && !isCall(below) && !isCall(above);
  return areMaps && depth < DEEPEST ? merged(below, above, depth + 1) : above;
}
