import { need } from './found.ts';
import type { Step } from './step.ts';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/associate-disassociate-entities-using-web-api */
export const roleAssignment: Step = {
  id: 'role-assignment',
  title: 'Role given to the application user',
  needs: ['security-role', 'application-user'],
  async inspect({ dataverse, config, found }) {
    const userId = need(found, 'applicationUserId');
    const user = await dataverse
      .table<{ systemuserroles_association: readonly { roleid: string }[] }>('systemusers')
      .get(userId, { select: ['systemuserid'], expand: 'systemuserroles_association($select=roleid)' });
    const roleId = need(found, 'roleId');
    const given = user.systemuserroles_association.some(({ roleid }) => roleid === roleId);
    return { state: given ? 'present' : 'absent', detail: `role "${config.role.name}" of ${userId}` };
  },
  async change({ dataverse, config, found }) {
    const userId = need(found, 'applicationUserId');
    const role = { table: 'roles', key: need(found, 'roleId') };
    await dataverse.table('systemusers').associate(userId, 'systemuserroles_association', role);
    return `role "${config.role.name}" given to ${userId}`;
  },
};
