import { describe, expect, it } from 'vitest';
import { bulk } from '../../src/bulk/bulk.ts';
import { rejection } from '../support/entra.ts';
import { outcomes } from './support/outcomes.ts';
import { bulkClient, numbered, storedOnce } from './support/service.ts';

const BY = [{ by: 'single' }, { by: 'multiple', size: 7 }] as const;

describe.each(BY)('rows that travel %o', (travel) => {
  it('are created once each, with ids that are told', async () => {
    const { client, service } = await bulkClient();
    const { all, onOutcome } = outcomes<object>();
    const report = await bulk(client, numbered(50), { create: 'accounts' }, { ...travel, onOutcome });
    expect(report).toMatchObject({
      done: 50,
      failed: 0,
      skipped: 0,
      retried: 0,
      throttledMs: 0,
      ended: 'complete',
    });
    expect(storedOnce(service, 50)).toBe(true);
    for (const [index, outcome] of all) {
      expect(outcome).toMatchObject({ ok: true, row: { n: index } });
      expect(outcome.ok && service.rows.get(outcome.id ?? '')).toMatchObject({ n: index });
    }
  });

  it('that are refused are outcomes, and the others are written', async () => {
    const bad = [0, 13, 14, 49];
    const { client, service } = await bulkClient({ isBad: ({ n }) => bad.includes(Number(n)) });
    const { all, failed, onOutcome } = outcomes<object>();
    const report = await bulk(client, numbered(50), { create: 'accounts' }, { ...travel, onOutcome });
    expect(report).toMatchObject({ done: 46, failed: 4, ended: 'complete' });
    expect(failed()).toEqual(bad);
    expect(all.get(13)).toMatchObject({ row: { n: 13 }, error: { status: 400, serverMessage: 'Bad row.' } });
    expect(service.rows.size).toBe(46);
  });

  it('are updated, upserted by id and by key, and deleted', async () => {
    const { client, service } = await bulkClient();
    const { all, onOutcome } = outcomes<object>();
    await bulk(client, numbered(20), { create: 'accounts' }, { ...travel, onOutcome });
    const ids = [...all.values()].map((outcome) => (outcome.ok && outcome.id) || '');
    const renamed = ids.map((id, n) => ({ id, name: `new ${n}` }));
    await bulk(
      client,
      renamed,
      { update: 'accounts', key: ({ id }) => id, body: ({ name }) => ({ name }) },
      travel,
    );
    expect([...service.rows.values()].every(({ name }) => String(name).startsWith('new'))).toBe(true);
    const keyed = Array.from({ length: 20 }, (_, n) => ({ accountnumber: `o'${n}`, name: 'keyed' }));
    const key = ({ accountnumber }: { accountnumber: string }) => ({ accountnumber });
    await bulk(client, keyed, { upsert: 'accounts', key, body: ({ name }) => ({ name }) }, travel);
    expect(service.rows.size).toBe(40);
    const other = outcomes<string>();
    const body = () => ({ name: 'up' });
    const upserts = [...ids, ...ids.map((id) => id.replace(/^../, 'ff'))];
    await bulk(client, upserts, { upsert: 'accounts', key: (id) => id, body }, { ...travel, ...other });
    expect(service.rows.size).toBe(60);
    if (travel.by === 'single') expect(other.all.get(0)).toMatchObject({ ok: true, created: false });
    if (travel.by === 'single') expect(other.all.get(39)).toMatchObject({ ok: true, created: true });
    await bulk(client, upserts, { delete: 'accounts', key: (id) => id }, travel);
    expect(service.rows.size).toBe(20);
  });

  it('that key or body cannot make anything of are outcomes', async () => {
    const { client, service } = await bulkClient();
    const { failed, all, onOutcome } = outcomes<object>();
    const rows = [...numbered(3), { n: 3, name: 'x', revenue: 10n }, ...numbered(6).slice(4)];
    const body = (row: { n: number }) => {
      if (row.n === 1) throw new RangeError('one');
      return row;
    };
    const report = await bulk(client, rows, { create: 'accounts', body }, { ...travel, onOutcome });
    expect(report).toMatchObject({ done: 4, failed: 2, ended: 'complete' });
    expect(failed()).toEqual([1, 3]);
    expect(all.get(1)).toMatchObject({ error: new RangeError('one') });
    expect(all.get(3)).toMatchObject({ error: { code: 'ERR_DATAVERSE_ARGUMENT' } });
    expect(service.rows.size).toBe(4);
  });

  it('may come from a generator, which is pulled as rows are sent', async () => {
    const { client } = await bulkClient();
    let pulled = 0;
    let settled = 0;
    let most = 0;
    async function* rows() {
      for (const row of numbered(300)) {
        pulled += 1;
        most = Math.max(most, pulled - settled);
        yield row;
      }
    }
    const onOutcome = async () => {
      settled += 1;
    };
    await bulk(client, rows(), { create: 'accounts' }, { ...travel, onOutcome, concurrency: 6 });
    expect(settled).toBe(300);
    expect(most).toBeLessThanOrEqual(6 * (travel.by === 'single' ? 1 : 7) + 1);
  });
});

describe('a row with an id of its own', () => {
  it('keeps it, and one that is there already is refused', async () => {
    const { client, service } = await bulkClient();
    const accountid = '75DF116D-d9da-e711-a94b-000d3a34ed47';
    const { all, onOutcome } = outcomes<object>();
    const rows = [{ accountid, name: 'a' }];
    const report = await bulk(client, rows, { create: 'accounts' });
    expect(report.done).toBe(1);
    expect([...service.rows.keys()]).toEqual([accountid]);
    expect(await bulk(client, rows, { create: 'accounts' }, { onOutcome })).toMatchObject({ failed: 1 });
    expect(all.get(0)).toMatchObject({ error: { errorCode: '0x80040237' } });
  });
});

describe('rows by: multiple', () => {
  it('are asked to be sent alone when the table has no such message', async () => {
    const { client, service } = await bulkClient({ messages: ['CreateMultiple'] });
    const key = (): string => '75df116d-d9da-e711-a94b-000d3a34ed47';
    expect(
      await rejection(bulk(client, [{}], { upsert: 'accounts', key }, { by: 'multiple' })),
    ).toMatchObject({
      code: 'ERR_DATAVERSE_ARGUMENT',
      message: expect.stringContaining('no UpdateMultiple'),
    });
    expect(service.asked).toContain(
      "GET sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name eq @message and primaryobjecttypecode eq @table&@message='UpdateMultiple'&@table='account'",
    );
  });

  it('are deleted alone by a standard table, which refuses the first request for many', async () => {
    const { client, service } = await bulkClient();
    await bulk(client, numbered(30), { create: 'accounts' });
    const ids = [...service.rows.keys()];
    const before = service.asked.length;
    await bulk(
      client,
      ids,
      { delete: 'accounts', key: (id) => id },
      { by: 'multiple', size: 10, concurrency: 1 },
    );
    expect(service.rows.size).toBe(0);
    expect(service.asked.slice(before).filter((asked) => asked.includes('DeleteMultiple'))).toHaveLength(1);
  });

  it('of an elastic table are sorted out by what it says of each', async () => {
    const { client, service } = await bulkClient({ isElastic: true, isBad: ({ n }) => Number(n) % 5 === 0 });
    const { failed, all, onOutcome } = outcomes<object>();
    await bulk(client, numbered(20), { create: 'accounts' }, { by: 'multiple', size: 10, onOutcome });
    expect(failed()).toEqual([0, 5, 10, 15]);
    expect(all.get(5)).toMatchObject({ error: { serverMessage: 'Bad row.' } });
    expect([...service.writes.values()].every((count) => count === 1)).toBe(true);
    expect(service.rows.size).toBe(16);
  });

  it('of an elastic table that does not say which it has taken are asked after', async () => {
    const { client, service } = await bulkClient({
      isElastic: true,
      isSilent: true,
      isBad: ({ n }) => Number(n) === 3,
    });
    const { failed, onOutcome } = outcomes<object>();
    await bulk(client, numbered(10), { create: 'accounts' }, { by: 'multiple', onOutcome });
    expect(failed()).toEqual([3]);
    expect(service.rows.size).toBe(9);
  });

  it('that name a row by another key than the id are refused for an update', async () => {
    const { client } = await bulkClient();
    const { all, onOutcome } = outcomes<object>();
    const key = (): { accountnumber: string } => ({ accountnumber: 'A1' });
    await bulk(client, numbered(2), { update: 'accounts', key }, { by: 'multiple', onOutcome });
    expect(all.get(1)).toMatchObject({ error: { code: 'ERR_DATAVERSE_ARGUMENT' } });
  });
});

describe('what cannot be done', () => {
  it.each([
    [{}, {}],
    [{ create: 'accounts', delete: 'accounts' }, {}],
    [{ create: 'accounts', key: String }, {}],
    [{ update: 'accounts' }, {}],
    [{ delete: 'accounts', key: String, body: Object }, {}],
    [{ create: 'accounts', size: 10 }, {}],
    [{ create: '../systemusers' }, {}],
    [{ create: 'accounts' }, { by: 'batch' }],
    [{ create: 'accounts' }, { size: 10 }],
    [{ create: 'accounts' }, { by: 'multiple', size: 0 }],
    [{ create: 'accounts' }, { maxErrors: -1 }],
    [{ create: 'accounts' }, { concurrency: 53 }],
    [{ create: 'accounts' }, { resume: '{}' }],
  ])('is refused before anything is sent: %o %o', async (work, options) => {
    const { client, service } = await bulkClient();
    const asked = bulk(client, [{}], work as { create: string }, options as object);
    expect(await rejection(asked)).toMatchObject({ code: 'ERR_DATAVERSE_ARGUMENT' });
    expect(service.asked).toEqual([]);
  });
});
