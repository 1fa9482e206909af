import { odata } from '@wayleave/dataverse';
import { ProvisionError } from '../errors.ts';
import { need } from './found.ts';
import { heldPrivileges } from './role-privileges.ts';
import { rows } from './rows.ts';
import type { Step } from './step.ts';
import { ACT_ON_BEHALF } from './wanted-privileges.ts';

/**
 * `prvActOnBehalfOfAnotherUser`, with which the application user may name another user in `MSCRMCallerID`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/impersonate-another-user
 */
export const impersonationPrivilege: Step = {
  id: 'impersonation-privilege',
  title: 'Right to impersonate',
  needs: ['security-role'],
  async inspect({ dataverse, config, found }) {
    const held = await heldPrivileges(dataverse, need(found, 'roleId'));
    const has = held.some(({ PrivilegeName: name }) => name === ACT_ON_BEHALF);
    if (has === config.role.actOnBehalf) {
      return { state: 'present', detail: has ? ACT_ON_BEHALF : `${ACT_ON_BEHALF} not asked for` };
    }
    return { state: has ? 'different' : 'absent', detail: ACT_ON_BEHALF };
  },
  async change({ dataverse, config, found }) {
    const [privilege] = await rows(
      dataverse.table('privileges').select('privilegeid').filter(odata`name eq ${ACT_ON_BEHALF}`),
    );
    if (privilege === undefined) {
      throw new ProvisionError('ERR_PROVISION_TABLE', `The environment has no privilege ${ACT_ON_BEHALF}.`);
    }
    const id = String(privilege['privilegeid']);
    const roles = dataverse.table('roles');
    const roleId = need(found, 'roleId');
    if (!config.role.actOnBehalf) {
      await roles.action(roleId, 'Microsoft.Dynamics.CRM.RemovePrivilegeRole', {
        Privilege: { privilegeid: id },
      });
      return `${ACT_ON_BEHALF} taken away`;
    }
    await roles.action(roleId, 'Microsoft.Dynamics.CRM.AddPrivilegesRole', {
      Privileges: [{ PrivilegeId: id, Depth: 'Global' }],
    });
    return ACT_ON_BEHALF;
  },
};
