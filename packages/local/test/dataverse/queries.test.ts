import { beforeAll, describe, expect, it } from 'vitest';
import { ADELE, createdId, createOrg, ORIGIN, type Org } from './harness.ts';

const ROOT = `${ORIGIN}/api/data/v9.2`;

describe('queries', () => {
  let org: Org;
  const ids: string[] = [];
  beforeAll(async () => {
    org = createOrg();
    for (const [at, name] of ['delta', 'Alpha', 'charlie', 'Bravo', 'echo'].entries()) {
      const body = {
        cwl_name: name,
        cwl_width: 1000 + at,
        cwl_quality: 1,
        cwl_public: true,
        cwl_recorded: '2026-03-01T15:04:05Z',
        'cwl_Uploader@odata.bind': `/systemusers(${ADELE})`,
      };
      ids.push(createdId(await org.call('cwl_videos', { method: 'POST', body })));
    }
  });

  it('lists the entity sets in the service document', async () => {
    const answer = await org.call('');
    expect(answer.json['@odata.context']).toBe(`${ROOT}/$metadata`);
    expect(answer.value).toContainEqual({ name: 'cwl_videos', kind: 'EntitySet', url: 'cwl_videos' });
  });

  it('answers the selected columns with the key, the etag and a context that names them', async () => {
    const answer = await org.call(`cwl_videos(${ids[0]})?$select=cwl_name`);
    expect(answer.json).toEqual({
      '@odata.context': `${ROOT}/$metadata#cwl_videos(cwl_name)/$entity`,
      '@odata.etag': answer.headers.get('ETag'),
      cwl_name: 'delta',
      cwl_videoid: ids[0],
    });
    expect(answer.headers.get('OData-Version')).toBe('4.0');
    expect(answer.headers.get('Content-Type')).toBe('application/json; odata.metadata=minimal');
  });

  it('answers every column, nulls included, without $select', async () => {
    const { json } = await org.call(`cwl_videos(${ids[0]})`);
    expect(json).toMatchObject({ cwl_notes: null, statecode: 0, statuscode: 1, _owningteam_value: null });
    expect(json).toMatchObject({ createdon: '2026-03-01T12:00:00Z', cwl_recorded: '2026-03-01T15:04:05Z' });
  });

  it('sorts without case, both ways, and by more than one column', async () => {
    const sorted = async (by: string) =>
      (await org.call(`cwl_videos?$orderby=${by}`)).value.map((row) => row['cwl_name']);
    expect(await sorted('cwl_name')).toEqual(['Alpha', 'Bravo', 'charlie', 'delta', 'echo']);
    expect(await sorted('cwl_public,cwl_name desc')).toEqual(['echo', 'delta', 'charlie', 'Bravo', 'Alpha']);
    expect(await sorted('cwl_Uploader/fullname asc,cwl_width desc')).toEqual([
      'echo',
      'Bravo',
      'charlie',
      'Alpha',
      'delta',
    ]);
  });

  it('pages by a cookie until there is no link', async () => {
    const Prefer = 'odata.maxpagesize=2';
    const seen: unknown[] = [];
    let next: unknown = 'cwl_videos?$select=cwl_name&$orderby=cwl_name&$filter=cwl_width ge 1000';
    let pages = 0;
    while (typeof next === 'string') {
      const answer = await org.call(next, { headers: { Prefer } });
      expect(answer.headers.get('Preference-Applied')).toBe(Prefer);
      seen.push(...answer.value.map((row) => row['cwl_name']));
      next = answer.json['@odata.nextLink'];
      if (pages === 0) {
        expect(decodeURIComponent(String(next))).toContain(
          '$skiptoken=<cookie pagenumber="2" pagingcookie="%253Ccookie%2520page%253D%25221%2522%253E',
        );
      }
      pages += 1;
    }
    expect([pages, seen]).toEqual([3, ['Alpha', 'Bravo', 'charlie', 'delta', 'echo']]);
  });

  it('refuses a cookie that somebody changed', async () => {
    expect((await org.call('cwl_videos?$skiptoken=2')).error.code).toBe('0x8004112a');
  });

  it('limits by $top without a link, and ignores $top with a page size', async () => {
    expect((await org.call('cwl_videos?$top=2')).json).not.toHaveProperty('@odata.nextLink');
    expect((await org.call('cwl_videos?$top=2')).value).toHaveLength(2);
    expect(
      (await org.call('cwl_videos?$top=2', { headers: { Prefer: 'odata.maxpagesize=3' } })).value,
    ).toHaveLength(3);
  });

  it('counts inline and alone', async () => {
    const answer = await org.call('cwl_videos?$count=true&$top=1', {
      headers: { Prefer: 'odata.include-annotations="*"' },
    });
    expect(answer.json).toMatchObject({
      '@odata.count': 5,
      '@Microsoft.Dynamics.CRM.totalrecordcount': 5,
      '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': false,
    });
    const alone = await org.call('cwl_videos/$count');
    expect(alone.headers.get('Content-Type')).toMatch(/^text\/plain/);
    expect(Number(alone.text)).toBe(5);
  });

  it('annotates what the request names', async () => {
    const path = `cwl_videos(${ids[0]})?$select=cwl_width,cwl_quality,cwl_public,cwl_recorded,_cwl_uploader_value`;
    const { json } = await org.call(path, { headers: { Prefer: 'odata.include-annotations="*"' } });
    expect(json).toMatchObject({
      'cwl_width@OData.Community.Display.V1.FormattedValue': '1,000',
      'cwl_quality@OData.Community.Display.V1.FormattedValue': 'High',
      'cwl_public@OData.Community.Display.V1.FormattedValue': 'Yes',
      'cwl_recorded@OData.Community.Display.V1.FormattedValue': '3/1/2026 3:04 PM',
      '_cwl_uploader_value@OData.Community.Display.V1.FormattedValue': 'Adele Vance',
      '_cwl_uploader_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'systemuser',
      '_cwl_uploader_value@Microsoft.Dynamics.CRM.associatednavigationproperty': 'cwl_Uploader',
    });
    const Prefer = 'odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"';
    expect(
      Object.keys((await org.call(path, { headers: { Prefer } })).json).filter((key) => /.@/.test(key)),
    ).toEqual(['_cwl_uploader_value@Microsoft.Dynamics.CRM.lookuplogicalname']);
  });

  it('expands lookups, also through one another, and null ones as null', async () => {
    const path = `cwl_videos(${ids[0]})?$select=cwl_name&$expand=cwl_Uploader($select=fullname;$expand=businessunitid($select=name)),cwl_Channel`;
    const { json } = await org.call(path);
    expect(json).toMatchObject({
      '@odata.context': `${ROOT}/$metadata#cwl_videos(cwl_name,cwl_Uploader(fullname,businessunitid(name)),cwl_Channel())/$entity`,
      cwl_Uploader: {
        fullname: 'Adele Vance',
        systemuserid: ADELE,
        ownerid: ADELE,
        businessunitid: { name: 'wayleave' },
      },
      cwl_Channel: null,
    });
  });

  it('expands roles with a link that is always there', async () => {
    const nav = 'systemuserroles_association';
    const { json } = await org.call(
      `systemusers(${ADELE})?$select=fullname&$expand=${nav}($select=name,_businessunitid_value)`,
    );
    expect(json[nav]).toMatchObject([{ name: 'Video contributor' }]);
    const link = String(json[`${nav}@odata.nextLink`]);
    expect(link).toBe(`${ROOT}/systemusers(${ADELE})/${nav}?$select=name,_businessunitid_value`);
    expect((await org.call(link)).value).toMatchObject([{ name: 'Video contributor' }]);
  });

  it('answers 304 for the etag a client has, but not with annotations', async () => {
    const path = `cwl_videos(${ids[0]})`;
    const etag = (await org.call(path)).headers.get('ETag') ?? '';
    expect(etag).toMatch(/^W\/"\d+"$/);
    const headers = { 'If-None-Match': etag };
    expect((await org.call(path, { headers })).status).toBe(304);
    expect(
      (await org.call(path, { headers: { ...headers, Prefer: 'odata.include-annotations="*"' } })).status,
    ).toBe(200);
    expect((await org.call(path, { headers: { 'If-None-Match': 'null' } })).status).toBe(200);
  });

  it('reads a single property, a lookup and what a lookup points to', async () => {
    expect((await org.call(`cwl_videos(${ids[0]})/cwl_name`)).json).toEqual({
      '@odata.context': `${ROOT}/$metadata#cwl_videos(${ids[0]})/cwl_name`,
      value: 'delta',
    });
    expect((await org.call(`cwl_videos(${ids[0]})/cwl_notes`)).status).toBe(204);
    expect((await org.call(`cwl_videos(${ids[0]})/cwl_Uploader?$select=fullname`)).json['fullname']).toBe(
      'Adele Vance',
    );
  });

  it.each(['$skip=1', '$search=a', '$format=json'])('refuses %s', async (option) => {
    const answer = await org.call(`cwl_videos?${option}`);
    expect([answer.status, answer.error.code]).toEqual([400, '0x80060888']);
    expect(answer.error.message).toBe(`The query parameter ${option.split('=')[0]} is not supported`);
  });

  it.each([
    ['Cwl_videos', 404, '0x8006088a', "Resource not found for the segment 'Cwl_videos'."],
    [
      'cwl_videos?$select=Name',
      400,
      '0x0',
      "Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.cwl_video'.",
    ],
    [
      'cwl_videos?$expand=nothing',
      400,
      '0x0',
      "Could not find a property named 'nothing' on type 'Microsoft.Dynamics.CRM.cwl_video'.",
    ],
    [
      'cwl_videos?$orderby=nothing',
      400,
      '0x0',
      "Could not find a property named 'nothing' on type 'Microsoft.Dynamics.CRM.cwl_video'.",
    ],
    [
      `cwl_videos(dddddddd-0000-4000-8000-00000000000f)`,
      404,
      '0x80040217',
      'cwl_Video With Id = dddddddd-0000-4000-8000-00000000000f Does Not Exist',
    ],
    [
      `cwl_videos(cwl_key='none')`,
      404,
      '0x80060891',
      'A record with the specified key values does not exist in cwl_video entity',
    ],
    [
      `systemusers?$expand=systemuserroles_association/$ref`,
      400,
      '0x80060888',
      'Expand with $ref is only supported on lookup type navigation property.',
    ],
    [
      `cwl_videos?$expand=createdby($top=1)`,
      400,
      '0x80060888',
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
    ],
  ])('refuses %s', async (path, status, code, message) => {
    const answer = await org.call(path);
    expect([answer.status, answer.error]).toEqual([status, { code, message }]);
  });

  it('refuses a user by the name of its key, which is inherited', async () => {
    expect((await org.call(`systemusers(systemuserid=${ADELE})`)).error.message).toMatch(
      /^The key in the request URI is not valid/,
    );
    expect((await org.call(`cwl_videos(cwl_videoid=${ids[0]})`)).status).toBe(200);
  });

  it.each(['PATCH', 'DELETE'])('refuses %s of an entity set', async (method) => {
    expect((await org.call('cwl_videos', { method, body: {} })).status).toBe(405);
  });

  it('answers under the version the caller uses', async () => {
    expect((await org.call(`${ORIGIN}/api/data/v9.0/WhoAmI`)).json['@odata.context']).toContain(
      '/api/data/v9.0/$metadata',
    );
  });
});

describe('table definitions', () => {
  it('are served as they were given, with privileges and columns', async () => {
    const org = createOrg();
    const one = await org.call(
      "EntityDefinitions(LogicalName='cwl_video')?$select=LogicalName,EntitySetName,Privileges&$expand=Attributes($select=LogicalName,AttributeType)",
    );
    expect(one.json).toMatchObject({
      LogicalName: 'cwl_video',
      EntitySetName: 'cwl_videos',
      MetadataId: expect.any(String),
    });
    expect(one.json['Privileges']).toContainEqual(
      expect.objectContaining({ Name: 'prvSharecwl_Video', CanBeBasic: true, PrivilegeType: 'Share' }),
    );
    expect(one.json['Attributes']).toContainEqual(
      expect.objectContaining({
        '@odata.type': '#Microsoft.Dynamics.CRM.LookupAttributeMetadata',
        LogicalName: 'cwl_uploader',
      }),
    );
    const all = await org.call('EntityDefinitions?$select=LogicalName');
    expect(all.value.map((row) => row['LogicalName'])).toContain('systemuser');
    const columns = await org.call(
      "EntityDefinitions(LogicalName='cwl_channel')/Attributes?$select=LogicalName",
    );
    expect(columns.value.map((row) => row['LogicalName'])).toContain('createdonbehalfby');
    expect(columns.value.map((row) => row['LogicalName'])).not.toContain('ownerid');
  });

  it('say of a member they were not given that it is not there', async () => {
    const answer = await createOrg().call("EntityDefinitions(LogicalName='cwl_video')?$select=EntityColor");
    expect([answer.status, answer.error.code]).toEqual([501, 'NotSupportedByLocalService']);
    const missing = await createOrg().call("EntityDefinitions(LogicalName='nothing')");
    expect([missing.status, missing.error.message]).toEqual([404, 'The specified entity was not found.']);
  });

  it('refuse paging and changes', async () => {
    const org = createOrg();
    expect((await org.call('EntityDefinitions?$top=1')).error.code).toBe('0x80060888');
    expect((await org.call('EntityDefinitions', { method: 'POST', body: {} })).status).toBe(501);
  });
});
