import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { tooManyLinks, unknownProperty } from '../errors.ts';
import type { Column, Model, Table } from '../metadata/model.ts';
import { folded } from '../store/schema.ts';

/** A property of a query, found in the model, with the SQL that reads it. */
export interface Property {
  readonly column: Column;
  /** Named by its navigation property, which can only be compared with null. */
  readonly navigation: boolean;
  readonly value: RawBuilder<unknown>;
  /** The case-folded copy, of a string column. */
  readonly fold: RawBuilder<unknown>;
}

export interface Scope {
  readonly model: Model;
  readonly table: Table;
  /** How the table is called in the SQL at hand. */
  readonly alias: string;
  readonly unknownPropertyCode: string;
  /** Told of every table that a path goes through, so that reading it can be refused; answers which of its rows count. */
  reads(table: Table, alias: string): RawBuilder<SqlBool> | undefined;
}

const MOST_LINKS = 15;

/**
 * Resolves `name` or `createdby/fullname`. A path becomes one scalar subquery that joins what it goes through:
 * rows out of the caller's reach are not there, so that a filter tells nothing of them.
 */
export function resolveProperty(scope: Scope, segments: readonly string[]): Property {
  const path = segments.slice(0, -1);
  if (path.length > MOST_LINKS) throw tooManyLinks();
  let { table, alias } = scope;
  const links: { readonly from: RawBuilder<unknown>; readonly on: RawBuilder<SqlBool> }[] = [];
  for (const [at, name] of path.entries()) {
    const navigation = table.navigations.get(name);
    const target = navigation && scope.model.table(navigation.target);
    if (!navigation || !target) throw unknownProperty(name, table, scope.unknownPropertyCode);
    const inner = `${scope.alias}_${at}`;
    const same = sql<SqlBool>`${sql.ref(`${inner}.${target.key}`)} = ${sql.ref(`${alias}.${navigation.column.name}`)}`;
    const within = scope.reads(target, inner);
    links.push({
      from: sql`${sql.table(target.name)} as ${sql.id(inner)}`,
      on: within ? sql<SqlBool>`${same} and ${within}` : same,
    });
    table = target;
    alias = inner;
  }
  const name = segments.at(-1) ?? '';
  const column = table.byProperty.get(name) ?? table.navigations.get(name)?.column;
  if (column === undefined) throw unknownProperty(name, table, scope.unknownPropertyCode);
  const [first, ...more] = links;
  const through = (value: RawBuilder<unknown>) => {
    if (first === undefined) return value;
    const joins = more.map(({ from, on }) => sql`inner join ${from} on ${on}`);
    return sql`(select ${value} from ${first.from} ${sql.join(joins, sql` `)} where ${first.on})`;
  };
  const folds = column.edm === 'Edm.String' ? folded(column.name) : column.name;
  return {
    column,
    navigation: column.property !== name,
    value: through(sql`${sql.ref(`${alias}.${column.name}`)}`),
    fold: through(sql`${sql.ref(`${alias}.${folds}`)}`),
  };
}
