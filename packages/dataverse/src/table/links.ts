import { formatKey, type Key } from '../odata/key.ts';
import { entitySetName, operationName } from '../odata/names.ts';
import { nothing, type Operation } from '../outgoing.ts';
import { rowUrl, type TableTarget } from './target.ts';

/** A row to link: its table, by entity set name, and its key. */
export interface RowReference {
  readonly table: string;
  readonly key: Key;
}

/**
 * A row as the value of `…@odata.bind`: `/contacts(…)`, keys escaped.
 *
 * @example await table.update(id, { 'primarycontactid@odata.bind': bind('contacts', { emailaddress1: "o'b@x.org" }) });
 */
export function bind(table: string, key: Key): string {
  return `/${entitySetName(table)}(${formatKey(key)})`;
}

export function associateRows(
  target: TableTarget,
  key: Key,
  navigation: string,
  other: RowReference,
): Operation<void> {
  const link = target.environment.apiRoot + bind(other.table, other.key).slice(1);
  return {
    method: 'POST',
    url: linkUrl(target, key, navigation),
    body: { '@odata.id': link },
    read: nothing,
  };
}

export function disassociateRows(
  target: TableTarget,
  key: Key,
  navigation: string,
  other?: { readonly key: Key },
): Operation<void> {
  const which = other === undefined ? '' : `(${formatKey(other.key)})`;
  return { method: 'DELETE', url: linkUrl(target, key, navigation, which), read: nothing };
}

function linkUrl(target: TableTarget, key: Key, navigation: string, which = ''): string {
  return `${rowUrl(target, key)}/${operationName(navigation)}${which}/$ref`;
}
