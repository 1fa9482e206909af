import { describe, expect, it } from 'vitest';
import {
  addApplicationUser,
  createdId,
  createOrg,
  NOBODY,
  ORIGIN,
  type Org,
  PIPELINE_APP,
} from './harness.ts';

const post = (body: unknown, app?: string) => ({ method: 'POST', body, ...(app ? { app } : {}) });

async function unitOf(org: Org): Promise<string> {
  return String((await org.call('WhoAmI')).json['BusinessUnitId']);
}

async function createRole(org: Org, name: string): Promise<string> {
  return createdId(
    await org.call(
      'roles',
      post({ name, 'businessunitid@odata.bind': `businessunits(${await unitOf(org)})` }),
    ),
  );
}

async function privilegeId(org: Org, name: string): Promise<string> {
  const { value } = await org.call(`privileges?$select=privilegeid,name&$filter=name eq '${name}'`);
  return String(value[0]?.['privilegeid']);
}

const action = (role: string, name: string) => `roles(${role})/Microsoft.Dynamics.CRM.${name}`;
const held = async (org: Org, role: string) =>
  (await org.call(`RetrieveRolePrivilegesRole(RoleId=${role})`)).json['RolePrivileges'];

describe('security roles', () => {
  it('are made, given privileges and read back', async () => {
    const org = createOrg();
    const role = await createRole(org, 'Reader');
    const PrivilegeId = await privilegeId(org, 'prvReadcwl_Video');
    const added = await org.call(
      action(role, 'AddPrivilegesRole'),
      post({ Privileges: [{ Depth: 'Basic', PrivilegeId }] }),
    );
    expect(added.status).toBe(204);
    expect(await held(org, role)).toEqual([
      { Depth: 'Basic', PrivilegeId, BusinessUnitId: await unitOf(org), PrivilegeName: 'prvReadcwl_Video' },
    ]);
    await org.call(action(role, 'AddPrivilegesRole'), post({ Privileges: [{ Depth: 'Deep', PrivilegeId }] }));
    expect(await held(org, role)).toMatchObject([{ Depth: 'Deep' }]);
    expect((await org.call(`roleprivilegescollection?$filter=roleid eq ${role}`)).value).toMatchObject([
      { privilegeid: PrivilegeId, privilegedepthmask: 4 },
    ]);
    expect((await org.call(`roles(${role})/roleprivileges_association?$select=name`)).value).toMatchObject([
      { name: 'prvReadcwl_Video' },
    ]);
  });

  it('have their privileges replaced and removed', async () => {
    const org = createOrg();
    const role = await createRole(org, 'Reader');
    const [read, write] = [
      await privilegeId(org, 'prvReadcwl_Video'),
      await privilegeId(org, 'prvWritecwl_Video'),
    ];
    await org.call(
      action(role, 'AddPrivilegesRole'),
      post({ Privileges: [{ Depth: 'Basic', PrivilegeId: read }] }),
    );
    await org.call(
      action(role, 'ReplacePrivilegesRole'),
      post({ Privileges: [{ Depth: 'Global', PrivilegeId: write }] }),
    );
    expect(await held(org, role)).toMatchObject([{ PrivilegeName: 'prvWritecwl_Video', Depth: 'Global' }]);
    const removed = await org.call(
      action(role, 'RemovePrivilegeRole'),
      post({ Privilege: { privilegeid: write } }),
    );
    expect(removed.status).toBe(204);
    expect(await held(org, role)).toEqual([]);
    const other = await org.call(action(role, 'RemovePrivilegeRole'), post({ PrivilegeId: write }));
    expect(other.error.message).toContain(
      "The parameter 'PrivilegeId' in the request payload is not a valid parameter",
    );
  });

  it.each([
    ['a depth the privilege cannot have', 'prvCreatecwl_Channel', 'Basic', '0x8004140b'],
    ['a depth that does not exist', 'prvReadcwl_Video', 'Everything', '0x8004140b'],
  ])('refuse %s', async (_, name, Depth, code) => {
    const org = createOrg();
    const role = await createRole(org, 'Reader');
    const PrivilegeId = await privilegeId(org, name);
    const answer = await org.call(
      action(role, 'AddPrivilegesRole'),
      post({ Privileges: [{ Depth, PrivilegeId }] }),
    );
    expect(answer.error).toEqual({ code, message: 'Invalid privilege depth.' });
  });

  it('refuse act on behalf when told that the service does', async () => {
    const org = createOrg({ unconfirmed: { addActOnBehalf: '0x8004ed43' } });
    const role = await createRole(org, 'Reader');
    const PrivilegeId = await privilegeId(org, 'prvActOnBehalfOfAnotherUser');
    const answer = await org.call(
      action(role, 'AddPrivilegesRole'),
      post({ Privileges: [{ Depth: 'Global', PrivilegeId }] }),
    );
    expect([answer.status, answer.error.code]).toEqual([403, '0x8004ed43']);
  });

  it('are unique by name in their business unit and need one', async () => {
    const org = createOrg();
    const role = await createRole(org, 'Reader');
    const body = { name: 'reader', 'businessunitid@odata.bind': `businessunits(${await unitOf(org)})` };
    const answer = await org.call('roles', post(body));
    expect(answer.error.code).toBe('0x80041403');
    expect(answer.error.message).toContain(`Role id: ${role}`);
    expect((await org.call('roles', post({ name: 'x' }))).error.code).toBe('0x80041406');
  });

  it('go with their assignments when they are deleted', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    const { value } = await org.call("roles?$filter=name eq 'Video pipeline'&$select=roleid");
    expect((await org.call(`roles(${String(value[0]?.['roleid'])})`, { method: 'DELETE' })).status).toBe(204);
    expect((await org.call('systemusers', { app: PIPELINE_APP })).error.message).toContain('roleCount=0');
  });
});

describe('assigning roles', () => {
  const reference = (role: string) => ({ '@odata.id': `${ORIGIN}/api/data/v9.2/roles(${role})` });

  it('works from both sides and can be undone in both forms', async () => {
    const org = createOrg();
    const user = await addApplicationUser(org, PIPELINE_APP);
    const [first, second] = [await createRole(org, 'First'), await createRole(org, 'Second')];
    const nav = 'systemuserroles_association';
    const count = async () =>
      (await org.call(`systemusers(${user})?$select=fullname&$expand=${nav}($select=name)`)).json[nav];
    expect((await org.call(`systemusers(${user})/${nav}/$ref`, post(reference(first)))).status).toBe(204);
    expect((await org.call(`systemusers(${user})/${nav}/$ref`, post(reference(first)))).status).toBe(204);
    await org.call(`roles(${second})/${nav}/$ref`, post({ '@odata.id': `systemusers(${user})` }));
    expect(await count()).toMatchObject([{ name: 'First' }, { name: 'Second' }]);
    const link = encodeURIComponent(`${ORIGIN}/api/data/v9.2/roles(${first})`);
    expect(
      (await org.call(`systemusers(${user})/${nav}/$ref?$id=${link}`, { method: 'DELETE' })).status,
    ).toBe(204);
    expect((await org.call(`systemusers(${user})/${nav}(${second})/$ref`, { method: 'DELETE' })).status).toBe(
      204,
    );
    expect(await count()).toEqual([]);
  });

  it('refuses a role that does not exist with 0x80060888 and its id', async () => {
    const org = createOrg();
    const user = await addApplicationUser(org, PIPELINE_APP);
    const answer = await org.call(
      `systemusers(${user})/systemuserroles_association/$ref`,
      post(reference(NOBODY)),
    );
    expect(answer.error.code).toBe('0x80060888');
    expect(answer.error.message).toContain(NOBODY);
  });

  it('asks prvAssignRole', async () => {
    const privileges = { prvReadUser: 'Global', prvAppendUser: 'Global', prvReadRole: 'Global' } as const;
    const org = createOrg({ roles: [{ name: 'Nearly', privileges }], users: [] });
    const user = await addApplicationUser(org, PIPELINE_APP, ['Nearly']);
    const role = await createRole(org, 'First');
    const path = `systemusers(${user})/systemuserroles_association/$ref`;
    const answer = await org.call(path, post(reference(role), PIPELINE_APP));
    expect(answer.error.message).toMatch(
      /is missing prvAssignRole privilege .* for entity 'role' \(LocalizedName='Security Role'\)/,
    );
  });

  it('shows the widest depth of what a user holds', async () => {
    const org = createOrg();
    const user = await addApplicationUser(org, PIPELINE_APP, ['Video contributor', 'Video pipeline']);
    const { json } = await org.call(`systemusers(${user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`, {
      app: PIPELINE_APP,
    });
    expect(json['RolePrivileges']).toContainEqual(
      expect.objectContaining({ PrivilegeName: 'prvWritecwl_Video', Depth: 'Global' }),
    );
  });
});
