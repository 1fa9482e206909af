import { DataverseError, notBuilt, stillAssociated, unexpected } from '../errors.ts';
import type { Exchange, Organization } from '../organization.ts';
import { deleteRow, findRow, findRows, updateRow, type Values } from '../store/rows.ts';
import type { StoredRow } from '../store/store.ts';
import type { Rules } from './rules.ts';

const NON_INTERACTIVE = 4;

const refuse = (org: Organization, code: string, message: string) =>
  new DataverseError(Number(org.unconfirmed.applicationUserErrorStatus), code, message);

/** What the server fills in from Entra for an application user. */
export function applicationUserValues(org: Organization, applicationId: string, id: string): Values {
  const application = org.findServicePrincipal(applicationId);
  if (!application) {
    const code = org.unconfirmed.unknownApplication;
    throw refuse(org, code, code === '0x80041d54' ? 'Azure Active Directory Error.' : 'Error from AAD');
  }
  const userName = `${application.displayName}${applicationId}@${org.tenantId}`;
  return {
    ownerid: id,
    applicationid: applicationId,
    applicationiduri: null,
    azureactivedirectoryobjectid: application.id.toLowerCase(),
    firstname: '#',
    lastname: application.displayName,
    fullname: `# ${application.displayName}`,
    domainname: userName,
    windowsliveid: userName,
    internalemailaddress: userName,
    accessmode: NON_INTERACTIVE,
    azurestate: 0,
    deletedstate: 0,
    islicensed: false,
    issyncwithdirectory: false,
    setupuser: false,
    isintegrationuser: false,
    organizationid: org.organizationId,
  };
}

function create({ org }: Exchange, id: string, values: Values): Values {
  const applicationId = values['applicationid'];
  if (typeof applicationId !== 'string') throw notBuilt('Creating a user who is no application');
  if (findRows(org.store, org.tables.systemUser, { applicationid: applicationId }).length > 0) {
    throw refuse(
      org,
      '0x8004f511',
      `You are attempting to create an Application ID = ${applicationId} that already exists.`,
    );
  }
  if ((values['businessunitid'] ?? null) === null) throw unexpected();
  if ((values['accessmode'] ?? NON_INTERACTIVE) !== NON_INTERACTIVE) {
    throw refuse(org, '0x80040d40', "An application user's access mode cannot be changed.");
  }
  return { isdisabled: false, ...values, ...applicationUserValues(org, applicationId, id) };
}

const LOCKED = ['applicationid', 'applicationiduri', 'firstname', 'lastname', 'domainname', 'windowsliveid'];

function update({ org }: Exchange, row: StoredRow, values: Values): Values {
  const changes = (name: string) => name in values && values[name] !== row[name];
  if (values['businessunitid'] === null) throw unexpected();
  if (changes('azureactivedirectoryobjectid')) {
    throw refuse(org, '0x80041d4f', 'The property AzureActiveDirectoryObjectId cannot be modified.');
  }
  if (row['applicationid'] === null) {
    if (changes('applicationid')) throw notBuilt('Making an application user of a person');
    return values;
  }
  if (changes('accessmode')) {
    throw refuse(org, '0x80040d40', "An application user's access mode cannot be changed.");
  }
  if (LOCKED.some(changes)) {
    throw refuse(org, '0x80041d48', 'The user representing an OAuth application cannot not be updated');
  }
  return values;
}

// The first DELETE marks the user, the second one removes it.
function remove({ org }: Exchange, row: StoredRow): boolean {
  const table = org.tables.systemUser;
  const id = String(row[table.key]);
  if (row['applicationid'] === null) throw notBuilt('Deleting a user who is no application');
  if (row['isdisabled'] !== 1) {
    throw refuse(
      org,
      org.unconfirmed.deleteEnabledUserCode,
      `User with SystemUserId=${id} is not disabled. Please disable`,
    );
  }
  if (row['deletedstate'] !== 1) {
    updateRow(org.store, table, id, { deletedstate: 1 });
    return false;
  }
  const owned = org.model.tables.some(
    (each) => each.ownership === 'UserOwned' && findRows(org.store, each, { ownerid: id }).length > 0,
  );
  if (owned) throw stillAssociated();
  const links = org.model.table('systemuserroles');
  for (const link of links ? findRows(org.store, links, { systemuserid: id }) : []) {
    if (links) deleteRow(org.store, links, String(link[links.key]));
  }
  return findRow(org.store, table, id) !== undefined;
}

/** Application users: made from an Entra application, mostly locked, disabled before they are deleted, deleted twice. */
export const systemUserRules: Rules = { create, update, remove };
