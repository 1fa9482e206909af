import { enumMember, odata } from '@wayleave/dataverse';
import type { Dataverse } from './client.ts';

export async function calls(dataverse: Dataverse, id: string, duplicate: string, userId: string) {
  // #region calls
  const organization = await dataverse.function('RetrieveCurrentOrganization', {
    AccessType: enumMember('EndpointAccessType', 'Default'),
  });
  const users = dataverse.table('systemusers');
  const access = await users.function(userId, 'RetrievePrincipalAccess', {
    Target: { '@odata.id': `accounts(${id})` },
  });

  const type = 'Microsoft.Dynamics.CRM.account';
  await dataverse.action('Merge', {
    Target: { '@odata.type': type, accountid: id },
    Subordinate: { '@odata.type': type, accountid: duplicate },
    PerformParentingChecks: false,
  });
  const accounts = dataverse.table('accounts');
  const approved = await accounts.action(id, 'new_Approve', { Note: 'Good.' });
  // #endregion
  return { tenant: organization.Detail.TenantId, rights: access.AccessRights, approved: approved.value };
}

export async function rawRequest(dataverse: Dataverse, name: string) {
  // #region request
  const { body, headers } = await dataverse.request({
    path: 'accounts',
    query: { $select: 'name', $filter: odata`name eq ${name}` },
    headers: { prefer: 'odata.maxpagesize=10' },
  });
  // #endregion
  return { body, version: headers['odata-version'] };
}
