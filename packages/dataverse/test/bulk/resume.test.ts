import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulk } from '../../src/bulk/bulk.ts';
import { readToken, writeToken } from '../../src/bulk/resume-token.ts';
import { idSeed, rowId } from '../../src/bulk/row-ids.ts';
import { Settled } from '../../src/bulk/settled.ts';
import { rejection } from '../support/entra.ts';
import { bulkClient, numbered, scriptedClient, storedOnce } from './support/service.ts';

describe('a job', () => {
  it('ended by its signal lets what is under way settle, and goes on from its token', async () => {
    const { client, service } = await bulkClient();
    const end = new AbortController();
    let told = 0;
    const onOutcome = () => {
      told += 1;
      if (told === 10) end.abort();
    };
    const first = await bulk(client, numbered(50), { create: 'accounts' }, { onOutcome, signal: end.signal });
    expect(first.ended).toBe('signal');
    expect(first.done).toBe(service.rows.size);
    expect(first.done).toBeLessThan(20);
    const { resume } = first;
    const second = await bulk(client, numbered(50), { create: 'accounts' }, { resume });
    expect(second).toMatchObject({ done: 50 - first.done, skipped: first.done, ended: 'complete' });
    expect(storedOnce(service, 50)).toBe(true);
    const third = await bulk(client, numbered(50), { create: 'accounts' }, { resume: second.resume });
    expect(third).toMatchObject({ done: 0, skipped: 50, ended: 'complete' });
  });

  it('is ended by the signal of its client too', async () => {
    const { client, service } = await bulkClient();
    const end = new AbortController();
    const onOutcome = () => end.abort();
    const report = await bulk(
      client.with({ signal: end.signal }),
      numbered(50),
      { create: 'accounts' },
      { onOutcome },
    );
    expect(report.ended).toBe('signal');
    expect(report.done).toBe(service.rows.size);
  });

  it('that was ended before it began sends nothing', async () => {
    const { client, service } = await bulkClient();
    const report = await bulk(client, numbered(5), { create: 'accounts' }, { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ done: 0, requests: 0, ended: 'signal' });
    expect(service.asked).toEqual([]);
  });

  it('is ended while its rows are slow to come, and lets them clean up', async () => {
    const { client } = await bulkClient();
    const end = new AbortController();
    let returned = false;
    const rows: AsyncIterable<{ n: number }> = {
      [Symbol.asyncIterator]: () => {
        let n = 0;
        return {
          next: () => {
            n += 1;
            return n < 4 ? Promise.resolve({ done: false, value: { n } }) : new Promise(() => {});
          },
          return: async () => {
            returned = true;
            return { done: true, value: undefined };
          },
        };
      },
    };
    let told = 0;
    const onOutcome = () => {
      told += 1;
      if (told === 3) end.abort();
    };
    const report = await bulk(client, rows, { create: 'accounts' }, { onOutcome, signal: end.signal });
    expect(report).toMatchObject({ done: 3, ended: 'signal' });
    expect(returned).toBe(true);
  });

  it('is ended by more errors than it may have', async () => {
    const { client } = await bulkClient({ isBad: () => true });
    const none = await bulk(client, numbered(99), { create: 'accounts' }, { maxErrors: 0, concurrency: 1 });
    expect(none).toMatchObject({ failed: 1, ended: 'errors' });
    const some = await bulk(client, numbered(99), { create: 'accounts' }, { maxErrors: 5, concurrency: 1 });
    expect(some).toMatchObject({ failed: 6, ended: 'errors' });
    expect(JSON.parse(some.resume)).toMatchObject({ from: 6, above: [] });
  });

  it.each([
    ['rows', { rows: () => new RangeError('broken file') }],
    ['onOutcome', { onOutcome: () => new RangeError('broken file') }],
    ['onProgress', { onProgress: () => new RangeError('broken file') }],
  ])('whose %s throw rejects with how far it came', async (_, make) => {
    const { client, service } = await bulkClient();
    const fail = (error: Error | undefined) => {
      if (error) throw error;
    };
    function* rows() {
      yield* numbered(5);
      if ('rows' in make) fail(make.rows());
    }
    const options = {
      progressMs: 0,
      ...('onOutcome' in make && { onOutcome: () => fail(make.onOutcome()) }),
      ...('onProgress' in make && { onProgress: () => fail(make.onProgress()) }),
    };
    const error = await rejection(bulk(client, rows(), { create: 'accounts' }, options));
    expect(error).toMatchObject({ code: 'ERR_DATAVERSE_BULK', cause: { message: 'broken file' } });
    const { resume } = (error as { report: { resume: string } }).report;
    await bulk(client, numbered(5), { create: 'accounts' }, { resume });
    expect(storedOnce(service, 5)).toBe(true);
  });

  it('of two hundred thousand rows holds few of them at once', async () => {
    const { client, service } = scriptedClient({ dopHint: 20 });
    const count = 200_000;
    let most = 0;
    let pulled = 0;
    let settled = 0;
    function* rows() {
      for (; pulled < count; pulled += 1) yield { n: pulled };
    }
    const report = await bulk(
      client,
      rows(),
      { create: 'accounts' },
      {
        by: 'multiple',
        size: 500,
        onOutcome: () => {
          settled += 1;
          most = Math.max(most, pulled - settled);
        },
      },
    );
    expect(report).toMatchObject({ done: count, requests: 400 });
    expect(most).toBeLessThanOrEqual(20 * 500);
    expect(service.rows.size).toBe(count);
    expect(report.resume.length).toBeLessThan(200);
  });
});

describe('a token', () => {
  it.each([
    ['not JSON'],
    ['null'],
    ['{"v":2,"job":"j","ids":"000000000000000000000000","from":0,"above":[]}'],
    ['{"v":1,"job":"j","ids":"x","from":0,"above":[]}'],
    ['{"v":1,"job":"j","ids":"000000000000000000000000","from":-1,"above":[]}'],
    ['{"v":1,"job":"j","ids":"000000000000000000000000","from":3,"above":[[3,4]]}'],
    ['{"v":1,"job":"j","ids":"000000000000000000000000","from":0,"above":[[5,4]]}'],
    ['{"v":1,"job":"j","ids":"000000000000000000000000","from":0,"above":[[2,4],[3,5]]}'],
    ['{"v":1,"job":"j","ids":"000000000000000000000000","from":0,"above":[[2,1e999]]}'],
    ['{"v":1,"job":"other","ids":"000000000000000000000000","from":0,"above":[]}'],
  ])('that is none of this job is refused: %s', (token) => {
    expect(() => readToken(token, 'j')).toThrow(expect.objectContaining({ code: 'ERR_DATAVERSE_ARGUMENT' }));
  });

  it('of another table, work or environment is refused', async () => {
    const { client } = await bulkClient();
    const { resume } = await bulk(client, [], { create: 'accounts' });
    const other = await bulkClient();
    for (const asked of [
      bulk(client, [], { create: 'contacts' }, { resume }),
      bulk(client, [], { delete: 'accounts', key: String }, { resume }),
      bulk(other.client, [], { create: 'accounts' }, { resume }),
    ]) {
      expect(await rejection(asked)).toMatchObject({ message: expect.stringContaining('another job') });
    }
  });

  it('says exactly which indexes are settled, in whatever order they settled', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 80 }), (indexes) => {
        const settled = new Settled();
        for (const index of indexes) settled.add(index);
        const standing = { job: 'j', ids: idSeed(0), settled };
        const read = readToken(writeToken(standing), 'j').settled;
        for (const one of [settled, read]) {
          for (let index = 0; index < 70; index += 1) expect(one.has(index)).toBe(indexes.includes(index));
        }
      }),
    );
  });
});

describe('the ids of a job', () => {
  it('are GUIDs that SQL Server sorts as the rows came, jobs one after the other', () => {
    const index = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(index, index, fc.nat(1e9), (a, b, later) => {
        const now = Date.parse('2026-11-23T00:00:00Z');
        const [seed, next] = [idSeed(now), idSeed(now + later + 1)];
        expect(rowId(seed, a)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
        expect(Math.sign(sqlOrder(rowId(seed, a), rowId(seed, b)))).toBe(Math.sign(a - b));
        expect(sqlOrder(rowId(seed, a), rowId(next, b))).toBeLessThan(0);
      }),
    );
  });
});

/** As `uniqueidentifier` is compared: by bytes of its storage, in which the first three groups are turned round. */
function sqlOrder(a: string, b: string): number {
  const stored = (id: string) => {
    const [one = '', two = '', three = '', four = '', five = ''] = id.split('-');
    const turned = (hex: string) => (hex.match(/../g) ?? []).toReversed().join('');
    return five + four + turned(three) + turned(two) + turned(one);
  };
  const [left, right] = [stored(a), stored(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
