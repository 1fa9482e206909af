import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { rowNotFound } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import { ASSOCIATIONS } from '../metadata/system-tables.ts';
import type { Exchange } from '../organization.ts';
import { findRow } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { callerName } from './caller.ts';
import { missingGeneralPrivilege, missingPrivilege, noAccess, ownerCannotRead } from './messages.ts';
import { describe, type Grant, type Principal, principalOf, widest } from './principal.ts';
import { type Depth, narrower, type Privilege, type Right } from './privileges.ts';

const cited = (grant: Grant, holder: Principal): string =>
  `role "${grant.role}" (${grant.depth}) of ${describe(holder)}`;

interface Held {
  readonly depth: Depth;
  readonly decidedBy: string;
}

/** Under impersonation both must hold the privilege; the answer is who does not. */
export function hold(exchange: Exchange, privilege: Privilege): Held | { readonly lacking: Principal } {
  const { application, acting, impersonating } = exchange.caller;
  const own = widest(application, privilege.id);
  if (!impersonating) {
    return own ? { depth: own.depth, decidedBy: cited(own, application) } : { lacking: application };
  }
  const theirs = widest(acting, privilege.id);
  if (theirs === undefined) return { lacking: acting };
  if (own === undefined) return { lacking: application };
  const both = exchange.org.unconfirmed.impersonatedReach === 'narrower-of-both';
  return {
    depth: both ? narrower(own.depth, theirs.depth) : theirs.depth,
    decidedBy: `${cited(own, application)} and ${cited(theirs, acting)}`,
  };
}

/** The first check: is the privilege held at any depth? Refuses with 0x80040220; answers the depth. */
export function demand(exchange: Exchange, right: Right, table: Table): Depth {
  const { org, caller, asked } = exchange;
  const privilege = org.catalogue.of(table, right);
  const held = hold(exchange, privilege);
  const question = { principal: callerName(caller), action: privilege.name, resource: table.entitySet };
  if ('depth' in held) {
    asked.allow({ ...question, decidedBy: held.decidedBy });
    return held.depth;
  }
  const named =
    org.unconfirmed.impersonatorLacksPrivilege === 'names-impersonated' ? caller.acting : held.lacking;
  const error = missingPrivilege(org, named, caller, privilege, table);
  asked.refuse({ ...question, decidedBy: `no role of ${describe(held.lacking)} holds it` }, error);
  throw error;
}

/** As {@link demand}, for a privilege that belongs to no table. */
export function demandGeneral(exchange: Exchange, name: string, resource: string): void {
  const { org, caller, asked } = exchange;
  const privilege = org.catalogue.byName(name);
  if (privilege === undefined) throw new Error(`There is no privilege ${name}.`);
  const held = hold(exchange, privilege);
  const question = { principal: callerName(caller), action: name, resource };
  if ('depth' in held) {
    asked.allow({ ...question, decidedBy: held.decidedBy });
    return;
  }
  const error = missingGeneralPrivilege(org, held.lacking, privilege);
  asked.refuse({ ...question, decidedBy: `no role of ${describe(held.lacking)} holds it` }, error);
  throw error;
}

/** Which rows a depth reaches, as seen by the acting user: column and value that must agree, or all of them. */
function reach(exchange: Exchange, table: Table, depth: Depth): { column: string; value: string } | 'all' {
  const { acting } = exchange.caller;
  if (depth === 'Global' || table.ownership === 'OrganizationOwned' || table.ownership === 'None')
    return 'all';
  if (table.ownership === 'UserOwned') {
    return depth === 'Basic'
      ? { column: 'ownerid', value: acting.id }
      : { column: 'owningbusinessunit', value: acting.businessUnitId };
  }
  if (depth === 'Basic') return { column: table.key, value: acting.id };
  return {
    column: table.byName.has('businessunitid') ? 'businessunitid' : table.key,
    value: acting.businessUnitId,
  };
}

/** A row of an N:N table is reached by who reaches the rows on both sides of it. */
function linkReach(exchange: Exchange, table: Table, alias: string): RawBuilder<SqlBool> | undefined {
  const { model } = exchange.org;
  const sides = ASSOCIATIONS.find(({ intersect }) => intersect === table.name)?.sides ?? [];
  const conditions = sides.flatMap((name) => {
    const side = model.table(name);
    const within = side && reachSql(exchange, side, demandRead(exchange, side), 'side');
    if (!side || !within) return [];
    const reached = sql`select ${sql.ref(`side.${side.key}`)} from ${sql.table(name)} as side where ${within}`;
    return [sql<SqlBool>`${sql.ref(`${alias}.${side.key}`)} in (${reached})`];
  });
  return conditions.length === 0 ? undefined : sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

/** The rows of `alias` that the depth reaches, for a WHERE clause. */
export function reachSql(
  exchange: Exchange,
  table: Table,
  depth: Depth,
  alias: string,
): RawBuilder<SqlBool> | undefined {
  if (table.ownership === 'None') return linkReach(exchange, table, alias);
  const within = reach(exchange, table, depth);
  return within === 'all'
    ? undefined
    : sql<SqlBool>`${sql.ref(`${alias}.${within.column}`)} = ${within.value}`;
}

/** The second check: is this row within reach? Refuses with "does not have …Access right(s)". */
export function demandRow(exchange: Exchange, right: Right, table: Table, row: StoredRow): void {
  const depth = demand(exchange, right, table);
  const within = reach(exchange, table, depth);
  if (within === 'all' || row[within.column] === within.value) return;
  const { org, caller, asked } = exchange;
  const error = noAccess(org, caller.acting, right, table, String(row[table.key]));
  asked.refuse(
    {
      principal: callerName(caller),
      action: org.catalogue.of(table, right).name,
      resource: table.entitySet,
      decidedBy: `held at ${depth} depth, which does not reach this row (${within.column} is ${row[within.column]})`,
    },
    error,
  );
  throw error;
}

/** Reading asks no privilege on the two tables that have none of their own, unless the open questions say so. */
export function demandRead(exchange: Exchange, table: Table): Depth {
  const { org } = exchange;
  if (table.ownership !== 'None') return demand(exchange, 'Read', table);
  if (table.name === 'privilege') {
    if (org.unconfirmed.privilegesReadable === 'with-prvReadRole') demand(exchange, 'Read', org.tables.role);
    return 'Global';
  }
  demand(exchange, 'Read', org.tables.role);
  if (table.name === 'systemuserroles') demand(exchange, 'Read', org.tables.systemUser);
  return 'Global';
}

/** The right to read this very row. */
export function demandReadRow(exchange: Exchange, table: Table, row: StoredRow): void {
  if (table.ownership !== 'None') {
    demandRow(exchange, 'Read', table, row);
    return;
  }
  const { store, unconfirmed } = exchange.org;
  const within = reachSql(exchange, table, demandRead(exchange, table), 'base');
  if (!within) return;
  const id = String(row[table.key]);
  const query = store.sql.selectFrom(`${table.name} as base`).select(`base.${table.key}`).where(within);
  const seen = store.all(query.where(sql<SqlBool>`${sql.ref(`base.${table.key}`)} = ${id}`));
  if (seen.length === 0) throw rowNotFound(table, id, unconfirmed.rowNotFoundWords);
}

/** Whoever becomes owner must be able to read the table (0x80040299). */
export function demandOwnerReads(exchange: Exchange, table: Table, ownerId: string): void {
  const { org, caller, asked } = exchange;
  const user = findRow(org.store, org.tables.systemUser, ownerId);
  const privilege = org.catalogue.of(table, 'Read');
  if (user === undefined) return;
  const owner = principalOf(org.store, user);
  const grant = widest(owner, privilege.id);
  const question = {
    principal: `owner ${owner.fullName}`,
    action: privilege.name,
    resource: table.entitySet,
  };
  if (grant) {
    asked.allow({ ...question, decidedBy: cited(grant, owner) });
    return;
  }
  const error = ownerCannotRead(org, owner, caller, privilege, table);
  asked.refuse({ ...question, decidedBy: `no role of ${describe(owner)} holds it` }, error);
  throw error;
}
