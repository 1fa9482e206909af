import { describe, expect, it } from 'vitest';
import {
  ADMIN_APP,
  addApplicationUser,
  createdId,
  createOrg,
  NOBODY,
  ORIGIN,
  OTHER_APP,
  PIPELINE_APP,
  TENANT,
} from './harness.ts';

const post = (body: unknown) => ({ method: 'POST', body });

async function unitOf(org: ReturnType<typeof createOrg>): Promise<string> {
  const { value } = await org.call(
    'businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value eq null',
  );
  return String(value[0]?.['businessunitid']);
}

describe('creating an application user', () => {
  it('fills in what Entra knows', async () => {
    const org = createOrg();
    const unit = await unitOf(org);
    const created = await org.call(
      'systemusers',
      post({
        applicationid: PIPELINE_APP,
        accessmode: 4,
        isdisabled: false,
        'businessunitid@odata.bind': `/businessunits(${unit})`,
      }),
    );
    expect(created.status).toBe(204);
    const id = createdId(created);
    expect(created.headers.get('OData-EntityId')).toBe(`${ORIGIN}/api/data/v9.2/systemusers(${id})`);
    expect((await org.call(`systemusers(${id})`)).json).toMatchObject({
      systemuserid: id,
      ownerid: id,
      applicationid: PIPELINE_APP,
      azureactivedirectoryobjectid: PIPELINE_APP.replace('aaaaaaaa', 'eeeeeeee'),
      fullname: '# video-pipeline',
      domainname: `video-pipeline${PIPELINE_APP}@${TENANT}`,
      accessmode: 4,
      isdisabled: false,
      deletedstate: 0,
      _businessunitid_value: unit,
    });
  });

  it('refuses a second one for the same application', async () => {
    const org = createOrg();
    const answer = await org.call('systemusers', post({ applicationid: ADMIN_APP }));
    expect(answer.error).toEqual({
      code: '0x8004f511',
      message: `You are attempting to create an Application ID = ${ADMIN_APP} that already exists.`,
    });
  });

  it('refuses one without a business unit', async () => {
    const answer = await createOrg().call('systemusers', post({ applicationid: PIPELINE_APP }));
    expect(answer.error).toEqual({ code: '0x80040216', message: 'An unexpected error occurred.' });
  });

  it('refuses one whose application Entra does not know', async () => {
    const org = createOrg();
    const answer = await org.call(
      'systemusers',
      post({ applicationid: NOBODY, 'businessunitid@odata.bind': `/businessunits(${await unitOf(org)})` }),
    );
    expect(answer.error).toEqual({ code: '0x80041d54', message: 'Azure Active Directory Error.' });
  });

  it('refuses a caller without prvCreateUser', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    const answer = await org.call('systemusers', {
      ...post({ applicationid: OTHER_APP }),
      app: PIPELINE_APP,
    });
    expect(answer.error.message).toContain('is missing prvCreateUser privilege');
  });
});

describe('changing and deleting an application user', () => {
  it.each([
    [{ applicationid: OTHER_APP }, '0x80041d48'],
    [{ accessmode: 0 }, '0x80040d40'],
    [{ azureactivedirectoryobjectid: NOBODY }, '0x80041d4f'],
    [{ domainname: 'somebody@example.com' }, '0x80041d48'],
  ])('refuses %o', async (body, code) => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP);
    expect((await org.call(`systemusers(${id})`, { method: 'PATCH', body })).error.code).toBe(code);
  });

  it('accepts the same applicationid again with isdisabled', async () => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP);
    const body = { isdisabled: true, applicationid: PIPELINE_APP };
    expect((await org.call(`systemusers(${id})`, { method: 'PATCH', body })).status).toBe(204);
  });

  it('deletes only a disabled one, first softly, then for good', async () => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    const path = `systemusers(${id})`;
    const remove = { method: 'DELETE' };
    expect((await org.call(path, remove)).error.message).toBe(
      `User with SystemUserId=${id} is not disabled. Please disable`,
    );
    await org.call(path, { method: 'PATCH', body: { isdisabled: true } });
    expect((await org.call(path, remove)).status).toBe(204);
    expect((await org.call(`${path}?$select=deletedstate`)).json['deletedstate']).toBe(1);
    const again = await org.call('systemusers', post({ applicationid: PIPELINE_APP }));
    expect(again.error.code).toBe('0x8004f511');
    expect((await org.call(path, remove)).status).toBe(204);
    expect((await org.call(path, remove)).status).toBe(404);
    expect(await org.dataverse.rows('systemuserrolescollection')).toHaveLength(2);
  });

  it('keeps one that still owns rows', async () => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    await org.call('cwl_videos', { ...post({ cwl_name: 'a' }), app: PIPELINE_APP });
    await org.call(`systemusers(${id})`, { method: 'PATCH', body: { isdisabled: true } });
    await org.call(`systemusers(${id})`, { method: 'DELETE' });
    expect((await org.call(`systemusers(${id})`, { method: 'DELETE' })).error.code).toBe('0x80040227');
  });
});
