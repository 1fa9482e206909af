import { noSuchResource, notBuilt, unknownSegment, wrongVerb } from './errors.ts';
import { entityDefinitions } from './metadata/entity-definitions.ts';
import type { Table } from './metadata/model.ts';
import { type Key, parseKey } from './odata/keys.ts';
import { parseQueryOptions } from './odata/query-options.ts';
import { parseResourcePath, type Segment } from './odata/resource-path.ts';
import { callFunction, existsElsewhere, unknownOperation } from './operations/functions.ts';
import { callRoleAction, retrieveUserPrivileges } from './operations/role-privileges.ts';
import type { Exchange } from './organization.ts';
import { getCollection, getCount } from './reads/collection.ts';
import { getProperty, getSingle } from './reads/single.ts';
import { empty, json } from './responses.ts';
import { demandRead, demandReadRow } from './security/access.ts';
import type { StoredRow } from './store/store.ts';
import { writeReference } from './writes/references.ts';
import { existing, patch, post, putProperty, remove } from './writes/requests.ts';

const NAMESPACE = 'Microsoft.Dynamics.CRM.';

function serviceDocument({ method, root, org }: Exchange): Response {
  if (method !== 'GET') throw wrongVerb(method);
  return json(200, {
    '@odata.context': `${root}/$metadata`,
    value: org.model.tables.map(({ entitySet }) => ({ name: entitySet, kind: 'EntitySet', url: entitySet })),
  });
}

function onSet(exchange: Exchange, table: Table): Response {
  if (exchange.method === 'GET') return getCollection(exchange, table);
  if (exchange.method === 'POST') return post(exchange, table);
  throw wrongVerb(exchange.method);
}

function onRow(exchange: Exchange, table: Table, key: string): Response {
  const parsed = parseKey(table, key);
  switch (exchange.method) {
    case 'GET':
      // The privilege is asked before the row is looked for: who may not read does not learn what exists.
      demandRead(exchange, table);
      return getSingle(exchange, table, existing(exchange, table, parsed));
    case 'PATCH':
      return patch(exchange, table, parsed);
    case 'DELETE':
      return remove(exchange, table, parsed);
    default:
      throw wrongVerb(exchange.method);
  }
}

function boundOperation(exchange: Exchange, table: Table, row: StoredRow, name: string): Response {
  const operation = name.slice(NAMESPACE.length);
  if (table.name === 'systemuser' && operation === 'RetrieveUserPrivileges') {
    if (exchange.method !== 'GET') throw noSuchResource(exchange.url.href);
    return retrieveUserPrivileges(exchange, row);
  }
  const action =
    table.name === 'role' && exchange.method === 'POST'
      ? callRoleAction(exchange, row, operation)
      : undefined;
  if (action) return action;
  throw unknownOperation(name);
}

function onProperty(exchange: Exchange, table: Table, row: StoredRow, segment: Segment): Response {
  const association = table.associations.get(segment.name);
  const navigation = table.navigations.get(segment.name);
  const { org, method } = exchange;
  if (segment.name.startsWith(NAMESPACE)) return boundOperation(exchange, table, row, segment.name);
  if (association && segment.key === null && method === 'GET') {
    demandReadRow(exchange, table, row);
    const target = org.model.table(association.target);
    const within = { intersect: association.intersect, column: table.key, id: String(row[table.key]) };
    if (target) return getCollection(exchange, target, within);
  }
  if (navigation && method === 'GET') {
    demandReadRow(exchange, table, row);
    const target = org.model.table(navigation.target);
    const id = row[navigation.column.name];
    if (target && typeof id === 'string') {
      return getSingle(exchange, target, existing(exchange, target, { kind: 'id', id }));
    }
    return empty(204);
  }
  if (navigation || association) throw notBuilt(`${method} on the navigation property ${segment.name}`);
  if (segment.key !== null || !table.byProperty.has(segment.name)) {
    throw unknownSegment(segment.name, org.unconfirmed.unknownEntitySetCode);
  }
  if (method === 'GET') return getProperty(exchange, table, row, segment.name);
  if (method === 'PUT' || method === 'DELETE') return putProperty(exchange, table, row, segment.name);
  throw wrongVerb(method);
}

/** Whether users may see their own privileges without reading users is decided by that operation. */
function asksAboutItself({ caller }: Exchange, table: Table, key: Key, operation: Segment): boolean {
  const self = table.name === 'systemuser' && key.kind === 'id' && key.id === caller.acting.id;
  return self && operation.name === `${NAMESPACE}RetrieveUserPrivileges`;
}

function onTable(exchange: Exchange, table: Table, segments: readonly Segment[]): Response {
  const [first, second, third, ...more] = segments;
  if (!first) throw notBuilt('This path');
  // A read looks at its options itself; on a write, too, one that would change it is refused, not ignored.
  if (exchange.method !== 'GET') parseQueryOptions(exchange.url.searchParams);
  if (first.key === null) {
    if (!second) return onSet(exchange, table);
    if (second.name === '$count' && !third && exchange.method === 'GET') return getCount(exchange, table);
    throw second.name.startsWith(NAMESPACE)
      ? unknownOperation(second.name)
      : notBuilt('This path below an entity set');
  }
  if (!second) return onRow(exchange, table, first.key);
  const key = parseKey(table, first.key);
  if (!asksAboutItself(exchange, table, key, second)) demandRead(exchange, table);
  const row = existing(exchange, table, key);
  if (!third) return onProperty(exchange, table, row, second);
  if (third.name === '$ref' && more.length === 0)
    return writeReference(exchange, table, row, second.name, second.key);
  throw notBuilt(`The path segment ${third.name}`);
}

/** Answers everything below `/api/data/v9.x/`. Throws {@link DataverseError} for every refusal. */
export function route(exchange: Exchange, path: string): Response {
  const segments = parseResourcePath(path);
  if (!segments) throw unknownSegment(path, exchange.org.unconfirmed.unknownEntitySetCode);
  const [first] = segments;
  if (!first) return serviceDocument(exchange);
  if (first.name.startsWith('$')) throw notBuilt(first.name);
  if (first.name === 'EntityDefinitions') return entityDefinitions(exchange, segments);
  const answered = segments.length === 1 ? callFunction(exchange, first) : undefined;
  if (answered) return answered;
  const table = exchange.org.model.entitySet(first.name);
  if (!table && existsElsewhere(first.name)) throw unknownOperation(first.name);
  if (!table) throw unknownSegment(first.name, exchange.org.unconfirmed.unknownEntitySetCode);
  return onTable(exchange, table, segments);
}
