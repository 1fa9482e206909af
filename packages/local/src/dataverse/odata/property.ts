import { type RawBuilder, sql } from 'kysely';
import { unknownProperty } from '../errors.ts';
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
  /** Told of every table that a path goes through, so that reading it can be refused. */
  reads(table: Table): void;
}

/** Resolves `name` or `createdby/fullname`; a path becomes a scalar subquery for each lookup it goes through. */
export function resolveProperty(scope: Scope, segments: readonly string[], depth = 0): Property {
  const { model, table, alias } = scope;
  const [first = '', ...rest] = segments;
  if (rest.length === 0) {
    const navigation = table.navigations.get(first);
    const column = table.byProperty.get(first) ?? navigation?.column;
    if (column === undefined) throw unknownProperty(first, table, scope.unknownPropertyCode);
    return {
      column,
      navigation: column.property !== first,
      value: sql`${sql.ref(`${alias}.${column.name}`)}`,
      fold: sql`${sql.ref(`${alias}.${column.edm === 'Edm.String' ? folded(column.name) : column.name}`)}`,
    };
  }
  const navigation = table.navigations.get(first);
  const target = navigation && model.table(navigation.target);
  if (!navigation || !target) throw unknownProperty(first, table, scope.unknownPropertyCode);
  scope.reads(target);
  const inner = `${alias}_${depth}`;
  const found = resolveProperty({ ...scope, table: target, alias: inner }, rest, depth + 1);
  const through = (value: RawBuilder<unknown>) =>
    sql`(select ${value} from ${sql.table(target.name)} as ${sql.id(inner)} where ${sql.ref(`${inner}.${target.key}`)} = ${sql.ref(`${alias}.${navigation.column.name}`)})`;
  return {
    column: found.column,
    navigation: found.navigation,
    value: through(found.value),
    fold: through(found.fold),
  };
}
