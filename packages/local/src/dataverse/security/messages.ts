import { DataverseError } from '../errors.ts';
import type { Table } from '../metadata/model.ts';
import type { Organization } from '../organization.ts';
import type { Caller } from './caller.ts';
import type { Principal } from './principal.ts';
import type { Depth, Privilege, Right } from './privileges.ts';

const ACCESS_MODES = [
  'Read-Write',
  'Administrative',
  'Read',
  'Support User',
  'Non-interactive',
  'Delegated Admin',
];

const contextCaller = (org: Organization, { application, acting }: Caller): string =>
  org.unconfirmed.contextCallerWhenImpersonating === 'application-user' ? application.id : acting.id;

function aboutPrincipal(org: Organization, who: Principal): string {
  return (
    `Principal user (Id=${who.id}, type=8, roleCount=${who.roleCount}, privilegeCount=${who.held.size}, ` +
    `accessMode='${who.accessMode} ${ACCESS_MODES[who.accessMode]}', AADObjectId='${who.objectId}', ` +
    `MetadataCachePrivilegesCount=${org.catalogue.all.length}, businessUnitId=${who.businessUnitId})`
  );
}

const aboutPrivilege = (org: Organization, caller: Caller, privilege: Privilege, table: Table): string =>
  `is missing ${privilege.name} privilege (Id=${privilege.id}) on OTC=${table.objectTypeCode} for entity ` +
  `'${table.name}' (LocalizedName='${table.displayName}'). context.Caller=${contextCaller(org, caller)}. ` +
  'Consider adding missed privilege to one of the principal (user/team) roles.';

/** The refusal of a table privilege, in the service's long form. */
export const missingPrivilege = (
  org: Organization,
  who: Principal,
  caller: Caller,
  privilege: Privilege,
  table: Table,
): DataverseError =>
  new DataverseError(
    403,
    '0x80040220',
    `${aboutPrincipal(org, who)}, ${aboutPrivilege(org, caller, privilege, table)}`,
  );

/** The refusal when the owner-to-be cannot read the table. */
export const ownerCannotRead = (
  org: Organization,
  owner: Principal,
  caller: Caller,
  privilege: Privilege,
  table: Table,
): DataverseError =>
  new DataverseError(
    403,
    '0x80040299',
    `Read Privilege Check For Owner failed with exception: ${aboutPrincipal(org, owner)}, ${aboutPrivilege(org, caller, privilege, table)}`,
  );

/** The refusal of a privilege that belongs to no table. */
export const missingGeneralPrivilege = (
  org: Organization,
  who: Principal,
  privilege: Privilege,
  depth: Depth = 'Basic',
): DataverseError =>
  new DataverseError(
    403,
    '0x80040220',
    `SecLib::CheckPrivilege failed. User: ${who.id}, PrivilegeName: ${privilege.name}, PrivilegeId: ${privilege.id}, ` +
      `Required Depth: ${depth}, BusinessUnitId: ${who.businessUnitId}, ` +
      `MetadataCache Privileges Count: ${org.catalogue.all.length}, User Privileges Count: ${who.held.size}`,
  );

/** The privilege is held, but this row is out of its reach. */
export const noAccess = (
  org: Organization,
  who: Principal,
  right: Right,
  table: Table,
  id: string,
): DataverseError =>
  new DataverseError(
    403,
    org.unconfirmed.recordAccessCode,
    `Principal with id ${who.id} does not have ${right}Access right(s) for record with id ${id} of entity ${table.name}.`,
  );
