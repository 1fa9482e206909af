import { describe, expect, it } from 'vitest';
import { type Copy, synchronise } from '../src/changes.ts';
import { byFetchXml } from '../src/fetch-xml.ts';
import { asked, ID, OTHER_ID, scripted } from './support/scripted.ts';

const TOKEN = '919042%2108%2f22%2f2017%2008%3a10%3a44';

function copyWith(token: string | undefined) {
  const done: string[] = [];
  const kept: (string | undefined)[] = [];
  const copy: Copy = {
    token: async () => token,
    keepToken: async (next) => void kept.push(next),
    put: async ({ accountid, name }) => void done.push(`put ${accountid} ${name}`),
    remove: async (id) => void done.push(`remove ${id}`),
  };
  return { copy, done, kept };
}

describe('change tracking', () => {
  it('gives new and deleted rows, a checkpoint with each page, and a token for next time', async () => {
    const { dataverse, server } = await scripted((arrived) => {
      if (arrived.path.includes('$count')) return { body: '12' };
      const isLast = arrived.path.includes('token=');
      const root = `http://${arrived.headers.host}/api/data/v9.2`;
      const deleted = {
        '@odata.context': `${root}/$metadata#accounts/$deletedEntity`,
        id: OTHER_ID,
        reason: 'deleted',
      };
      const link = `${root}/accounts?$select=name&$${isLast ? `deltatoken=${TOKEN}` : 'skiptoken=a'}`;
      return {
        body: {
          value: [isLast ? deleted : { accountid: ID, name: 'Fabrikam' }],
          [isLast ? '@odata.deltaLink' : '@odata.nextLink']: link,
        },
      };
    });
    const { copy, done, kept } = copyWith(undefined);
    expect(await synchronise(dataverse, copy)).toBe(12);
    expect(done).toEqual([`put ${ID} Fabrikam`, `remove ${OTHER_ID}`]);
    expect(kept).toEqual([expect.stringContaining('$skiptoken=a'), expect.stringContaining(TOKEN)]);
    expect(server.requests[0]?.headers['prefer']).toBe('odata.track-changes,odata.maxpagesize=1000');
    await synchronise(dataverse, copyWith(kept[1]).copy);
    const token = decodeURIComponent(TOKEN);
    expect(asked(server)).toEqual([
      'GET accounts?$select=name',
      'GET accounts?$select=name&$skiptoken=a',
      `GET accounts/$count?$deltatoken=${token}`,
      `GET accounts?$select=name&$deltatoken=${token}`,
      `GET accounts/$count?$deltatoken=${token}`,
    ]);
  });
});

describe('FetchXML', () => {
  it('has its values escaped, and is read page after page', async () => {
    const { dataverse, server } = await scripted(({ path }) => {
      const isSecond = decodeURIComponent(path).includes('page="2"');
      return {
        body: {
          value: isSecond ? [{ accountid: ID }] : [{ accountid: OTHER_ID, name: 'Fabrikam' }],
          ...(!isSecond && {
            '@Microsoft.Dynamics.CRM.morerecords': true,
            '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie':
              '<cookie pagenumber="2" pagingcookie="%253ccookie%2520page%253d%25221%2522%253e%253c%252fcookie%253e" istracking="False" />',
          }),
        },
      };
    });
    expect(await byFetchXml(dataverse, ['Köln & Bonn', '"Ulm"'])).toEqual(['Fabrikam', undefined]);
    const [first, second] = asked(server);
    expect(first).toContain('<value>K\u00f6ln &#38; Bonn</value><value>&#34;Ulm&#34;</value>');
    expect(first).toContain('count="500"');
    expect(second).toContain('paging-cookie="&#60;cookie page=&#34;1&#34;&#62;&#60;/cookie&#62;"');
  });
});
