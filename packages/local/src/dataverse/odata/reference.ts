import { invalidArgument } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import type { Organization } from '../organization.ts';
import { findByKey } from '../store/find.ts';
import type { StoredRow } from '../store/store.ts';
import { type Key, parseKey } from './keys.ts';
import { parseResourcePath } from './resource-path.ts';

/** The row that `/roles(<id>)`, `roles(<id>)` or an absolute URL points to. */
export interface Target {
  readonly table: Table;
  readonly key: Key;
  /** Absent when there is no such row. */
  readonly row: StoredRow | undefined;
}

const keyText = (key: Key): string => (key.kind === 'id' ? key.id : [...key.values.values()].join(','));

/** How a target is called in a message. */
export const targetId = ({ key }: Target): string => keyText(key);

/** Follows an `@odata.bind` or `@odata.id` value. Refuses what points nowhere in this organisation (400). */
export function followReference(org: Organization, text: string): Target {
  const [host] = /^https?:\/\/[^/]+/i.exec(text) ?? [];
  if (host !== undefined && !org.origins.includes(host.toLowerCase())) throw invalidArgument();
  const path = text.slice(host?.length ?? 0).replace(/^\/?api\/data\/v[\d.]+/i, '');
  const [segment, ...more] = parseResourcePath(path) ?? [];
  const table = segment && org.model.entitySet(segment.name);
  if (!table || segment.key === null || more.length > 0) throw invalidArgument();
  const key = parseKey(table, segment.key);
  return { table, key, row: findByKey(org.store, table, key) };
}
