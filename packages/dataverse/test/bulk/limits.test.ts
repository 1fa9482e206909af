import { describe, expect, it } from 'vitest';
import { bulk } from '../../src/bulk/bulk.ts';
import type { BulkProgress } from '../../src/bulk/report.ts';
import { rejection } from '../support/entra.ts';
import { bulkClient, type Fault, numbered, scriptedClient, storedOnce } from './support/service.ts';

describe('the service protection', () => {
  it.each(['0x80072321', '0x80072322', '0x80072326'])(
    '%s holds all requests for as long as it asks, once',
    async (code) => {
      const faults: Fault[] = [...Array<Fault>(10).fill('none'), 'throttled', 'throttled', 'throttled'];
      const { client, service, time } = await bulkClient({ faults, throttle: { code, retryAfter: '42' } });
      const report = await bulk(client, numbered(40), { create: 'accounts' });
      expect(report).toMatchObject({ done: 40, retried: 3, ended: 'complete' });
      expect(storedOnce(service, 40)).toBe(true);
      // Workers that were refused together wait together: once, or twice when one was still under way.
      expect(time.sleeps.length).toBeLessThanOrEqual(3);
      expect(new Set(time.sleeps)).toEqual(new Set([42_000]));
      expect(report.throttledMs).toBe(42_000 * time.sleeps.length);
      expect(report.elapsedMs).toBe(report.throttledMs);
    },
  );

  it('sends nothing during the pause, of which is told once', async () => {
    let wake = () => {};
    const faults: Fault[] = ['none', 'none', 'throttled', 'throttled'];
    const asleep: number[] = [];
    const start = Date.parse('2026-11-23T00:00:00Z');
    let time = start;
    const sleep = async (ms: number) => {
      asleep.push(ms);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      time += ms;
    };
    const { client, service } = await bulkClient({ faults }, { now: () => time, sleep });
    const told: BulkProgress[] = [];
    const onProgress = (progress: BulkProgress) => {
      told.push(progress);
    };
    const job = bulk(client, numbered(30), { create: 'accounts' }, { onProgress });
    while (asleep.length === 0 || service.atOnce > 0) await new Promise((resolve) => setImmediate(resolve));
    const sent = service.asked.length;
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(service.asked.length).toBe(sent);
    expect(asleep).toEqual([7000]);
    expect(told).toMatchObject([{ pauseMs: 7000 }]);
    wake();
    expect(await job).toMatchObject({ done: 30, throttledMs: 7000 });
  });

  it('without a Retry-After is waited for longer each time', async () => {
    const faults: Fault[] = ['throttled', 'throttled', 'throttled'];
    const { client, time } = await bulkClient({ faults, throttle: { retryAfter: '' } });
    await bulk(client, numbered(1), { create: 'accounts' });
    expect(time.sleeps).toEqual([2000, 4000, 8000]);
  });

  it('that never ends, ends the job, which can be resumed', async () => {
    const { client, service } = await bulkClient({ mostAtOnce: 0 });
    const schema = {
      tables: { accounts: { logicalName: 'account', id: 'accountid', moments: [], navigation: {} } },
    };
    const knowing = await bulkClient({ mostAtOnce: 0 }, { schema });
    expect(await rejection(bulk(client, numbered(1), { create: 'accounts' }))).toMatchObject({ status: 429 });
    const error = await rejection(bulk(knowing.client, numbered(9), { create: 'accounts' }));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_BULK',
      cause: { status: 429 },
      report: { done: 0, failed: 0 },
    });
    expect(service.rows.size).toBe(0);
  });
});

describe('the number of requests at once', () => {
  it('grows from four up to what the service recommends', async () => {
    const { client, service } = scriptedClient({ dopHint: 9 });
    await bulk(client, numbered(400), { create: 'accounts' });
    expect(service.mostAtOnce).toBe(9);
  });

  it('stays below what the caller says', async () => {
    const { client, service } = scriptedClient({ dopHint: 30 });
    await bulk(client, numbered(200), { create: 'accounts' }, { concurrency: 3 });
    expect(service.mostAtOnce).toBe(3);
  });

  it('is halved by a refusal, and creeps back', async () => {
    const concurrency: number[] = [];
    const onProgress = (progress: BulkProgress) => {
      concurrency.push(progress.concurrency);
    };
    const faults: Fault[] = [...Array<Fault>(200).fill('none'), 'throttled'];
    const { client } = scriptedClient({ faults });
    await bulk(client, numbered(600), { create: 'accounts' }, { onProgress, progressMs: 0 });
    const cut = concurrency.findIndex((now, index) => now < (concurrency[index - 1] ?? 0));
    const before = concurrency[cut - 1] ?? 0;
    expect(before).toBeGreaterThan(8);
    expect(concurrency[cut]).toBe(Math.floor(before / 2));
    expect(Math.max(...concurrency.slice(cut))).toBeGreaterThan(before / 2 + 2);
  });

  it('settles near a limit that the service does not tell', async () => {
    const { client, service } = scriptedClient({ mostAtOnce: 12 });
    const report = await bulk(client, numbered(2000), { create: 'accounts' });
    expect(storedOnce(service, 2000)).toBe(true);
    expect(service.mostAtOnce).toBeLessThanOrEqual(13);
    // All that are under way when the limit is met are refused together.
    expect(report.retried).toBeLessThan(200);
  });
});

describe('progress', () => {
  it('is told at the rate asked for, when a pause begins, and at the end', async () => {
    const { client, time } = scriptedClient({ faults: [...Array<Fault>(50).fill('none'), 'throttled'] });
    const told: BulkProgress[] = [];
    const onProgress = (progress: BulkProgress) => {
      told.push(progress);
    };
    const onOutcome = () => time.advance(10);
    await bulk(client, numbered(100), { create: 'accounts' }, { onProgress, onOutcome, progressMs: 100 });
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.length).toBeLessThanOrEqual(13);
    expect(told.some(({ pauseMs }) => pauseMs === 7000)).toBe(true);
    expect(told[1]).toMatchObject({ rowsPerSecond: 100, concurrency: expect.any(Number) });
    expect(told.at(-1)).toMatchObject({ done: 100, failed: 0, pauseMs: 0 });
    expect(told.every(({ resume }) => resume.length < 400)).toBe(true);
  });
});
