import { badPayload, DataverseError, invalidArgument, invalidDepth } from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Exchange, Organization } from '../organization.ts';
import { empty, json } from '../responses.ts';
import { demand, demandRow } from '../security/access.ts';
import { demandOwn } from '../security/elevation.ts';
import { principalOf, widest } from '../security/principal.ts';
import {
  type Depth,
  depthMask,
  depthOfMask,
  isDepth,
  type Privilege,
  wider,
} from '../security/privileges.ts';
import { deleteRow, findRows, insertRow, updateRow } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import { refuseOnAdministrator } from '../writes/role-rules.ts';

interface RolePrivilege {
  readonly Depth: Depth;
  readonly PrivilegeId: string;
  readonly BusinessUnitId: string;
  readonly PrivilegeName: string;
}

const links = (org: Organization) => {
  const table = org.model.table('roleprivileges');
  if (!table) throw new Error('The table roleprivileges is missing.');
  return table;
};

/** A role's privileges, each with its depth. */
export function grantsOf(org: Organization, role: StoredRow): readonly (readonly [Privilege, Depth])[] {
  return findRows(org.store, links(org), { roleid: String(role['roleid']) }).flatMap((row) => {
    const privilege = org.catalogue.byId(String(row['privilegeid']));
    return privilege ? [[privilege, depthOfMask(Number(row['privilegedepthmask']))] as const] : [];
  });
}

/** A role's privileges in the form of the `RolePrivilege` complex type. */
export function rolePrivileges(org: Organization, role: StoredRow): readonly RolePrivilege[] {
  return grantsOf(org, role).map(([{ id, name }, depth]) => ({
    Depth: depth,
    PrivilegeId: id,
    BusinessUnitId: String(role['businessunitid']),
    PrivilegeName: name,
  }));
}

/** Writes one privilege of a role, or changes the depth it has. */
export function grant(org: Organization, roleId: string, privilege: Privilege, depth: Depth): void {
  const table = links(org);
  const [held] = findRows(org.store, table, { roleid: roleId, privilegeid: privilege.id });
  const values = { roleid: roleId, privilegeid: privilege.id, privilegedepthmask: depthMask(depth) };
  if (held) updateRow(org.store, table, String(held[table.key]), values);
  else insertRow(org.store, table, { roleprivilegeid: org.newId(), ...values });
}

function checkActOnBehalf(org: Organization, privilege: Privilege): void {
  const listed = privilege.name === 'prvActOnBehalfOfAnotherUser';
  if (listed && org.unconfirmed.addActOnBehalf === '0x8004ed43') {
    throw new DataverseError(
      403,
      '0x8004ed43',
      'Act on Behalf of Another User privilege cannot be added or removed.',
    );
  }
}

const KNOWN = new Set(['Depth', 'PrivilegeId', 'BusinessUnitId', 'PrivilegeName', '@odata.type']);

function readPrivileges(org: Organization, body: unknown): readonly (readonly [Privilege, Depth])[] {
  const list =
    typeof body === 'object' && body !== null && 'Privileges' in body ? body.Privileges : undefined;
  if (!Array.isArray(list)) throw invalidArgument();
  return list.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) throw invalidArgument();
    const members = new Map<string, unknown>(Object.entries(item));
    for (const name of members.keys()) {
      if (!KNOWN.has(name)) {
        throw badPayload(
          org.tables.role,
          `The property '${name}' does not exist on type 'Microsoft.Dynamics.CRM.RolePrivilege'. Make sure to only use property names that are defined by the type.`,
        );
      }
    }
    const id = members.get('PrivilegeId');
    const depth = members.get('Depth');
    const privilege = typeof id === 'string' && isGuid(id) ? org.catalogue.byId(id) : undefined;
    if (!privilege) throw invalidArgument();
    if (!isDepth(depth) || !privilege.depths.includes(depth)) throw invalidDepth();
    checkActOnBehalf(org, privilege);
    return [privilege, depth] as const;
  });
}

function removePrivilege(org: Organization, roleId: string, body: unknown): void {
  const members =
    typeof body === 'object' && body !== null ? new Map<string, unknown>(Object.entries(body)) : new Map();
  const parameter = org.unconfirmed.removePrivilegeParameter;
  for (const name of members.keys()) {
    if (name !== parameter) {
      throw badPayload(
        org.tables.role,
        `The parameter '${name}' in the request payload is not a valid parameter for the operation 'RemovePrivilegeRole'.`,
      );
    }
  }
  const given: unknown = members.get(parameter);
  const id =
    typeof given === 'object' && given !== null && 'privilegeid' in given ? given.privilegeid : given;
  const privilege = typeof id === 'string' ? org.catalogue.byId(id) : undefined;
  if (!privilege) throw invalidArgument();
  checkActOnBehalf(org, privilege);
  const table = links(org);
  for (const row of findRows(org.store, table, { roleid: roleId, privilegeid: privilege.id })) {
    deleteRow(org.store, table, String(row[table.key]));
  }
}

/** `roles(<id>)/Microsoft.Dynamics.CRM.…`. Answers `undefined` for an action that is not one of the three. */
export function callRoleAction(exchange: Exchange, role: StoredRow, action: string): Response | undefined {
  const { org, body } = exchange;
  if (!['AddPrivilegesRole', 'ReplacePrivilegesRole', 'RemovePrivilegeRole'].includes(action))
    return undefined;
  demandRow(exchange, 'Write', org.tables.role, role);
  refuseOnAdministrator(role);
  const roleId = String(role['roleid']);
  if (action === 'RemovePrivilegeRole') {
    removePrivilege(org, roleId, body);
    return empty(204);
  }
  const privileges = readPrivileges(org, body);
  const held = new Map(grantsOf(org, role).map(([{ id }, depth]) => [id, depth]));
  const added = privileges.filter(([{ id }, depth]) => {
    const before = held.get(id);
    return before === undefined || wider(before, depth) !== before;
  });
  demandOwn(exchange, added, `roles(${roleId})`);
  if (action === 'ReplacePrivilegesRole') {
    const table = links(org);
    for (const row of findRows(org.store, table, { roleid: roleId }))
      deleteRow(org.store, table, String(row[table.key]));
  }
  for (const [privilege, depth] of privileges) grant(org, roleId, privilege, depth);
  return empty(204);
}

/** `systemusers(<id>)/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`: the widest depth of each privilege. */
export function retrieveUserPrivileges(exchange: Exchange, user: StoredRow): Response {
  const { org, caller } = exchange;
  const self = user['systemuserid'] === caller.acting.id;
  if (!self || org.unconfirmed.ownPrivilegesReadable === 'with-prvReadUser') {
    demand(exchange, 'Read', org.tables.systemUser);
    demandRow(exchange, 'Read', org.tables.systemUser, user);
  }
  const principal = principalOf(org.store, user);
  return json(200, {
    '@odata.context': `${exchange.root}/$metadata#Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse`,
    RolePrivileges: [...principal.held.keys()].map((id) => ({
      Depth: widest(principal, id)?.depth,
      PrivilegeId: id,
      BusinessUnitId: principal.businessUnitId,
      PrivilegeName: org.catalogue.byId(id)?.name,
    })),
  });
}
