import {
  badQuery,
  DataverseError,
  duplicateRow,
  invalidArgument,
  notBuilt,
  rowNotFound,
  unknownSegment,
} from '../errors.ts';
import type { Association, Table } from '../metadata/model.ts';
import { followReference, type Target, targetId } from '../odata/reference.ts';
import { grantsOf } from '../operations/role-privileges.ts';
import type { Exchange } from '../organization.ts';
import { empty } from '../responses.ts';
import { demand, demandRow } from '../security/access.ts';
import { demandOwn } from '../security/elevation.ts';
import { deleteRow, findRows, insertRow } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { checkVersion } from './requests.ts';
import { changeRow } from './save.ts';

function referenceInBody(body: unknown): string {
  const id = typeof body === 'object' && body !== null && '@odata.id' in body ? body['@odata.id'] : undefined;
  if (typeof id !== 'string') throw invalidArgument();
  return id;
}

/** A user with a role of that user, whichever side the request came from. */
interface Pair {
  readonly user: StoredRow;
  readonly role: StoredRow;
}

function pairOf(
  exchange: Exchange,
  table: Table,
  row: StoredRow,
  association: Association,
  target: Target,
): Pair {
  const { org } = exchange;
  if (association.intersect !== 'systemuserroles') throw notBuilt(`$ref on ${association.name}`);
  if (target.table.name !== association.target)
    throw badQuery(`${targetId(target)} is no ${association.target}.`);
  if (!target.row) {
    const { message } = rowNotFound(target.table, targetId(target), org.unconfirmed.rowNotFoundWords);
    throw new DataverseError(404, '0x80060888', message);
  }
  return table.name === 'systemuser' ? { user: row, role: target.row } : { user: target.row, role: row };
}

function demandAssignment(exchange: Exchange, { user, role }: Pair): void {
  const { systemUser, role: roles } = exchange.org.tables;
  if (exchange.org.unconfirmed.assignRolePrivileges === 'append-both-sides') {
    demandRow(exchange, 'Append', systemUser, user);
    demandRow(exchange, 'Append', roles, role);
    return;
  }
  demandRow(exchange, 'Read', systemUser, user);
  demandRow(exchange, 'Append', systemUser, user);
  demandRow(exchange, 'Read', roles, role);
  demand(exchange, 'Assign', roles);
}

function link(exchange: Exchange, pair: Pair): void {
  const { org } = exchange;
  const table = org.model.table('systemuserroles');
  if (!table) return;
  demandAssignment(exchange, pair);
  demandOwn(exchange, grantsOf(org, pair.role), `roles(${pair.role['roleid']})`);
  if (pair.user['businessunitid'] !== pair.role['businessunitid']) {
    throw new DataverseError(
      400,
      '0x80041409',
      `The user with id=${pair.user['systemuserid']} belongs to a different business unit=${pair.user['businessunitid']} than the role with roleId=${pair.role['roleid']} and rolebusinessUnit=${pair.role['businessunitid']}.`,
    );
  }
  const ids = { systemuserid: String(pair.user['systemuserid']), roleid: String(pair.role['roleid']) };
  if (findRows(org.store, table, ids).length > 0) {
    if (org.unconfirmed.roleAlreadyAssigned === '0x80040237') throw duplicateRow();
    return;
  }
  insertRow(org.store, table, { systemuserroleid: org.newId(), ...ids });
}

function unlink(exchange: Exchange, pair: Pair): void {
  const { org } = exchange;
  const table = org.model.table('systemuserroles');
  if (!table) return;
  demandAssignment(exchange, pair);
  const ids = { systemuserid: String(pair.user['systemuserid']), roleid: String(pair.role['roleid']) };
  for (const row of findRows(org.store, table, ids)) deleteRow(org.store, table, String(row[table.key]));
}

/**
 * `…/systemuserroles_association/$ref` (POST, DELETE) and `…/primarycontactid/$ref` (PUT, DELETE).
 *
 * @param key the id in `…_association(<id>)/$ref`
 */
export function writeReference(
  exchange: Exchange,
  table: Table,
  row: StoredRow,
  name: string,
  key: string | null,
): Response {
  const { org, method, url } = exchange;
  const association = table.associations.get(name);
  const navigation = table.navigations.get(name);
  if (association) {
    const set = org.model.table(association.target)?.entitySet;
    const id = key === null ? url.searchParams.get('$id') : `/${set}(${key})`;
    if (method === 'POST') {
      link(
        exchange,
        pairOf(exchange, table, row, association, followReference(org, referenceInBody(exchange.body))),
      );
    } else if (method === 'DELETE' && id !== null) {
      unlink(exchange, pairOf(exchange, table, row, association, followReference(org, id)));
    } else throw notBuilt(`${method} on a collection of references`);
    return empty(204);
  }
  if (!navigation) throw unknownSegment(name, org.unconfirmed.unknownEntitySetCode);
  if (method !== 'PUT' && method !== 'DELETE') throw notBuilt(`${method} on a reference`);
  demandRow(exchange, 'Write', table, row);
  checkVersion(exchange, row);
  const value = method === 'PUT' ? referenceInBody(exchange.body) : null;
  changeRow(exchange, table, row, { [`${name}@odata.bind`]: value });
  return empty(204);
}
