import { unreadable } from '../errors/answer.ts';
import { badArgument } from '../errors/configuration-error.ts';
import { isGuid } from '../guid.ts';
import type { Filter } from '../odata/filter.ts';
import { formatKey, idFromUrl } from '../odata/key.ts';
import { columnName } from '../odata/names.ts';
import { queryString } from '../odata/query-string.ts';
import type { Operation, Outgoing } from '../outgoing.ts';
import { objectBody } from '../reply.ts';

/** What to read of definitions. There are no pages: all come at once, so select what is needed. */
export interface DefinitionQuery<K extends string> {
  readonly select?: readonly K[];
  /**
   * Compares plain and enum members, and managed ones by `/Value`; there are no functions on text. Enum members are
   * written by `enumMember`: odata`OwnershipType eq ${enumMember('OwnershipTypes', 'UserOwned')}`.
   */
  readonly filter?: string | Filter;
  /** OData text: `OptionSet($select=Options)`. */
  readonly expand?: string;
}

export const CRM = 'Microsoft.Dynamics.CRM.';

/** A definition in a path, by MetadataId or by the name that `by` tells. */
export function oneOf(set: string, by: string, name: string): string {
  if (typeof name !== 'string' || name === '') throw badArgument(`${set}: the name is blank.`);
  return `${set}(${formatKey(isGuid(name) ? name : { [by]: name })})`;
}

export function tablePath(table: string): string {
  return oneOf('EntityDefinitions', 'LogicalName', table);
}

/** Reads all definitions at `path`. */
export function readList<T>(
  root: string,
  path: string,
  query: DefinitionQuery<string> = {},
): Operation<readonly T[]> {
  const outgoing: Outgoing = { method: 'GET', url: root + path + writeQuery(query) };
  return {
    ...outgoing,
    read(reply) {
      const { value } = objectBody(reply, outgoing);
      if (Array.isArray(value)) return value;
      throw unreadable(reply, outgoing, 'without a list of definitions');
    },
  };
}

/** Reads the one definition at `path`. */
export function readOne<T>(root: string, path: string, query: DefinitionQuery<string> = {}): Operation<T> {
  const outgoing: Outgoing = { method: 'GET', url: root + path + writeQuery(query) };
  return { ...outgoing, read: (reply) => objectBody(reply, outgoing) as T }; // as it was asked for
}

/** Creates a definition; gives its MetadataId. */
export function create(root: string, path: string, definition: object): Operation<string> {
  const outgoing: Outgoing = { method: 'POST', url: root + path, body: definition };
  return {
    ...outgoing,
    read(reply) {
      const id = idFromUrl(reply.headers['odata-entityid']);
      if (id !== undefined) return id;
      const words = 'without an OData-EntityId; the definition is created all the same';
      throw unreadable(reply, outgoing, words);
    },
  };
}

/** Puts a definition in place of the one at `path`; members that are missing fall back to their defaults. */
export function replace(
  root: string,
  path: string,
  definition: object,
  mergeLabels: boolean,
): Operation<void> {
  const headers = { 'mscrm.mergelabels': String(mergeLabels) };
  return { method: 'PUT', url: root + path, body: definition, headers, read() {} };
}

export function remove(root: string, path: string): Operation<void> {
  return { method: 'DELETE', url: root + path, read() {} };
}

/** Calls an action without an answer. */
export function act(root: string, name: string, parameters: object): Operation<void> {
  return { method: 'POST', url: root + name, body: parameters, read() {} };
}

function writeQuery({ select = [], filter, expand }: DefinitionQuery<string>): string {
  return queryString({
    $select: select.length === 0 ? undefined : select.map(columnName).join(','),
    $filter: filter?.toString(),
    $expand: expand,
  });
}
