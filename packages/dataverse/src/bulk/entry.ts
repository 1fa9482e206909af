import { isGuid } from '../guid.ts';
import { createItem, keyedItem, type MultipleMessage, upsertItem } from '../multiple/items.ts';
import type { TableNames } from '../multiple/table-names.ts';
import type { Key } from '../odata/key.ts';
import { guid } from '../odata/literal.ts';
import type { Operation } from '../outgoing.ts';
import { setUrl, type TableTarget } from '../table/target.ts';
import { deleteRow, updateRow, upsertRow } from '../table/writes.ts';
import { type IdSeed, rowId } from './row-ids.ts';
import type { Kind, Work } from './work.ts';

/** A row under way. */
export interface Entry {
  readonly index: number;
  readonly row: unknown;
  readonly key: Key;
  /** Complete, the id of a new row included. */
  readonly body: object;
  /** Whether the id of the new row was made by the job: no row of another can have it. */
  readonly isOurs: boolean;
  /** It may have been written by a request whose answer was lost, or before the job was resumed. */
  mayBeDone: boolean;
}

export interface Table {
  readonly target: TableTarget;
  readonly names: TableNames;
}

export const MESSAGES = {
  create: 'CreateMultiple',
  update: 'UpdateMultiple',
  upsert: 'UpsertMultiple',
  delete: 'DeleteMultiple',
} as const satisfies Record<Kind, MultipleMessage>;

/** Throws what `key` or `body` throw. */
export function readEntry(work: Work, idColumn: string, seed: IdSeed, row: unknown, index: number): Entry {
  const entry = { index, row, mayBeDone: false };
  if (work.kind === 'delete') return { ...entry, key: work.key(row, index), body: {}, isOurs: false };
  const body = work.body(row, index);
  if (work.kind !== 'create') return { ...entry, key: work.key(row, index), body, isOurs: false };
  const given: unknown = Reflect.get(body, idColumn);
  if (typeof given === 'string' && isGuid(given)) {
    return { ...entry, key: given.toLowerCase(), body, isOurs: false };
  }
  const key = rowId(seed, index);
  return { ...entry, key, body: { ...body, [idColumn]: key }, isOurs: true };
}

/** The row alone; gives whether it was new, where that is told. */
export function rowOperation(
  kind: Kind,
  { target }: Table,
  { key, body }: Entry,
): Operation<{ readonly id?: string; readonly created?: boolean | undefined }> {
  switch (kind) {
    case 'create':
      return { method: 'POST', url: setUrl(target), body, read: () => idOf(key) };
    case 'update':
      return { ...updateRow(target, key, body), read: () => idOf(key) };
    case 'upsert':
      return upsertRow(target, key, body);
    case 'delete':
      return { ...deleteRow(target, key), read: () => idOf(key) };
  }
}

/** The row among others. */
export function rowItem(kind: Kind, { target, names }: Table, { key, body }: Entry): object {
  if (kind === 'create') return createItem(names, body);
  return kind === 'upsert' ? upsertItem(target, names, key, body) : keyedItem(names, key, body);
}

export function idOf(key: Key): { readonly id?: string } {
  return typeof key === 'string' ? { id: key.toLowerCase() } : {};
}

/** A row of an elastic table that was given a partition is found by both. */
export function fullKey({ key, body }: Entry, { names }: Table): Key {
  const partitionid: unknown = Reflect.get(body, 'partitionid');
  if (typeof key !== 'string' || typeof partitionid !== 'string') return key;
  return { [names.id]: guid(key), partitionid };
}
