import { TransportError } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../src/bulk/bulk.ts';
import { rejection } from '../support/entra.ts';
import { outcomes } from './support/outcomes.ts';
import { bulkClient, type Fault, numbered, scriptedClient, storedOnce } from './support/service.ts';

const FAULTS: readonly Fault[] = [
  'none',
  'throttled',
  'unavailable',
  'deadlock',
  'drop before',
  'drop after',
  'gateway after',
];

const SCHEMA = {
  tables: { accounts: { logicalName: 'account', id: 'accountid', moments: [], navigation: {} } },
};

const faults = fc.array(fc.constantFrom(...FAULTS), { maxLength: 40 });
const travel = fc.oneof(
  fc.constant({}),
  fc.integer({ min: 1, max: 9 }).map((size) => ({ by: 'multiple', size }) as const),
);
/** More tries than there are faults: what is asked is that none of them loses or doubles a row. */
const retry = { attempts: 60, maxDelayMs: 1000 };

describe('whatever happens to requests', () => {
  it('each row is stored once, over a connection', async () => {
    await fc.assert(
      fc.asyncProperty(faults, travel, fc.boolean(), async (script, by, isElastic) => {
        const { client, service } = await bulkClient({ faults: script, isElastic }, { retry });
        const { twice, failed, onOutcome } = outcomes<object>();
        const report = await bulk(client, numbered(25), { create: 'accounts' }, { ...by, onOutcome });
        expect(report).toMatchObject({ done: 25, failed: 0 });
        expect([twice, failed()]).toEqual([[], []]);
        expect(storedOnce(service, 25)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('rows that are refused are told apart from those that are stored', async () => {
    const bad = fc.uniqueArray(fc.nat(24));
    await fc.assert(
      fc.asyncProperty(faults, travel, bad, fc.boolean(), async (script, by, refused, isElastic) => {
        const isBad = ({ n }: Readonly<Record<string, unknown>>) => refused.includes(Number(n));
        const { client, service } = scriptedClient({ faults: script, isBad, isElastic }, { retry });
        const { twice, failed, onOutcome } = outcomes<object>();
        await bulk(client, numbered(25), { create: 'accounts' }, { ...by, onOutcome });
        expect(failed()).toEqual(refused.sort((a, b) => a - b));
        expect(twice).toEqual([]);
        const stored = [...service.rows.values()].map(({ n }) => n);
        expect(stored.length).toBe(new Set(stored).size);
        expect(stored.length).toBe(25 - refused.length);
      }),
      { numRuns: 60 },
    );
  });

  it('each row is deleted, and none that was deleted is told as missing', async () => {
    await fc.assert(
      fc.asyncProperty(faults, travel, fc.boolean(), async (script, by, isElastic) => {
        const { client, service } = scriptedClient({ faults: script, isElastic }, { retry });
        const ids = numbered(25).map(({ n }) => `75df116d-d9da-e711-a94b-0000000000${10 + n}`);
        for (const id of ids) service.rows.set(id, { accountid: id });
        const report = await bulk(client, ids, { delete: 'accounts', key: (id) => id }, by);
        expect(report).toMatchObject({ done: 25, failed: 0 });
        expect(service.rows.size).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('a job that is ended and resumed, from its last token or an older one, stores each row once', async () => {
    const ends = fc.array(fc.nat(30), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(faults, travel, ends, fc.boolean(), async (script, by, endAfter, isOlder) => {
        const { client, service } = scriptedClient({ faults: script }, { retry });
        const told = new Set<number>();
        let resume: string | undefined;
        for (const after of [...endAfter, Number.POSITIVE_INFINITY]) {
          const end = new AbortController();
          let count = 0;
          const tokens: string[] = [];
          const report = await bulk(
            client,
            numbered(30),
            { create: 'accounts' },
            {
              ...by,
              signal: end.signal,
              progressMs: 0,
              onProgress: (progress) => {
                tokens.push(progress.resume);
              },
              onOutcome: ({ index, ok }) => {
                expect(ok).toBe(true);
                told.add(index);
                count += 1;
                if (count > after) end.abort();
              },
              ...(resume !== undefined && { resume }),
            },
          );
          resume = (isOlder && report.ended !== 'complete' ? tokens[0] : undefined) ?? report.resume;
        }
        expect(told.size).toBe(30);
        expect(storedOnce(service, 30)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an answer that was lost', () => {
  it('is made up for by the id: the row that is there is taken for its own', async () => {
    const { client, service } = await bulkClient({ faults: ['drop after'] });
    const { all, onOutcome } = outcomes<object>();
    const report = await bulk(client, numbered(1), { create: 'accounts' }, { onOutcome });
    expect(report).toMatchObject({ done: 1, retried: 1 });
    expect(service.asked.slice(1)).toEqual([
      'POST accounts',
      'POST accounts',
      expect.stringMatching(/^GET accounts\([\da-f-]{36}\)\?\$select=accountid$/),
    ]);
    expect(all.get(0)).toMatchObject({ ok: true, id: [...service.rows.keys()][0] });
  });

  it('does not hide that another unique column was taken', async () => {
    const { client, service } = await bulkClient({ faults: ['drop before'], unique: 'name' });
    service.rows.set('75df116d-d9da-e711-a94b-000d3a34ed47', { name: 'row 0' });
    const { all, onOutcome } = outcomes<object>();
    const report = await bulk(client, numbered(1), { create: 'accounts' }, { onOutcome });
    expect(report).toMatchObject({ done: 0, failed: 1 });
    expect(all.get(0)).toMatchObject({ error: { status: 412, errorCode: '0x80040237' } });
  });

  it('of many rows is sorted out by asking which are there', async () => {
    const { client, service } = await bulkClient({ faults: ['drop after'] });
    await bulk(client, numbered(3), { create: 'accounts' }, { by: 'multiple' });
    expect(storedOnce(service, 3)).toBe(true);
    const asked = service.asked.slice(2).map((request) => request.replace(/[\da-f-]{36}/, 'id'));
    const many = 'POST accounts/Microsoft.Dynamics.CRM.CreateMultiple';
    expect(asked).toEqual([many, many, ...Array<string>(3).fill('GET accounts(id)?$select=accountid')]);
  });

  it('of a row in a partition is made up for by asking in that partition', async () => {
    const { client, service } = await bulkClient({ faults: ['drop after'], isElastic: true });
    const report = await bulk(client, [{ n: 0, partitionid: "o'1" }], { create: 'accounts' });
    expect(report).toMatchObject({ done: 1, failed: 0 });
    expect(storedOnce(service, 1)).toBe(true);
    expect(service.asked.at(-1)).toMatch(/^GET accounts\(accountid=[\da-f-]{36},partitionid='o''1'\)/);
  });

  it('of an upsert leaves open whether the row was new', async () => {
    const { client } = await bulkClient({ faults: ['drop after'] });
    const { all, onOutcome } = outcomes<object>();
    const key = (): string => '75df116d-d9da-e711-a94b-000d3a34ed47';
    await bulk(client, numbered(1), { upsert: 'accounts', key }, { onOutcome });
    expect(all.get(0)).toMatchObject({ ok: true, created: undefined });
  });
});

describe('a fault that stays', () => {
  it('of the connection ends the job: the row may be sent when it is resumed', async () => {
    const up = scriptedClient();
    const down = scriptedClient(
      {},
      {
        transport: async () => {
          throw new TransportError('ERR_TRANSPORT_NETWORK', 'down');
        },
        schema: SCHEMA,
      },
    );
    const error = await rejection(bulk(down.client, numbered(20), { create: 'accounts' }));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_BULK',
      message: expect.stringContaining('down'),
      cause: { code: 'ERR_TRANSPORT_NETWORK' },
      report: { done: 0, failed: 0 },
    });
    const { resume } = (error as { report: { resume: string } }).report;
    expect(await bulk(up.client, numbered(20), { create: 'accounts' }, { resume })).toMatchObject({
      done: 20,
    });
    expect(storedOnce(up.service, 20)).toBe(true);
    expect(Math.max(...down.time.sleeps)).toBe(30_000);
  });

  it('of one row alone is that row failing', async () => {
    const { client, service } = scriptedClient({ breaksOn: 'row 7"' });
    const { failed, onOutcome } = outcomes<object>();
    const report = await bulk(client, numbered(8), { create: 'accounts' }, { onOutcome });
    expect(report).toMatchObject({ done: 7, failed: 1, ended: 'complete' });
    expect(failed()).toEqual([7]);
    expect(service.asked.at(-1)).toBe('GET WhoAmI');
  });

  it('of the user ends the job, rather than failing with each row', async () => {
    const refused = {
      status: 403,
      errorCode: '0x80072560',
      message: 'The user is not a member of the organization.',
    };
    const { client, service } = scriptedClient({ refusesAll: refused }, { schema: SCHEMA });
    expect(await rejection(bulk(client, numbered(99), { create: 'accounts' }))).toMatchObject({
      code: 'ERR_DATAVERSE_BULK',
      cause: { errorCode: '0x80072560' },
      report: { failed: 0 },
    });
    expect(service.asked.length).toBeLessThan(9);
  });

  it('of the token ends the job', async () => {
    const credential = {
      getToken: async (): Promise<never> => {
        throw new Error('no token today');
      },
    };
    const { client, service } = scriptedClient({}, { schema: SCHEMA, credential });
    expect(await rejection(bulk(client, numbered(9), { create: 'accounts' }))).toMatchObject({
      code: 'ERR_DATAVERSE_BULK',
      cause: { message: 'no token today' },
    });
    expect(service.asked).toEqual([]);
  });
});
