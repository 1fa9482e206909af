import { describe, expect, it } from 'vitest';
import type { DataverseOptions, SeedRole } from '../../src/dataverse/options.ts';
import { ADELE, addApplicationUser, createdId, createOrg, ORIGIN, PIPELINE_APP } from './harness.ts';

/** May manage users and roles, and read videos of its own business unit, but no more. */
const MANAGER: SeedRole = {
  name: 'Manager',
  privileges: {
    prvReadUser: 'Global',
    prvAppendUser: 'Global',
    prvReadRole: 'Global',
    prvWriteRole: 'Global',
    prvAssignRole: 'Global',
    prvReadcwl_Video: 'Local',
  },
};
const READER: SeedRole = { name: 'Reader', privileges: { prvReadcwl_Video: 'Local' } };
const WIDER: SeedRole = { name: 'Wider', privileges: { prvReadcwl_Video: 'Global' } };

async function managed(options: Partial<DataverseOptions> = {}) {
  const org = createOrg({ roles: [MANAGER, READER, WIDER], users: [], ...options });
  const user = await addApplicationUser(org, PIPELINE_APP, ['Manager']);
  const id = async (set: 'roles' | 'privileges', name: string) => {
    const { value } = await org.call(`${set}?$filter=name eq '${name}'`);
    return String(value[0]?.[set === 'roles' ? 'roleid' : 'privilegeid']);
  };
  const assign = async (role: string) =>
    org.call(`systemusers(${user})/systemuserroles_association/$ref`, {
      method: 'POST',
      body: { '@odata.id': `${ORIGIN}/api/data/v9.2/roles(${await id('roles', role)})` },
      app: PIPELINE_APP,
    });
  const add = async (name: string, Depth: string, action = 'AddPrivilegesRole', role = 'Reader') =>
    org.call(`roles(${await id('roles', role)})/Microsoft.Dynamics.CRM.${action}`, {
      method: 'POST',
      body: { Privileges: [{ PrivilegeId: await id('privileges', name), Depth }] },
      app: PIPELINE_APP,
    });
  return { org, assign, add };
}

describe('handing out privileges', () => {
  it('assigns a role that holds no more than the one who assigns it', async () => {
    const { assign } = await managed();
    expect((await assign('Reader')).status).toBe(204);
  });

  it.each(['Wider', 'System Administrator', 'Delegate'])(
    'refuses to assign %s, which holds more',
    async (role) => {
      const { org, assign } = await managed();
      const answer = await assign(role);
      expect([answer.status, answer.error.code]).toEqual([403, '0x80040220']);
      expect(answer.error.message).toMatch(/^SecLib::CheckPrivilege failed\. .*Required Depth: Global, /);
      expect(org.trail.decisions().at(-1)).toMatchObject({
        allowed: false,
        decidedBy: expect.stringContaining('given away'),
      });
      expect(await org.dataverse.rows('systemuserrolescollection')).toHaveLength(2);
    },
  );

  it.each(['AddPrivilegesRole', 'ReplacePrivilegesRole'])(
    'refuses %s of what the caller lacks',
    async (action) => {
      const { add } = await managed();
      expect((await add('prvReadcwl_Video', 'Global', action)).status).toBe(403);
      expect((await add('prvActOnBehalfOfAnotherUser', 'Global', action)).status).toBe(403);
      expect((await add('prvReadUser', 'Global', action)).status).toBe(204);
    },
  );

  it('keeps what a role has already', async () => {
    const { add } = await managed();
    expect((await add('prvReadcwl_Video', 'Global', 'ReplacePrivilegesRole', 'Wider')).status).toBe(204);
  });

  it('allows it when told that the service does', async () => {
    const { assign } = await managed({ unconfirmed: { grantBeyondOwn: 'allowed' } });
    expect((await assign('System Administrator')).status).toBe(204);
  });
});

describe('changing who a user is', () => {
  const patch = (body: object) => ({ method: 'PATCH', body });

  it("refuses another app's id and another Entra object on a person", async () => {
    const org = createOrg();
    expect((await org.call(`systemusers(${ADELE})`, patch({ applicationid: PIPELINE_APP }))).status).toBe(
      501,
    );
    const answer = await org.call(
      `systemusers(${ADELE})`,
      patch({ azureactivedirectoryobjectid: PIPELINE_APP }),
    );
    expect(answer.error.code).toBe('0x80041d4f');
    expect((await org.call('WhoAmI', { app: PIPELINE_APP })).error.code).toBe('0x80072560');
  });

  it('does not take the application id URI from the caller', async () => {
    const org = createOrg();
    const { BusinessUnitId } = (await org.call('WhoAmI')).json;
    const body = {
      applicationid: PIPELINE_APP,
      applicationiduri: 'https://forged.example',
      'businessunitid@odata.bind': `businessunits(${String(BusinessUnitId)})`,
    };
    const id = createdId(await org.call('systemusers', { method: 'POST', body }));
    expect((await org.call(`systemusers(${id})`)).json['applicationiduri']).toBeNull();
  });

  it('does not take the business unit from a user or a role', async () => {
    const org = createOrg();
    const unbound = patch({ 'businessunitid@odata.bind': null });
    expect((await org.call(`systemusers(${ADELE})`, unbound)).error.code).toBe('0x80040216');
    const { value } = await org.call("roles?$filter=name eq 'Video pipeline'&$select=roleid");
    const answer = await org.call(`roles(${String(value[0]?.['roleid'])})`, unbound);
    expect(answer.error.code).toBe('0x80041406');
  });
});
