import { type Client, guid } from '@wayleave/dataverse';
import { need } from './found.ts';
import type { Step } from './step.ts';
import { ACT_ON_BEHALF, type RolePrivilege, wantedPrivileges } from './wanted-privileges.ts';

interface HeldPrivilege extends RolePrivilege {
  readonly PrivilegeName?: string;
}

/** What a role holds now. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveroleprivilegesrole */
export async function heldPrivileges(dataverse: Client, roleId: string): Promise<readonly HeldPrivilege[]> {
  const answer = await dataverse.function('RetrieveRolePrivilegesRole', { RoleId: guid(roleId) });
  return (answer as { RolePrivileges: readonly HeldPrivilege[] }).RolePrivileges;
}

/**
 * The role's table privileges: exactly the configured ones, so that a wider role than asked for is narrowed.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/replaceprivilegesrole
 */
export const rolePrivileges: Step = {
  id: 'role-privileges',
  title: 'Privileges of the role',
  needs: ['security-role'],
  async inspect({ dataverse, config, found }) {
    const wanted = await wantedPrivileges(dataverse, config);
    const held = (await heldPrivileges(dataverse, need(found, 'roleId'))).filter(isTablePrivilege);
    const same =
      held.length === wanted.length &&
      wanted.every(({ PrivilegeId: id, Depth: depth }) =>
        held.some((privilege) => privilege.PrivilegeId === id && privilege.Depth === depth),
      );
    const detail = `${wanted.length} table privileges`;
    if (same) return { state: 'present', detail };
    return { state: held.length === 0 ? 'absent' : 'different', detail };
  },
  async change({ dataverse, config, found }) {
    const roleId = need(found, 'roleId');
    const wanted = await wantedPrivileges(dataverse, config);
    // Replacing is how others are taken away; the impersonation privilege is another step's concern.
    const kept = (await heldPrivileges(dataverse, roleId)).filter(
      (privilege) => !isTablePrivilege(privilege),
    );
    const privileges = [...wanted, ...kept.map(({ PrivilegeId, Depth }) => ({ PrivilegeId, Depth }))];
    await dataverse
      .table('roles')
      .action(roleId, 'Microsoft.Dynamics.CRM.ReplacePrivilegesRole', { Privileges: privileges });
    return `${wanted.length} table privileges`;
  },
};

function isTablePrivilege({ PrivilegeName: name }: HeldPrivilege): boolean {
  return name !== ACT_ON_BEHALF;
}
