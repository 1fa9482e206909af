import { ConfigurationError, type Filter, type FilterFunctions, odata } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from '../odata/decode.ts';
import { clientTo } from '../support/client.ts';

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

/** The query options of a path on the wire, decoded. */
const optionsOf = (path = '') => Object.fromEntries(new URL(path, 'http://x').searchParams);

async function accounts() {
  const { client, server } = await clientTo(() => ({ body: { value: [{ name: 'Fabrikam' }] } }));
  return { table: client.table('accounts'), server };
}

/** The text of `$filter` as the server gets it. */
async function filterOf(condition: string | ((f: FilterFunctions) => Filter | string)) {
  const { table, server } = await accounts();
  await collect(table.filter(condition));
  return optionsOf(server.requests[0]?.path)['$filter'];
}

describe('a query', () => {
  it('asks for what was asked for, in one request', async () => {
    const { table, server } = await accounts();
    const query = table
      .select('name', 'revenue')
      .filter((f) => f.startswith('name', 'Fab').and(f.gt('revenue', 1_000_000)))
      .filter(odata`statecode eq ${0}`)
      .orderBy('name')
      .orderBy('revenue', 'desc')
      .expand('primarycontactid($select=fullname)')
      .top(10)
      .count();
    expect(await collect(query)).toEqual([{ name: 'Fabrikam' }]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.path).toMatch(/^\/api\/data\/v9\.2\/accounts\?/);
    expect(optionsOf(server.requests[0]?.path)).toEqual({
      $select: 'name,revenue',
      $filter: "(startswith(name,'Fab') and revenue gt 1000000) and (statecode eq 0)",
      $orderby: 'name asc,revenue desc',
      $expand: 'primarycontactid($select=fullname)',
      $top: '10',
      $count: 'true',
    });
  });

  it('is not changed by those made from it', async () => {
    const { table, server } = await accounts();
    const names = table.select('name');
    names.filter((f) => f.eq('name', 'x'));
    await collect(names);
    await collect(table);
    expect(server.requests.map(({ path }) => optionsOf(path))).toEqual([{ $select: 'name' }, {}]);
  });

  it('sends nothing until it is iterated over', async () => {
    const { table, server } = await accounts();
    table.select('name').pages();
    expect(server.requests).toHaveLength(0);
  });

  it('brings any text in a filter to the server unchanged', async () => {
    const { table, server } = await accounts();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (value) => {
        await collect(table.filter((f) => f.eq('name', value)));
        const path = server.requests.at(-1)?.path;
        expect(Object.keys(optionsOf(path))).toEqual(['$filter']);
        const filter = optionsOf(path)['$filter'] ?? '';
        expect(decodeString(filter.slice('name eq '.length))).toBe(value);
      }),
      { numRuns: 60, examples: [["x' or 1 eq 1 or 'y' eq 'z&$top=1#+%27"]] },
    );
  });

  it.each<[string, (f: FilterFunctions) => Filter]>([
    ["(a eq 1 or b eq 2) and c ne 'x'", (f) => f.eq('a', 1).or(f.eq('b', 2)).and(f.ne('c', 'x'))],
    ['a eq 1 or (b eq 2 and c eq 3)', (f) => f.or(f.eq('a', 1), f.and(f.eq('b', 2), f.eq('c', 3)))],
    ['a eq 1 and b eq 2 and c eq 3', (f) => f.eq('a', 1).and(f.eq('b', 2), f.eq('c', 3))],
    [
      "not (contains(name,'a') or endswith(name,'b'))",
      (f) => f.not(f.contains('name', 'a').or(f.endswith('name', 'b'))),
    ],
    ["(a eq 'x' or a eq 'y') and b le null", (f) => f.in('a', ['x', 'y']).and(f.le('b', null))],
    ['primarycontactid/createdby/fullname eq true', (f) => f.eq('primarycontactid/createdby/fullname', true)],
    ['a lt 1 and b ge 2', (f) => f.and(f.lt('a', 1), f.ge('b', 2))],
  ])('writes %s', async (text, condition) => expect(await filterOf(condition)).toBe(text));

  it.each<[string, (f: FilterFunctions) => Filter]>([
    ['a column that is more than a name', (f) => f.eq('name eq 1 or name', 'x')],
    ['a list without values', (f) => f.in('name', [])],
    ['a number that is none', (f) => f.eq('a', Number.NaN)],
  ])('refuses %s in a filter', async (_, condition) => {
    const { table } = await accounts();
    expect(() => table.filter(condition)).toThrow(ConfigurationError);
  });

  it('refuses what the service would ignore or misread', async () => {
    const { table, server } = await accounts();
    expect(() => table.select('name,revenue')).toThrow(ConfigurationError);
    expect(() => table.top(0)).toThrow(ConfigurationError);
    expect(() => table.pageSize(5001)).toThrow(ConfigurationError);
    expect(() => table.filter('')).toThrow(ConfigurationError);
    expect(() => table.top(1).pageSize(1).pages()).toThrow(ConfigurationError);
    await expect(collect(table.filter(odata`name eq ${'x'.repeat(33_000)}`))).rejects.toThrow(/32768/);
    expect(server.requests).toHaveLength(0);
  });
});
