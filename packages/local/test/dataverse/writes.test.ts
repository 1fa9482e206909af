import { describe, expect, it } from 'vitest';
import { ADELE, createdId, createOrg, NOBODY, ORIGIN } from './harness.ts';

const post = (body: unknown, headers = {}) => ({ method: 'POST', body, headers });
const patch = (body: unknown, headers = {}) => ({ method: 'PATCH', body, headers });
const ID = 'ffffffff-0000-4000-8000-000000000001';

async function withVideo(body: object = { cwl_name: 'a' }) {
  const org = createOrg();
  const created = await org.call('cwl_videos', post(body));
  return { org, path: `cwl_videos(${createdId(created)})`, created };
}

describe('creating rows', () => {
  it('answers 204 with the id, or 201 with the row', async () => {
    const { org, created } = await withVideo();
    expect(created.status).toBe(204);
    expect(created.headers.get('OData-EntityId')).toMatch(
      new RegExp(`^${ORIGIN}/api/data/v9\\.2/cwl_videos\\([0-9a-f-]{36}\\)$`),
    );
    const shown = await org.call(
      'cwl_videos?$select=cwl_name',
      post({ cwl_name: 'b' }, { Prefer: 'return=representation' }),
    );
    expect(shown.status).toBe(201);
    expect(shown.json).toMatchObject({
      cwl_name: 'b',
      cwl_videoid: expect.any(String),
      '@odata.etag': expect.any(String),
    });
    expect(shown.headers.get('OData-EntityId')).toBeNull();
    expect(shown.headers.get('Preference-Applied')).toBe('return=representation');
  });

  it('takes the id that it is given once', async () => {
    const org = createOrg();
    expect((await org.call('cwl_videos', post({ cwl_videoid: ID }))).status).toBe(204);
    const again = await org.call('cwl_videos', post({ cwl_videoid: ID.toUpperCase() }));
    expect([again.status, again.error]).toEqual([
      412,
      { code: '0x80040237', message: 'A record with matching key values already exists.' },
    ]);
  });

  it('leaves out columns that only the server writes', async () => {
    const { org } = await withVideo({ createdon: '2001-01-01T00:00:00Z', versionnumber: 1 });
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([{ createdon: '2026-03-01T12:00:00Z' }]);
  });

  it.each<[string, object, string, RegExp]>([
    [
      'an unknown property',
      { Name: 'a' },
      '0x0',
      /Invalid property 'Name' was found in entity 'Microsoft\.Dynamics\.CRM\.cwl_video'\. ---> Microsoft\.OData\.ODataException: Does not support untyped value in non-open type\./,
    ],
    [
      'an unknown navigation property',
      { 'cwl_uploader@odata.bind': `/systemusers(${ADELE})` },
      '0x80048d19',
      /^Error identified in Payload provided by the user for Entity :'cwl_videos' {2}----> {2}InnerException : .*An undeclared property 'cwl_uploader'/,
    ],
    [
      'a string that is too long',
      { cwl_name: 'x'.repeat(21) },
      '0x80044331',
      /^A validation error occurred\. {2}The length of the 'cwl_name' attribute of the 'cwl_video' entity exceeded the maximum allowed length of '20'\.$/,
    ],
    ['a number out of range', { cwl_width: 9000 }, '0x80044330', /outside of the allowed values/],
    [
      'a choice that does not exist',
      { cwl_quality: 7 },
      '0x8004431a',
      /^The picklist value is out of the range\.$/,
    ],
    [
      'a status that is not of the state',
      { statecode: 0, statuscode: 2 },
      '0x80048408',
      /^State code is invalid/,
    ],
    [
      'a number for a string',
      { cwl_name: 5 },
      '0x80048d19',
      /Cannot convert a value to target type 'Edm\.String'/,
    ],
    [
      'a string for a number',
      { cwl_width: 'wide' },
      '0x80048d19',
      /Cannot convert the literal 'wide' to the expected type 'Edm\.Int32'\./,
    ],
    ['a fraction for a whole number', { cwl_width: 1.5 }, '0x80048d19', /Edm\.Int32/],
    ['a string for a flag', { cwl_public: 'yes' }, '0x80048d19', /Edm\.Boolean/],
    ['a date that is none', { cwl_recorded: '2026-13-01T00:00:00Z' }, '0x80048d19', /Edm\.DateTimeOffset/],
    ['an object for a value', { cwl_name: {} }, '0x80048d19', /StartObject/],
    [
      'a lookup value set directly',
      { _cwl_uploader_value: ADELE },
      '0x0',
      /^CRM do not support direct update of Entity Reference properties/,
    ],
    ['deep insert', { cwl_Channel: { cwl_name: 'x' } }, 'NotSupportedByLocalService', /Deep insert/],
  ])('refuses %s', async (_, body, code, message) => {
    const org = createOrg();
    const answer = await org.call('cwl_videos', post(body));
    expect(answer.error.code).toBe(code);
    expect(answer.error.message).toMatch(message);
    expect(await org.dataverse.rows('cwl_videos')).toEqual([]);
  });

  it('refuses a lookup to a row that does not exist', async () => {
    const answer = await createOrg().call(
      'cwl_videos',
      post({ 'cwl_Uploader@odata.bind': `/systemusers(${NOBODY})` }),
    );
    expect([answer.status, answer.error]).toEqual([
      404,
      { code: '0x80040217', message: `SystemUser With Id = ${NOBODY} Does Not Exist` },
    ]);
  });

  it.each(['{', '[]', '"a"', ''])('refuses the body %s', async (body) => {
    expect((await createOrg().call('cwl_videos', post(body))).error.code).toBe('0x80048d19');
  });

  it.each(['businessunits', 'privileges', 'systemuserrolescollection', 'organizations'])(
    'does not write to %s',
    async (set) => {
      const answer = await createOrg().call(set, post({}));
      expect(answer.status).toBe(501);
    },
  );

  it.each(['/systemusers', 'systemusers', `${ORIGIN}/api/data/v9.2/systemusers`])(
    'binds through %s',
    async (start) => {
      const { org } = await withVideo({ 'cwl_Uploader@odata.bind': `${start}(${ADELE})` });
      expect(await org.dataverse.rows('cwl_videos')).toMatchObject([{ _cwl_uploader_value: ADELE }]);
    },
  );
});

describe('changing rows', () => {
  it('changes the version and who and when', async () => {
    const { org, path } = await withVideo();
    const before = (await org.call(path)).headers.get('ETag');
    org.clock.advance(60_000);
    expect((await org.call(path, patch({ cwl_name: 'b', cwl_duration: 1.239 }))).status).toBe(204);
    const after = await org.call(path);
    expect(after.headers.get('ETag')).not.toBe(before);
    expect(after.json).toMatchObject({
      cwl_name: 'b',
      cwl_duration: 1.24,
      createdon: '2026-03-01T12:00:00Z',
      modifiedon: '2026-03-01T12:01:00Z',
    });
  });

  it('clears a lookup in each of the three ways', async () => {
    const { org, path } = await withVideo();
    const bind = { 'cwl_Uploader@odata.bind': `/systemusers(${ADELE})` };
    const uploader = async () => (await org.call(path)).json['_cwl_uploader_value'];
    for (const clear of [patch({ cwl_Uploader: null }), patch({ 'cwl_Uploader@odata.bind': null })]) {
      await org.call(path, patch(bind));
      expect(await uploader()).toBe(ADELE);
      await org.call(path, clear);
      expect(await uploader()).toBeNull();
    }
    const put = { method: 'PUT', body: { '@odata.id': `${ORIGIN}/api/data/v9.2/systemusers(${ADELE})` } };
    expect((await org.call(`${path}/cwl_Uploader/$ref`, put)).status).toBe(204);
    expect(await uploader()).toBe(ADELE);
    expect((await org.call(`${path}/cwl_Uploader/$ref`, { method: 'DELETE' })).status).toBe(204);
    expect(await uploader()).toBeNull();
  });

  it('creates a missing row with the id of the URL', async () => {
    const org = createOrg();
    const answer = await org.call(`cwl_videos(${ID})`, patch({ cwl_name: 'new' }));
    expect(answer.headers.get('OData-EntityId')).toContain(ID);
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([{ cwl_videoid: ID, cwl_name: 'new' }]);
  });

  it('creates and then changes by alternate key', async () => {
    const org = createOrg();
    const path = "cwl_videos(cwl_key='clips%2Fa%20b.mp4')";
    await org.call(path, patch({ cwl_name: 'first' }));
    await org.call(path, patch({ cwl_name: 'second' }));
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([
      { cwl_key: 'clips/a b.mp4', cwl_name: 'second' },
    ]);
    const answer = await org.call('cwl_videos', post({ cwl_key: 'CLIPS/a b.mp4' }));
    expect([answer.status, answer.error.code]).toEqual([412, '0x80060892']);
  });

  it('does not create with If-Match, nor change with If-None-Match', async () => {
    const { org, path } = await withVideo();
    expect((await org.call(`cwl_videos(${ID})`, patch({}, { 'If-Match': '*' }))).status).toBe(404);
    const answer = await org.call(path, patch({ cwl_name: 'b' }, { 'If-None-Match': '*' }));
    expect([answer.status, answer.error.code]).toEqual([412, '0x80040237']);
  });

  it('refuses an older version', async () => {
    const { org, path } = await withVideo();
    const etag = (await org.call(path)).headers.get('ETag') ?? '';
    expect((await org.call(path, patch({ cwl_name: 'b' }, { 'If-Match': etag }))).status).toBe(204);
    for (const method of ['PATCH', 'DELETE']) {
      const answer = await org.call(path, { method, body: {}, headers: { 'If-Match': etag } });
      expect([answer.status, answer.error]).toEqual([
        412,
        {
          code: '0x80060882',
          message: "The version of the existing record doesn't match the RowVersion property provided.",
        },
      ]);
    }
  });

  it('moves the status with the state', async () => {
    const { org, path } = await withVideo();
    await org.call(path, patch({ statecode: 1 }));
    expect((await org.call(path)).json).toMatchObject({ statecode: 1, statuscode: 2 });
    expect((await org.call(path, patch({ statuscode: 1 }))).error.code).toBe('0x80048408');
  });

  it('writes and clears a single property', async () => {
    const { org, path } = await withVideo();
    expect((await org.call(`${path}/cwl_name`, { method: 'PUT', body: { value: 'b' } })).status).toBe(204);
    expect((await org.call(path)).json['cwl_name']).toBe('b');
    expect((await org.call(`${path}/cwl_name`, { method: 'DELETE' })).status).toBe(204);
    expect((await org.call(path)).json['cwl_name']).toBeNull();
  });

  it('answers the changed row when asked to', async () => {
    const { org, path } = await withVideo();
    const answer = await org.call(
      `${path}?$select=cwl_name`,
      patch({ cwl_name: 'b' }, { Prefer: 'return=representation' }),
    );
    expect([answer.status, answer.json['cwl_name']]).toEqual([200, 'b']);
  });

  it('undoes everything when one part is refused', async () => {
    const { org, path } = await withVideo();
    await org.call(path, patch({ cwl_name: 'b', cwl_width: 9000 }));
    expect((await org.call(path)).json['cwl_name']).toBe('a');
  });
});

describe('deleting rows', () => {
  it('answers 204, then 404, and clears lookups to the row', async () => {
    const org = createOrg();
    const channel = `cwl_channels(${createdId(await org.call('cwl_channels', post({ cwl_name: 'c' })))})`;
    await org.call('cwl_videos', post({ cwl_name: 'a', 'cwl_Channel@odata.bind': channel }));
    expect((await org.call(channel, { method: 'DELETE' })).status).toBe(204);
    expect((await org.call(channel, { method: 'DELETE' })).status).toBe(404);
    expect(await org.dataverse.rows('cwl_videos')).toMatchObject([{ _cwl_channel_value: null }]);
  });
});

describe('headers that are not honoured', () => {
  it.each([
    { 'MSCRM.SolutionUniqueName': 'a' },
    { 'MSCRM.SuppressDuplicateDetection': 'false' },
    { Prefer: 'odata.track-changes' },
  ])('refuses %o', async (headers) => {
    expect((await createOrg().call('cwl_videos', { headers })).status).toBe(501);
  });
});
