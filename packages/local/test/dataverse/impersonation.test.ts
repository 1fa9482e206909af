import { describe, expect, it } from 'vitest';
import type { DataverseOptions } from '../../src/dataverse/options.ts';
import {
  ADELE,
  ADELE_OBJECT,
  ALEX,
  addApplicationUser,
  createdId,
  createOrg,
  NOBODY,
  PIPELINE_APP,
} from './harness.ts';

async function pipeline(options: Partial<DataverseOptions> = {}, roles = ['Video pipeline']) {
  const org = createOrg(options);
  const id = await addApplicationUser(org, PIPELINE_APP, roles);
  return { org, id };
}

const as = (headers: Readonly<Record<string, string>>, more: object = {}) => ({
  app: PIPELINE_APP,
  headers,
  ...more,
});

describe('impersonation', () => {
  it.each([{ CallerObjectId: ADELE_OBJECT }, { MSCRMCallerID: ADELE }])(
    'acts as the user that %o names',
    async (headers) => {
      const { org } = await pipeline();
      expect((await org.call('WhoAmI', as(headers))).json['UserId']).toBe(ADELE);
      expect(org.trail.decisions().at(-1)).toMatchObject({
        principal: 'application user # video-pipeline',
        action: 'prvActOnBehalfOfAnotherUser',
        allowed: true,
      });
    },
  );

  it('writes under the name of the user and keeps the application user as …onbehalfby', async () => {
    const { org, id } = await pipeline();
    const created = await org.call(
      'cwl_videos',
      as({ MSCRMCallerID: ADELE }, { method: 'POST', body: { cwl_name: 'a' } }),
    );
    expect(created.status).toBe(204);
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([
      {
        _createdby_value: ADELE,
        _modifiedby_value: ADELE,
        _ownerid_value: ADELE,
        _createdonbehalfby_value: id,
        _modifiedonbehalfby_value: id,
      },
    ]);
    expect(org.trail.decisions().at(-1)).toMatchObject({
      principal: 'user Adele Vance (through # video-pipeline)',
      action: 'prvCreatecwl_Video',
      resource: 'cwl_videos',
      decidedBy:
        'role "Video pipeline" (Global) of application user "# video-pipeline" and role "Video contributor" (Basic) of user "Adele Vance"',
    });
    const path = `cwl_videos(${createdId(created)})?$select=cwl_name&$expand=createdby($select=fullname),createdonbehalfby($select=fullname)`;
    expect((await org.call(path)).json).toMatchObject({
      createdby: { fullname: 'Adele Vance' },
      createdonbehalfby: { fullname: '# video-pipeline' },
    });
  });

  it('leaves …onbehalfby null when the header names the caller', async () => {
    const { org, id } = await pipeline();
    await org.call('cwl_videos', as({ MSCRMCallerID: id }, { method: 'POST', body: { cwl_name: 'a' } }));
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([
      { _createdby_value: id, _createdonbehalfby_value: null },
    ]);
  });

  it('refuses a caller without prvActOnBehalfOfAnotherUser', async () => {
    const { org } = await pipeline({}, []);
    const answer = await org.call('WhoAmI', as({ MSCRMCallerID: ADELE }));
    expect(answer.status).toBe(403);
    expect(answer.error).toEqual({
      code: '0x8004a110',
      message: 'User does not have the privilege to act on behalf another user.',
    });
  });

  it('accepts the Delegate role for it', async () => {
    const { org } = await pipeline({}, ['Delegate']);
    expect((await org.call('WhoAmI', as({ MSCRMCallerID: ADELE }))).json['UserId']).toBe(ADELE);
  });

  it('refuses what the user may not do, though the application user may', async () => {
    const { org, id } = await pipeline();
    const answer = await org.call('cwl_videos', as({ MSCRMCallerID: ALEX }, { method: 'POST', body: {} }));
    expect(answer.error.message).toContain(`Principal user (Id=${ALEX}`);
    expect(answer.error.message).toContain(`context.Caller=${id}`);
    expect(org.trail.decisions().at(-1)?.decidedBy).toBe('no role of user "Alex Wilber" holds it');
  });

  it('refuses what the application user may not do, though the user may, and names the user', async () => {
    const { org } = await pipeline({}, ['Delegate']);
    const answer = await org.call('cwl_videos', as({ MSCRMCallerID: ADELE }));
    expect(answer.status).toBe(403);
    expect(answer.error.message).toContain(`Principal user (Id=${ADELE}`);
    expect(org.trail.decisions().at(-1)?.decidedBy).toBe(
      'no role of application user "# video-pipeline" holds it',
    );
  });

  it("sees the user's rows only", async () => {
    const { org } = await pipeline();
    await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'of the admin' } });
    await org.call(
      'cwl_videos',
      as({ MSCRMCallerID: ADELE }, { method: 'POST', body: { cwl_name: 'of Adele' } }),
    );
    expect((await org.call('cwl_videos', as({ MSCRMCallerID: ADELE }))).value).toMatchObject([
      { cwl_name: 'of Adele' },
    ]);
    expect((await org.call('cwl_videos', as({}))).value).toHaveLength(2);
  });

  it('refuses a disabled user', async () => {
    const { org } = await pipeline();
    await org.call(`systemusers(${ADELE})`, { method: 'PATCH', body: { isdisabled: true } });
    expect((await org.call('WhoAmI', as({ MSCRMCallerID: ADELE }))).error.code).toBe('0x80040225');
  });

  it.each([
    ['404-0x80040217', 404, '0x80040217'],
    ['400-0x80041d1f', 400, '0x80041d1f'],
    ['ignored', 200, 'none'],
  ] as const)('answers an unknown id as told: %s', async (impersonatedUnknown, status, code) => {
    const { org } = await pipeline({ unconfirmed: { impersonatedUnknown } });
    const answer = await org.call('WhoAmI', as({ MSCRMCallerID: NOBODY }));
    expect([answer.status, answer.error.code]).toEqual([status, code]);
  });

  it('does not take an Entra object id for a systemuserid', async () => {
    const { org } = await pipeline();
    expect((await org.call('WhoAmI', as({ MSCRMCallerID: ADELE_OBJECT }))).status).toBe(404);
  });

  it('refuses a header that is no GUID', async () => {
    const { org } = await pipeline();
    expect((await org.call('WhoAmI', as({ CallerObjectId: 'adele' }))).status).toBe(400);
  });
});
