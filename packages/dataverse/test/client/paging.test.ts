import { readFileSync } from 'node:fs';
import { DataverseError, ForeignOriginError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo } from '../support/client.ts';
import { issued, rejection } from '../support/entra.ts';
import { type Arrived, startServer } from '../support/server.ts';

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** Serves pages of one row each, with a cookie as awkward as the real one. */
function pagesOf(names: readonly string[], origin: () => string) {
  return ({ path }: Arrived) => {
    const page = Number(/pagenumber=%22(\d+)%22/.exec(path)?.[1] ?? 1);
    const cookie = `%3Ccookie%20pagenumber=%22${page + 1}%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%22%20istracking=%22False%22%20/%3E`;
    const link = `${origin()}/api/data/v9.2/accounts?$select=name&$skiptoken=${cookie}`;
    return {
      body: {
        '@odata.count': names.length,
        ...(page < names.length && { '@odata.nextLink': link }),
        value: [{ name: names[page - 1], 'contacts@odata.nextLink': `${origin()}/api/data/v9.2/never` }],
      },
    };
  };
}

describe('pages', () => {
  it('are followed to the end by their links as they stand, each asked for with the same page size', async () => {
    const { client, server } = await clientTo((request) =>
      pagesOf(['a', 'b', 'c'], () => server.url)(request),
    );
    const rows = await collect(client.table('accounts').select('name').pageSize(1));
    expect(rows.map((row) => row['name'])).toEqual(['a', 'b', 'c']);
    expect(server.requests.map(({ headers }) => headers['prefer'])).toEqual(
      Array(3).fill('odata.maxpagesize=1'),
    );
    expect(server.requests[1]?.path).toContain(
      'pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%22',
    );
  });

  it('come one by one with the count', async () => {
    const { client, server } = await clientTo((request) => pagesOf(['a', 'b'], () => server.url)(request));
    const pages = await collect(client.table('accounts').count().pages());
    expect(pages.map(({ rows, count }) => [rows.length, count])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('are not asked for when the caller has enough', async () => {
    const { client, server } = await clientTo((request) => pagesOf(['a', 'b'], () => server.url)(request));
    for await (const row of client.table('accounts')) {
      expect(row['name']).toBe('a');
      break;
    }
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['another host', (other: string) => `${other}/api/data/v9.2/accounts?$skiptoken=1`],
    [
      'another host without a scheme',
      (other: string) => `${other.slice('http:'.length)}/api/data/v9.2/accounts`,
    ],
    ['a host that begins alike', () => 'http://127.0.0.1.evil.example/api/data/v9.2/accounts'],
    ['a place outside of the Web API', () => '/api/data/v9.2/../../../collect'],
    ['a script', () => 'javascript:alert(1)'],
  ])('are not followed to %s, and the token stays here', async (_, link) => {
    const evil = await startServer(() => issued('x'));
    const { client, server } = await clientTo(() => ({
      body: { '@odata.nextLink': link(evil.url), value: [{ name: 'a' }] },
    }));
    const names: unknown[] = [];
    const reading = (async () => {
      for await (const row of client.table('accounts')) names.push(row['name']);
    })();
    const error = await rejection(reading);
    expect(error).toBeInstanceOf(ForeignOriginError);
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_ORIGIN' });
    expect(names).toEqual(['a']);
    expect(server.requests).toHaveLength(1);
    expect(evil.requests).toHaveLength(0);
    await evil.close();
  });

  it('that link back to one already read are an error and no endless loop', async () => {
    const { client, server } = await clientTo(() => ({
      body: { '@odata.nextLink': `${server.url}/api/data/v9.2/accounts?again`, value: [] },
    }));
    expect(await rejection(collect(client.table('accounts')))).toBeInstanceOf(DataverseError);
    expect(server.requests).toHaveLength(2);
  });

  it('without a list of rows are an error', async () => {
    const { client } = await clientTo(() => ({ body: { name: 'no list' } }));
    expect(await rejection(collect(client.table('accounts')))).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
      status: 200,
    });
  });

  const corpora = process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora';
  const recorded = readRecorded(
    `${corpora}/dataverse/fixtures/terraform/authorization_datasource_security_roles_Validate_Read_get_security_roles.json`,
  );
  it.skipIf(recorded === undefined)(
    'recorded from a real environment are read (needs WAYLEAVE_CORPORA)',
    async () => {
      const { client } = await clientTo(() => ({ body: recorded }));
      const roles = await collect(client.table('roles'));
      expect(roles.length).toBeGreaterThan(0);
      expect(roles[0]).toHaveProperty('roleid');
    },
  );
});

function readRecorded(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
