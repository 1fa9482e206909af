import { DataverseSetupError } from '../metadata/definition.ts';
import { isGuid, stableId } from '../metadata/ids.ts';
import type { Table } from '../metadata/model.ts';
import { grant } from '../operations/role-privileges.ts';
import type { DataverseOptions, SeedRole, SeedUser } from '../options.ts';
import type { Organization } from '../organization.ts';
import { RIGHTS } from '../security/privileges.ts';
import { findRows, insertRow, type Values } from '../store/rows.ts';
import { applicationUserValues } from '../writes/system-user-rules.ts';
import { DELEGATE_TEMPLATE, SYSTEM_ADMINISTRATOR_TEMPLATE } from './templates.ts';

const ROOT_NAME = 'wayleave';

function tableNamed(org: Organization, name: string): Table {
  const table = org.model.table(name);
  if (!table) throw new Error(`The table ${name} is missing.`);
  return table;
}

const stamp = (org: Organization): Values => {
  const now = org.clock.now();
  const at = now - (now % 1000);
  return { createdon: at, modifiedon: at };
};

function seedOrganization(org: Organization): void {
  insertRow(org.store, tableNamed(org, 'organization'), {
    organizationid: org.organizationId,
    name: ROOT_NAME,
    ...stamp(org),
  });
  insertRow(org.store, org.tables.businessUnit, {
    businessunitid: org.rootBusinessUnitId,
    name: ROOT_NAME,
    organizationid: org.organizationId,
    parentbusinessunitid: null,
    isdisabled: false,
    ...stamp(org),
  });
}

function seedPrivileges(org: Organization): void {
  const table = tableNamed(org, 'privilege');
  for (const { id, name, right, depths } of org.catalogue.all) {
    insertRow(org.store, table, {
      privilegeid: id,
      name,
      accessright: right === null ? 0 : RIGHTS[right],
      canbebasic: depths.includes('Basic'),
      canbelocal: depths.includes('Local'),
      canbedeep: depths.includes('Deep'),
      canbeglobal: depths.includes('Global'),
      canbeentityreference: false,
      canbeparententityreference: false,
    });
  }
}

function seedRole(org: Organization, role: SeedRole, templateId: string | null): string {
  const id = role.id ?? stableId('role', role.name);
  if (!isGuid(id) || findRows(org.store, org.tables.role, { name: role.name }).length > 0) {
    throw new DataverseSetupError(
      'InvalidRole',
      `Role "${role.name}" needs a GUID as id and a name of its own.`,
    );
  }
  insertRow(org.store, org.tables.role, {
    roleid: id,
    name: role.name,
    businessunitid: org.rootBusinessUnitId,
    parentrootroleid: id,
    roletemplateid: templateId,
    isinherited: 1,
    ismanaged: templateId !== null,
    componentstate: 0,
    organizationid: org.organizationId,
    ...stamp(org),
  });
  for (const [name, depth] of Object.entries(role.privileges)) {
    const privilege = org.catalogue.byName(name);
    if (!privilege?.depths.includes(depth)) {
      throw new DataverseSetupError(
        'InvalidRole',
        privilege
          ? `Role "${role.name}": ${name} can be held at ${privilege.depths.join(', ')}, not at ${depth}.`
          : `Role "${role.name}": this organisation has no privilege ${name}.`,
      );
    }
    grant(org, id, privilege, depth);
  }
  return id;
}

function assign(org: Organization, userId: string, roleName: string): void {
  const [role] = findRows(org.store, org.tables.role, { name: roleName });
  if (!role)
    throw new DataverseSetupError('InvalidUser', `There is no role "${roleName}" for user ${userId}.`);
  insertRow(org.store, tableNamed(org, 'systemuserroles'), {
    systemuserroleid: org.newId(),
    systemuserid: userId,
    roleid: String(role['roleid']),
  });
}

function seedUser(org: Organization, user: SeedUser): void {
  const id = (user.id ?? stableId('systemuser', user.internalemailaddress)).toLowerCase();
  const unit = user.businessUnit ?? org.rootBusinessUnitId;
  if (!isGuid(id) || !isGuid(user.entraObjectId) || ![org.rootBusinessUnitId, ROOT_NAME].includes(unit)) {
    throw new DataverseSetupError(
      'InvalidUser',
      `User "${user.fullname}" needs GUIDs as id and entraObjectId, and the root business unit "${ROOT_NAME}": others are not built.`,
    );
  }
  const [firstname = '', ...rest] = user.fullname.split(' ');
  insertRow(org.store, org.tables.systemUser, {
    systemuserid: id,
    ownerid: id,
    fullname: user.fullname,
    firstname,
    lastname: rest.join(' '),
    internalemailaddress: user.internalemailaddress,
    domainname: user.internalemailaddress,
    windowsliveid: user.internalemailaddress,
    azureactivedirectoryobjectid: user.entraObjectId.toLowerCase(),
    businessunitid: org.rootBusinessUnitId,
    isdisabled: user.isdisabled ?? false,
    accessmode: 0,
    azurestate: 0,
    deletedstate: 0,
    islicensed: true,
    issyncwithdirectory: true,
    organizationid: org.organizationId,
    ...stamp(org),
  });
  for (const role of user.roles ?? []) assign(org, id, role);
}

function seedAdministrator(org: Organization, applicationId: string): void {
  if (!org.findServicePrincipal(applicationId)) {
    throw new DataverseSetupError(
      'UnknownApplication',
      `The administrator ${applicationId} has no service principal in tenant ${org.tenantId}: register the application first.`,
    );
  }
  const id = stableId('systemuser', applicationId);
  insertRow(org.store, org.tables.systemUser, {
    systemuserid: id,
    businessunitid: org.rootBusinessUnitId,
    isdisabled: false,
    ...applicationUserValues(org, applicationId.toLowerCase(), id),
    ...stamp(org),
  });
  assign(org, id, 'System Administrator');
}

/** Fills a new organisation: root business unit, privileges, the built-in roles, then what the options name. Throws {@link DataverseSetupError}. */
export function seed(org: Organization, options: DataverseOptions): void {
  org.store.atomically(() => {
    seedOrganization(org);
    seedPrivileges(org);
    const everything = Object.fromEntries(org.catalogue.all.map(({ name }) => [name, 'Global' as const]));
    seedRole(org, { name: 'System Administrator', privileges: everything }, SYSTEM_ADMINISTRATOR_TEMPLATE);
    seedRole(
      org,
      { name: 'Delegate', privileges: { prvActOnBehalfOfAnotherUser: 'Global' } },
      DELEGATE_TEMPLATE,
    );
    for (const role of options.roles ?? []) seedRole(org, role, null);
    for (const user of options.users ?? []) seedUser(org, user);
    for (const { applicationId } of options.administrators ?? []) seedAdministrator(org, applicationId);
  });
}
