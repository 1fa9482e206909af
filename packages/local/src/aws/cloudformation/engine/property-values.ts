import { isDeepStrictEqual } from 'node:util';
import { UNKNOWN, type Value } from '../template/functions.ts';
import { isList, isObject, type Json, type JsonObject } from '../template/json.ts';

/** Recorded of DescribeChangeSet: what stands for a value that only the deployment makes. */
const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Evaluated properties as plain JSON. */
export function knownAfterApply(properties: Readonly<Record<string, Value>>): JsonObject {
  return plain(properties) as JsonObject;
}

function plain(value: Value): Json {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (Array.isArray(value)) return value.map((item: Value) => plain(item));
  if (typeof value !== 'object') return value ?? null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item as Value)]])),
  );
}

/** One place where properties differ, as the target of a change shows it. */
export interface ValueChange {
  readonly Path: string;
  readonly BeforeValue?: string;
  readonly AfterValue?: string;
  readonly AttributeChangeType: 'Add' | 'Remove' | 'Modify';
}

/** The leaves where two values of one property differ. */
export function valueChanges(
  before: Json | undefined,
  after: Json | undefined,
  path: string,
): readonly ValueChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [{ Path: path, AfterValue: text(after), AttributeChangeType: 'Add' }];
  if (after === undefined) return [{ Path: path, BeforeValue: text(before), AttributeChangeType: 'Remove' }];
  const [left, right] = [members(before), members(after)];
  if (left === undefined || right === undefined || isList(before) !== isList(after)) {
    return [
      { Path: path, BeforeValue: text(before), AfterValue: text(after), AttributeChangeType: 'Modify' },
    ];
  }
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    valueChanges(left.get(key), right.get(key), `${path}/${key}`),
  );
}

function members(value: Json): ReadonlyMap<string, Json> | undefined {
  return isObject(value) || isList(value) ? new Map(Object.entries(value)) : undefined;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
