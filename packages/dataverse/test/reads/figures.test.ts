import { ConfigurationError, DataverseError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import type { Handler } from '../support/server.ts';
import { optionsOf } from './options.ts';

async function accounts(handler: Handler) {
  const { client, server } = await clientTo(handler);
  return { table: client.table('accounts'), server };
}

describe('apply()', () => {
  it('asks for figures by group over the rows of the filter', async () => {
    const value = [{ statuscode: 1, deals: 3, worth: 10.5 }, { deals: 1 }];
    const { table, server } = await accounts(() => ({ body: { value } }));
    const rows = await table
      .filter((f) => f.eq('name', "O'Brien"))
      .apply((a) =>
        a.groupBy(['statuscode', 'primarycontactid/fullname'], {
          deals: a.count(),
          worth: a.sum('revenue'),
          mean: a.average('revenue'),
          least: a.min('revenue'),
          most: a.max('createdon'),
          kinds: a.countDistinct('industrycode'),
        }),
      )
      .all();
    expect(rows).toEqual(value);
    expect(optionsOf(server.requests[0])).toEqual({
      $apply:
        "filter(name eq 'O''Brien')/groupby((statuscode,primarycontactid/fullname),aggregate($count as deals,revenue with sum as worth," +
        'revenue with average as mean,revenue with min as least,createdon with max as most,industrycode with countdistinct as kinds))',
    });
  });

  it('asks for distinct groups, and for figures over all rows', async () => {
    const { table, server } = await accounts(() => ({ body: { value: [{ total: 2 }] } }));
    await table.apply((a) => a.groupBy(['statuscode'])).all();
    expect(await table.apply((a) => a.total({ total: a.sum('revenue') })).first()).toEqual({ total: 2 });
    expect(server.requests.map((request) => optionsOf(request)['$apply'])).toEqual([
      'groupby((statuscode))',
      'aggregate(revenue with sum as total)',
    ]);
  });

  it('refuses columns and related rows beside figures, which the service would not give', async () => {
    const { client } = await clientTo(() => ({ body: { value: [] } }));
    const accounts = client.table('accounts');
    for (const query of [accounts.select('name'), accounts.expand('primarycontactid')]) {
      expect(() => query.apply((a) => a.total({ n: a.count() })).pages()).toThrow(ConfigurationError);
    }
  });

  it('refuses groups and figures that are none', async () => {
    const { table } = await accounts(() => ({}));
    expect(() => table.apply((a) => a.groupBy([]))).toThrow(ConfigurationError);
    expect(() => table.apply((a) => a.total({}))).toThrow(ConfigurationError);
    expect(() => table.apply((a) => a.total({ 'x,y': a.count() }))).toThrow(ConfigurationError);
    expect(() => table.apply((a) => a.total({ x: a.sum('a with max as b,c') }))).toThrow(ConfigurationError);
  });
});

describe('total()', () => {
  it.each(['42', '\ufeff42', ' 42\r\n'])('reads %j', async (body) => {
    const { table, server } = await accounts(() => ({ body }));
    expect(await table.filter((f) => f.eq('name', 'x')).total()).toBe(42);
    expect(server.requests[0]?.path).toBe(
      "/api/data/v9.2/accounts/$count?$filter=name%20eq%20'x'".replaceAll("'", '%27'),
    );
  });

  it.each(['', '\ufeff', 'many', '4.5'])('does not take %j for a number', async (body) => {
    const { table } = await accounts(() => ({ body }));
    expect(await rejection(table.total())).toBeInstanceOf(DataverseError);
  });
});

describe('rows in memory', () => {
  const paged: (origin: () => string) => Handler = (origin) => (request) => {
    const page = Number(optionsOf(request)['$skiptoken'] ?? 1);
    const next = `${origin()}/api/data/v9.2/accounts?$skiptoken=${page + 1}`;
    return { body: { value: page === 1 ? [] : [{ page }], ...(page < 4 && { '@odata.nextLink': next }) } };
  };

  it('all() has those of every page', async () => {
    const { table, server } = await accounts((request, response) =>
      paged(() => server.url)(request, response),
    );
    expect(await table.all()).toEqual([{ page: 2 }, { page: 3 }, { page: 4 }]);
    expect(server.requests).toHaveLength(4);
  });

  it('first() asks for no page behind the one that has it', async () => {
    const { table, server } = await accounts((request, response) =>
      paged(() => server.url)(request, response),
    );
    expect(await table.first()).toEqual({ page: 2 });
    expect(server.requests).toHaveLength(2);
  });

  it('first() is one request when there is a row, and undefined when there is none', async () => {
    const value = [[{ name: 'a' }, { name: 'b' }], []];
    const { table, server } = await accounts(() => ({ body: { value: value.shift() } }));
    expect(await table.select('name').first()).toEqual({ name: 'a' });
    expect(await table.select('name').first()).toBeUndefined();
    expect(server.requests).toHaveLength(2);
  });
});
