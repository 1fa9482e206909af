import { describe, expect, it } from 'vitest';
import { ADELE, createOrg, ORIGIN } from './harness.ts';

const query = (filter: string) => `cwl_videos?$select=cwl_name&$filter=${encodeURIComponent(filter)}`;

describe('large queries', () => {
  it.each([
    ['500 conditions', Array(500).fill("cwl_name eq 'a'").join(' or ')],
    [
      'ands and ors in 20 levels of parentheses',
      `${'(cwl_public or (cwl_public and '.repeat(10)}cwl_public${'))'.repeat(10)}`,
    ],
    ['nots in 20 levels', `${'not ('.repeat(10)}cwl_name eq 'a'${')'.repeat(10)}`],
    ['a path of 15 lookups', `${'createdby/'.repeat(15)}fullname eq null`],
    ['a long value', `cwl_name eq 'a' or contains(cwl_name,'${'x'.repeat(30_000)}')`],
  ])('answers %s', async (_, filter) => {
    const org = createOrg();
    await org.call('cwl_videos', { method: 'POST', body: { cwl_name: 'a', cwl_public: true } });
    expect((await org.call(query(filter))).value).toHaveLength(1);
  });

  it.each([
    ['a path of 16 lookups', query(`${'createdby/'.repeat(16)}fullname eq null`), 400, '0x8004430d'],
    [
      'endless levels of $expand',
      `cwl_videos?$expand=${'a($expand='.repeat(2600)}x${')'.repeat(2600)}`,
      400,
      '0x80060888',
    ],
    [
      'a URL that is too long',
      query(`contains(cwl_name,'${'x'.repeat(33_000)}')`),
      501,
      'NotSupportedByLocalService',
    ],
    ['an option given twice', 'cwl_videos?$top=1&$top=2', 400, '0x80060888'],
    ['a $count that is neither', 'cwl_videos?$count=perhaps', 400, '0x80060888'],
    ['a day that is not in the calendar', query('cwl_recorded eq 2026-02-30T00:00:00Z'), 400, '0x80060888'],
    [
      'a definition member of JavaScript',
      'EntityDefinitions?$select=toString',
      501,
      'NotSupportedByLocalService',
    ],
  ])('refuses %s', async (_, path, status, code) => {
    const answer = await createOrg().call(path);
    expect([answer.status, answer.error.code]).toEqual([status, code]);
  });
});

describe('what is not honoured', () => {
  it.each([
    ['GET', 'cwl_videos/$count?$top=1'],
    ['GET', 'WhoAmI?$select=UserId'],
    ['DELETE', 'cwl_videos(aaaaaaaa-0000-4000-8000-00000000000f)?partitionId=a'],
    ['POST', 'cwl_videos?fetchXml=a'],
  ])('is refused: %s %s', async (method, path) => {
    expect((await createOrg().call(path, { method })).status).toBe(501);
  });

  it.each(['WhoAmI(x=1)', "RetrieveCurrentOrganization(AccessType='Default',x=1)"])(
    '%s is no function',
    async (path) => {
      const answer = await createOrg().call(path);
      expect([answer.status, answer.error.code]).toEqual([404, '']);
    },
  );

  it('an access type that does not exist is refused', async () => {
    expect((await createOrg().call('RetrieveCurrentOrganization(AccessType=x)')).error.code).toBe(
      '0x80040203',
    );
  });

  it.each(['POST', 'PUT', 'HEAD', 'OPTIONS'])('%s on the service document is', async (method) => {
    expect((await createOrg().call('', { method })).status).toBe(405);
  });

  it('writing by PATCH to a table that the service alone writes is', async () => {
    const path = 'roleprivilegescollection(aaaaaaaa-0000-4000-8000-00000000000f)';
    const answer = await createOrg().call(path, { method: 'PATCH', body: {}, headers: { 'If-Match': '*' } });
    expect(answer.status).toBe(501);
  });

  it('an empty lookup has the headers of every answer', async () => {
    const org = createOrg();
    await org.call('cwl_videos(aaaaaaaa-0000-4000-8000-00000000000e)', { method: 'PATCH', body: {} });
    const answer = await org.call('cwl_videos(aaaaaaaa-0000-4000-8000-00000000000e)/cwl_Uploader');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('REQ_ID')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('OData-Version')).toBe('4.0');
  });

  it('a reference into another environment is', async () => {
    const link = (host: string) => ({
      'cwl_Uploader@odata.bind': `${host}/api/data/v9.2/systemusers(${ADELE})`,
    });
    const org = createOrg({ aliases: ['https://org.crm4.dynamics.com'] });
    const status = async (host: string) =>
      (await org.call('cwl_videos', { method: 'POST', body: link(host) })).status;
    expect(await status('https://other.crm4.dynamics.com')).toBe(400);
    expect(await status('https://ORG.crm4.dynamics.com')).toBe(204);
    expect(await status(ORIGIN)).toBe(204);
  });
});
