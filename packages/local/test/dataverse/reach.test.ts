import { describe, expect, it } from 'vitest';
import type { SeedRole } from '../../src/dataverse/options.ts';
import { ADELE, addApplicationUser, createdId, createOrg, NOBODY, ORIGIN, PIPELINE_APP } from './harness.ts';

const app = PIPELINE_APP;

/** An organisation whose pipeline has just this role, and its `systemuserid`. */
async function holding(privileges: SeedRole['privileges']) {
  const org = createOrg({
    roles: [
      { name: 'Only', privileges },
      { name: 'Video contributor', privileges: {} },
    ],
  });
  const id = await addApplicationUser(org, PIPELINE_APP, ['Only']);
  return { org, id };
}

describe('rows out of reach', () => {
  it('tell nothing through a path in $filter or $orderby', async () => {
    const { org } = await holding({ prvReadUser: 'Basic', prvReadcwl_Video: 'Global' });
    const uploaded = { 'cwl_Uploader@odata.bind': `systemusers(${ADELE})` };
    for (const body of [{ cwl_name: '1' }, { cwl_name: '2', ...uploaded }])
      await org.call('cwl_videos', { method: 'POST', body });
    const filter = async (text: string) =>
      (await org.call(`cwl_videos?$select=cwl_name&$filter=${encodeURIComponent(text)}`, { app })).value
        .length;
    expect(await filter("startswith(cwl_Uploader/fullname,'Adele')")).toBe(0);
    expect(await filter('createdby/fullname ne null')).toBe(0);
    const sorted = await org.call(
      'cwl_videos?$select=cwl_name&$orderby=cwl_Uploader/fullname desc,cwl_name',
      { app },
    );
    expect(sorted.value.map((row) => row['cwl_name'])).toEqual(['1', '2']);
  });

  it('are not shown by the table that links them', async () => {
    const { org, id } = await holding({ prvReadUser: 'Basic', prvReadRole: 'Global' });
    const { value } = await org.call('systemuserrolescollection', { app });
    expect(value.map((row) => row['systemuserid'])).toEqual([id]);
    const all = await org.dataverse.rows('systemuserrolescollection');
    const other = all.find((row) => row['systemuserid'] !== id);
    const status = async (row: unknown) =>
      (await org.call(`systemuserrolescollection(${String(row)})`, { app })).status;
    expect(await status(other?.['systemuserroleid'])).toBe(404);
    expect(await status(value[0]?.['systemuserroleid'])).toBe(200);
  });

  it('are not told apart from missing ones by their version', async () => {
    const { org } = await holding({ prvReadcwl_Video: 'Basic', prvWritecwl_Video: 'Basic' });
    const id = createdId(await org.call('cwl_videos', { method: 'POST', body: {} }));
    for (const headers of [{ 'If-Match': 'W/"1"' }, { 'If-None-Match': '*' }]) {
      const answer = await org.call(`cwl_videos(${id})`, { method: 'PATCH', body: {}, headers, app });
      expect(answer.status).toBe(403);
    }
  });

  it.each([NOBODY, ADELE])('are not probed by a lookup to %s without the right to link', async (id) => {
    const { org } = await holding({});
    const body = { 'cwl_Uploader@odata.bind': `systemusers(${id})` };
    const answer = await org.call('cwl_videos', { method: 'POST', body, app });
    expect(answer.error.message).toContain('is missing prvCreatecwl_Video privilege');
  });

  it('are not probed by an owner, nor by RetrieveRolePrivilegesRole', async () => {
    const { org } = await holding({ prvCreatecwl_Video: 'Global' });
    const body = { 'ownerid@odata.bind': `systemusers(${NOBODY})` };
    expect((await org.call('cwl_videos', { method: 'POST', body, app })).error.message).toContain(
      'prvAssigncwl_Video',
    );
    expect((await org.call(`RetrieveRolePrivilegesRole(RoleId=${NOBODY})`, { app })).status).toBe(403);
  });

  it('are not appended to, nor does Append at Basic depth reach them', async () => {
    const { org } = await holding({
      prvReadcwl_Video: 'Global',
      prvWritecwl_Video: 'Global',
      prvAppendcwl_Video: 'Basic',
      prvAppendToUser: 'Global',
    });
    const id = createdId(await org.call('cwl_videos', { method: 'POST', body: {} }));
    const body = { 'cwl_Uploader@odata.bind': `systemusers(${ADELE})` };
    const answer = await org.call(`cwl_videos(${id})`, { method: 'PATCH', body, app });
    expect(answer.error.message).toContain('does not have AppendAccess right(s)');
  });
});

describe("a user's own privileges", () => {
  it('need no right to read users, those of others do', async () => {
    const { org, id } = await holding({ prvReadcwl_Video: 'Basic' });
    const of = (user: string) =>
      org.call(`systemusers(${user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`, { app });
    expect((await of(id)).json['RolePrivileges']).toMatchObject([{ PrivilegeName: 'prvReadcwl_Video' }]);
    expect((await of(ADELE)).status).toBe(403);
    expect((await of(NOBODY)).status).toBe(403);
  });
});

describe('impersonation headers', () => {
  it('are refused together, and not passed over when empty', async () => {
    const { org } = await holding({ prvActOnBehalfOfAnotherUser: 'Global' });
    const both = { CallerObjectId: NOBODY, MSCRMCallerID: ADELE };
    expect((await org.call('WhoAmI', { app, headers: both })).status).toBe(501);
    expect((await org.call('WhoAmI', { app, headers: { MSCRMCallerID: '' } })).error.code).toBe('0x80040203');
  });
});

describe('single properties and references', () => {
  it('are not written against an older version', async () => {
    const org = createOrg();
    const path = `cwl_videos(${createdId(await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'a' } }))})`;
    const headers = { 'If-Match': 'W/"1"' };
    const bind = { '@odata.id': `${ORIGIN}/api/data/v9.2/systemusers(${ADELE})` };
    const written = [
      await org.call(`${path}/cwl_name`, { method: 'PUT', body: { value: 'b' }, headers }),
      await org.call(`${path}/cwl_name`, { method: 'DELETE', headers }),
      await org.call(`${path}/cwl_Uploader/$ref`, { method: 'PUT', body: bind, headers }),
    ];
    expect(written.map(({ status }) => status)).toEqual([412, 412, 412]);
  });

  it.each([{ cwl_name: 'b' }, '{', [], undefined])('are not cleared by the body %o', async (body) => {
    const org = createOrg();
    const path = `cwl_videos(${createdId(await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'a' } }))})`;
    const answer = await org.call(`${path}/cwl_name`, {
      method: 'PUT',
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.error.code).toBe('0x80048d19');
    expect((await org.call(path)).json['cwl_name']).toBe('a');
  });

  it('do not leave a row without an owner, or a role without a name', async () => {
    const org = createOrg();
    const path = `cwl_videos(${createdId(await org.call('cwl_videos', { method: 'POST', body: {} }))})`;
    const clear = { method: 'PATCH', body: { 'ownerid@odata.bind': null } };
    expect((await org.call(path, clear)).error.code).toBe('0x80040200');
    const { value } = await org.call("roles?$filter=name eq 'Video pipeline'&$select=roleid");
    const role = `roles(${String(value[0]?.['roleid'])})`;
    expect((await org.call(role, { method: 'PATCH', body: { name: null } })).error.code).toBe('0x80040200');
  });
});
