import { badQuery, notBuilt, unknownProperty } from '../errors.ts';
import type { Association, Column, Navigation, Table } from '../metadata/model.ts';
import type { Filter } from '../odata/filter.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import type { ExpandItem } from '../odata/query-options.ts';
import type { Exchange, Organization } from '../organization.ts';
import { demandRead } from '../security/access.ts';
import type { Depth } from '../security/privileges.ts';

/** Which part of a row is wanted, with the right to read every table of it already asked for. */
export interface Shape {
  readonly table: Table;
  readonly columns: readonly Column[];
  /** The caller's `$select`, in the caller's order. */
  readonly selected: readonly string[] | null;
  readonly expansions: readonly Expansion[];
}

export type Expansion =
  | { readonly kind: 'one'; readonly navigation: Navigation; readonly shape: Shape; readonly depth: Depth }
  | {
      readonly kind: 'many';
      readonly association: Association;
      readonly shape: Shape;
      readonly depth: Depth;
      readonly filter: Filter | null;
      readonly item: ExpandItem;
    };

/** What `@odata.context` says of a shape: `(name,createdby(fullname))`. */
export function contextOf(shape: Shape): string {
  const parts = [
    ...(shape.selected ?? []),
    ...shape.expansions.map((each) => {
      const name = each.kind === 'one' ? each.navigation.name : each.association.name;
      return `${name}${contextOf(each.shape) || '()'}`;
    }),
  ];
  return parts.length === 0 ? '' : `(${parts.join(',')})`;
}

function columnsOf(org: Organization, table: Table, select: readonly string[] | null): readonly Column[] {
  if (select === null) return table.columns;
  const chosen = select.map((name) => {
    const column = table.byProperty.get(name);
    if (column) return column;
    if (table.navigations.has(name) || table.associations.has(name)) {
      throw notBuilt(`A navigation property (${name}) in $select`);
    }
    throw unknownProperty(name, table, org.unconfirmed.unknownPropertyCode);
  });
  // The key is always returned; a user's payload also carries the inherited key.
  const keys = table.columns.filter(
    (column) => column.name === table.key || (table.name === 'systemuser' && column.name === 'ownerid'),
  );
  return [...new Set([...chosen, ...keys])];
}

function expansionOf(exchange: Exchange, table: Table, item: ExpandItem, nested: boolean): Expansion {
  const { org } = exchange;
  const navigation = table.navigations.get(item.name);
  const association = table.associations.get(item.name);
  const target = org.model.table(navigation?.target ?? association?.target ?? '');
  if (!target) throw unknownProperty(item.name, table, org.unconfirmed.unknownPropertyCode);
  if (item.reference) {
    if (association) throw badQuery('Expand with $ref is only supported on lookup type navigation property.');
    throw notBuilt('$expand with $ref');
  }
  if (navigation && item.others.size > 0) {
    throw badQuery(
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
    );
  }
  if (navigation && item.filter !== null) throw notBuilt('$filter inside the $expand of a lookup');
  if (association && (nested || item.expand.length > 0))
    throw notBuilt('A nested $expand of an N:N relationship');
  if (item.others.size > 0) throw notBuilt('$orderby or $top inside $expand');
  const depth = demandRead(exchange, target);
  const shape = shapeOf(exchange, target, item.select, item.expand, true);
  if (navigation) return { kind: 'one', navigation, shape, depth };
  if (!association) throw unknownProperty(item.name, table, org.unconfirmed.unknownPropertyCode);
  const filter =
    item.filter === null ? null : parseFilter(item.filter, new Map(), org.unconfirmed.querySyntaxCode);
  return { kind: 'many', association, shape, depth, filter, item };
}

/** Resolves `$select` and `$expand`. Refuses unknown names (400) and tables the caller may not read (403). */
export function shapeOf(
  exchange: Exchange,
  table: Table,
  select: readonly string[] | null,
  expand: readonly ExpandItem[],
  nested = false,
): Shape {
  return {
    table,
    columns: columnsOf(exchange.org, table, select),
    selected: select,
    expansions: expand.map((item) => expansionOf(exchange, table, item, nested)),
  };
}
