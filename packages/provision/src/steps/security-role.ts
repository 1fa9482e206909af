import { guid, odata } from '@wayleave/dataverse';
import { ProvisionError } from '../errors.ts';
import { need } from './found.ts';
import { rows } from './rows.ts';
import type { Step } from './step.ts';

/**
 * The security role, in the root business unit, where one role serves all of them.
 * https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/role
 */
export const securityRole: Step = {
  id: 'security-role',
  title: 'Security role',
  needs: [],
  async inspect({ dataverse, config, found }) {
    const [unit] = await rows(
      dataverse
        .table('businessunits')
        .select('businessunitid', 'name')
        .filter('_parentbusinessunitid_value eq null'),
    );
    if (unit === undefined) {
      throw new ProvisionError(
        'ERR_PROVISION_MISSING',
        'The environment shows no root business unit to this caller.',
      );
    }
    const businessUnitId = String(unit['businessunitid']);
    found.businessUnitId = businessUnitId;
    const { name } = config.role;
    const [role] = await rows(
      dataverse
        .table('roles')
        .select('roleid')
        .filter(odata`name eq ${name} and _businessunitid_value eq ${guid(businessUnitId)}`),
    );
    if (role === undefined) return { state: 'absent', detail: `security role "${name}"` };
    found.roleId = String(role['roleid']);
    return { state: 'present', detail: `security role "${name}" (${found.roleId})` };
  },
  async change({ dataverse, config, found }) {
    const { name } = config.role;
    found.roleId = await dataverse.table('roles').create({
      name,
      'businessunitid@odata.bind': `/businessunits(${need(found, 'businessUnitId')})`,
    });
    return `security role "${name}" (${found.roleId})`;
  },
};
