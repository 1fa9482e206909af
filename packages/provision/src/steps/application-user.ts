import { guid, odata } from '@wayleave/dataverse';
import { ProvisionError } from '../errors.ts';
import { need } from './found.ts';
import { rows } from './rows.ts';
import type { Step } from './step.ts';

/**
 * The application user: the row that makes the app a member of the environment. It takes no licence.
 * https://learn.microsoft.com/power-platform/admin/manage-application-users
 */
export const applicationUser: Step = {
  id: 'application-user',
  title: 'Application user',
  needs: ['application', 'service-principal', 'security-role'],
  async inspect({ dataverse, found }) {
    const clientId = need(found, 'clientId');
    const users = await rows(
      dataverse
        .table('systemusers')
        .select('systemuserid', 'isdisabled', 'deletedstate')
        .filter(odata`applicationid eq ${guid(clientId)} and deletedstate eq 0`),
    );
    const [user, another] = users;
    if (another !== undefined) {
      throw new ProvisionError(
        'ERR_PROVISION_AMBIGUOUS',
        `${users.length} application users bear the id ${clientId}.`,
      );
    }
    if (user === undefined) return { state: 'absent', detail: `application user of ${clientId}` };
    const id = String(user['systemuserid']);
    found.applicationUserId = id;
    return user['isdisabled'] === true
      ? { state: 'different', detail: `application user ${id}, disabled` }
      : { state: 'present', detail: `application user ${id}` };
  },
  async change({ dataverse, found }) {
    const clientId = need(found, 'clientId');
    const users = dataverse.table('systemusers');
    if (found.applicationUserId !== undefined) {
      await users.update(found.applicationUserId, { isdisabled: false, applicationid: clientId });
      return `application user ${found.applicationUserId}, enabled`;
    }
    found.applicationUserId = await users.create({
      applicationid: clientId,
      'businessunitid@odata.bind': `/businessunits(${need(found, 'businessUnitId')})`,
    });
    return `application user ${found.applicationUserId}`;
  },
};
