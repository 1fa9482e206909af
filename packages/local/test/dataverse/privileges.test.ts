import { describe, expect, it } from 'vitest';
import { UNCONFIRMED } from '../../src/dataverse/unconfirmed.ts';
import {
  ADELE,
  ALEX,
  addApplicationUser,
  createdId,
  createOrg,
  NOBODY,
  ORIGIN,
  PIPELINE_APP,
} from './harness.ts';

const asPipeline = { app: PIPELINE_APP } as const;

describe('table privileges', () => {
  it('refuses what no role gives, in the long form of the service', async () => {
    const org = createOrg();
    const id = await addApplicationUser(org, PIPELINE_APP);
    const answer = await org.call('systemusers?$select=fullname', asPipeline);
    expect(answer.status).toBe(403);
    expect(answer.error.code).toBe('0x80040220');
    expect(answer.error.message).toMatch(
      new RegExp(
        `^Principal user \\(Id=${id}, type=8, roleCount=0, privilegeCount=0, accessMode='4 Non-interactive', ` +
          `AADObjectId='eeeeeeee-[0-9a-f-]{27}', MetadataCachePrivilegesCount=\\d+, businessUnitId=[0-9a-f-]{36}\\), ` +
          `is missing prvReadUser privilege \\(Id=[0-9a-f-]{36}\\) on OTC=8 for entity 'systemuser' ` +
          `\\(LocalizedName='User'\\)\\. context\\.Caller=${id}\\. ` +
          'Consider adding missed privilege to one of the principal \\(user/team\\) roles\\.$',
      ),
    );
    expect(org.trail.decisions().at(-1)).toMatchObject({
      principal: 'application user # video-pipeline',
      action: 'prvReadUser',
      resource: 'systemusers',
      allowed: false,
      decidedBy: 'no role of application user "# video-pipeline" holds it',
      error: { status: 403, code: '0x80040220' },
    });
  });

  it('names the role and depth that allowed', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    expect((await org.call('systemusers?$select=fullname', asPipeline)).value).toHaveLength(4);
    expect(org.trail.decisions().at(-1)).toMatchObject({
      action: 'prvReadUser',
      allowed: true,
      decidedBy: 'role "Video pipeline" (Global) of application user "# video-pipeline"',
    });
  });

  it('records each question of a request once', async () => {
    const org = createOrg();
    await org.call('systemusers?$filter=createdby/fullname eq null&$expand=businessunitid');
    const questions = org.trail.decisions().map((decision) => `${decision.action} ${decision.resource}`);
    expect(questions).toEqual([
      `sign-in ${ORIGIN}`,
      'prvReadUser systemusers',
      'prvReadBusinessUnit businessunits',
    ]);
  });

  it('measures from arrival to answer', async () => {
    const org = createOrg();
    await org.call('WhoAmI');
    expect(org.trail.decisions()[0]).toMatchObject({ at: org.clock.now(), ms: 0 });
  });

  it('reads only the own rows at Basic depth', async () => {
    const org = createOrg({
      roles: [{ name: 'Mine', privileges: { prvCreatecwl_Video: 'Basic', prvReadcwl_Video: 'Basic' } }],
      users: [],
    });
    await addApplicationUser(org, PIPELINE_APP, ['Mine']);
    const theirs = await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'theirs' } });
    await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'mine' }, ...asPipeline });
    expect((await org.call('cwl_videos?$count=true', asPipeline)).json).toMatchObject({
      '@odata.count': 1,
      value: [{ cwl_name: 'mine' }],
    });
    const id = createdId(theirs);
    const answer = await org.call(`cwl_videos(${id})`, asPipeline);
    expect(answer.status).toBe(403);
    expect(answer.error.message).toMatch(
      new RegExp(
        `^Principal with id \\S+ does not have ReadAccess right\\(s\\) for record with id ${id} of entity cwl_video\\.$`,
      ),
    );
    expect(org.trail.decisions().at(-1)?.decidedBy).toContain('Basic depth, which does not reach this row');
  });

  it('reaches the rows of the business unit at Local depth', async () => {
    const org = createOrg({
      roles: [{ name: 'Unit', privileges: { prvReadcwl_Video: 'Local' } }],
      users: [],
    });
    await addApplicationUser(org, PIPELINE_APP, ['Unit']);
    await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'theirs' } });
    expect((await org.call('cwl_videos', asPipeline)).value).toHaveLength(1);
  });

  it('asks Append and AppendTo for a lookup', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    const body = { cwl_name: 'a', 'cwl_Uploader@odata.bind': `/systemusers(${ADELE})` };
    const answer = await org.call('cwl_videos', { method: 'POST', body, ...asPipeline });
    expect(answer.error.message).toContain('is missing prvAppendcwl_Video privilege');
    expect(await org.dataverse.rows('cwl_videos')).toEqual([]);
  });

  it('refuses an owner who cannot read the table', async () => {
    const org = createOrg();
    const body = { cwl_name: 'a', 'ownerid@odata.bind': `/systemusers(${ALEX})` };
    const answer = await org.call('cwl_videos', { method: 'POST', body });
    expect(answer.status).toBe(403);
    expect(answer.error.code).toBe('0x80040299');
    expect(answer.error.message).toMatch(
      /^Read Privilege Check For Owner failed with exception: Principal user \(Id=bbbb/,
    );
  });

  it('gives a row to an owner who can read it', async () => {
    const org = createOrg();
    const body = { cwl_name: 'a', 'ownerid@odata.bind': `/systemusers(${ADELE})` };
    expect((await org.call('cwl_videos', { method: 'POST', body })).status).toBe(204);
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([
      { _ownerid_value: ADELE, _owninguser_value: ADELE },
    ]);
  });

  it('asks before it looks, so that ids cannot be probed', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP);
    for (const method of ['GET', 'DELETE']) {
      expect((await org.call(`systemusers(${NOBODY})`, { method, ...asPipeline })).status).toBe(403);
    }
    const headers = { 'If-Match': '*' };
    const answer = await org.call(`cwl_videos(${NOBODY})`, {
      method: 'PATCH',
      body: {},
      headers,
      ...asPipeline,
    });
    expect(answer.error.message).toContain('is missing prvWritecwl_Video privilege');
  });

  it('asks prvReadEntity for table definitions, in the form of a privilege without a table', async () => {
    const org = createOrg();
    await addApplicationUser(org, PIPELINE_APP, ['Video pipeline']);
    const answer = await org.call("EntityDefinitions(LogicalName='cwl_video')", asPipeline);
    expect(answer.status).toBe(403);
    expect(answer.error.message).toMatch(
      /^SecLib::CheckPrivilege failed\. User: .*PrivilegeName: prvReadEntity, /,
    );
  });

  it('keeps one default and its alternatives for everything that is not confirmed', () => {
    for (const each of Object.values(UNCONFIRMED)) {
      expect(each.alternatives.length).toBeGreaterThan(0);
      expect(each.alternatives).not.toContain(each.default);
      expect(each.why.length).toBeGreaterThan(20);
    }
  });
});
