import { badBind, badPayload, badQuery, notBuilt, unknownBodyProperty } from '../errors.ts';
import type { Column, Table } from '../metadata/model.ts';
import { followReference, type Target } from '../odata/reference.ts';
import type { Exchange } from '../organization.ts';
import type { Cell, Reference } from '../store/values.ts';
import { cellOf } from './cell.ts';

/** A checked body: values for the store, and the lookups it sets, which the caller must be allowed to set. */
export interface Payload {
  readonly values: ReadonlyMap<Column, Cell>;
  readonly references: ReadonlyMap<Column, Reference>;
  /** Lookups to rows that are not there: refused once the caller's right to link to their table is known. */
  readonly dangling: ReadonlyMap<Column, Target>;
}

const BIND = '@odata.bind';

function bodyObject(table: Table, body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badPayload(
      table,
      "An unexpected node was found when reading from the JSON reader. A 'StartObject' node was expected.",
    );
  }
  return Object.fromEntries(Object.entries(body));
}

function bound(exchange: Exchange, table: Table, name: string, value: unknown): [Column, Target | null] {
  const navigation = table.navigations.get(name);
  if (!navigation) {
    if (table.associations.has(name)) throw notBuilt('@odata.bind of an N:N relationship');
    throw badBind(name, table);
  }
  if (value === null) return [navigation.column, null];
  if (typeof value !== 'string') throw badBind(name, table);
  const { org } = exchange;
  const target = followReference(org, value);
  const allowed = navigation.column.name === 'ownerid' ? ['systemuser'] : [navigation.target];
  if (!allowed.includes(target.table.name)) throw badBind(name, table);
  return [navigation.column, target];
}

function directProperty(exchange: Exchange, table: Table, key: string): Column {
  const column = table.byProperty.get(key);
  if (column?.lookup) {
    throw badQuery(
      'CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
      exchange.org.unconfirmed.unknownPropertyCode,
    );
  }
  if (!column) throw unknownBodyProperty(key, table, exchange.org.unconfirmed.unknownPropertyCode);
  return column;
}

/** Reads a create or update body. Unknown properties, and wrong types are refused; columns that are not writable are left out, as the service leaves them out. */
export function readPayload(
  exchange: Exchange,
  table: Table,
  body: unknown,
  mode: 'create' | 'update',
): Payload {
  const values = new Map<Column, Cell>();
  const references = new Map<Column, Reference>();
  const dangling = new Map<Column, Target>();
  const writable = (column: Column) => (mode === 'create' ? column.creatable : column.updatable);
  for (const [key, value] of Object.entries(bodyObject(table, body))) {
    if (key.startsWith('@')) continue;
    const navigation = table.navigations.get(key);
    if (key.endsWith(BIND) || (navigation && value === null)) {
      const [column, target] = bound(
        exchange,
        table,
        key.endsWith(BIND) ? key.slice(0, -BIND.length) : key,
        value,
      );
      if (!writable(column)) continue;
      if (target && !target.row) {
        dangling.set(column, target);
        continue;
      }
      const id = String(target?.row?.[target.table.key]);
      const reference = target && { table: target.table.name, id };
      values.set(column, reference);
      if (reference) references.set(column, reference);
      continue;
    }
    if (navigation || table.associations.has(key)) throw notBuilt('Deep insert');
    if (key.includes('@')) continue;
    const column = directProperty(exchange, table, key);
    if (writable(column) || column.name === table.key) values.set(column, cellOf(table, column, value));
  }
  return { values, references, dangling };
}
