import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, reversed } from '../../../../src/aws/cloudformation/engine/in-order.ts';
import { physicalName } from '../../../../src/aws/cloudformation/engine/physical-name.ts';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([id, needs]) => [id, new Set(needs)]));

test('begins each step when what it needs is done, and others meanwhile', async () => {
  const log: string[] = [];
  const release = new Map<string, () => void>();
  const run = inOrder(graph({ a: [], b: ['a'], c: [] }), async (id) => {
    log.push(`begin ${id}`);
    await new Promise<void>((resolve) => release.set(id, resolve));
    log.push(`end ${id}`);
    return true;
  });
  expect(log).toEqual(['begin a', 'begin c']);
  release.get('a')?.();
  await new Promise(setImmediate);
  expect(log).toEqual(['begin a', 'begin c', 'end a', 'begin b']);
  release.get('c')?.();
  release.get('b')?.();
  expect(await run).toEqual({ failed: [], notBegun: [] });
});

test('begins nothing more after a failure', async () => {
  const outcome = await inOrder(graph({ a: [], b: [], c: ['a'], d: ['c'] }), async (id) => id !== 'b');
  expect(outcome).toEqual({ failed: ['b'], notBegun: ['c', 'd'] });
});

test('goes on with what a failure does not concern when told so', async () => {
  const outcome = await inOrder(graph({ a: [], b: [], c: ['a'], d: ['b'] }), async (id) => id !== 'b', true);
  expect(outcome).toEqual({ failed: ['b'], notBegun: ['d'] });
});

test('runs every step of any graph once, after what it needs', async () => {
  const acyclic = fc
    .array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 })
    .map((rows) => new Map(rows.map((row, n) => [String(n), new Set(row.filter((m) => m < n).map(String))])));
  await fc.assert(
    fc.asyncProperty(acyclic, async (needs) => {
      const done: string[] = [];
      await inOrder(needs, async (id) => {
        expect([...(needs.get(id) ?? [])].every((need) => done.includes(need))).toBe(true);
        await Promise.resolve();
        done.push(id);
        return true;
      });
      expect([...done].sort()).toEqual([...needs.keys()].sort());
    }),
    { numRuns: 100 },
  );
});

test('turns edges round', () => {
  expect(reversed(graph({ a: [], b: ['a'], c: ['a', 'gone'] }))).toEqual(
    graph({ a: ['b', 'c'], b: [], c: [] }),
  );
});

test('makes names of stack, logical id and a random part that fit', () => {
  expect(physicalName('app', 'Topic', 64)).toMatch(/^app-Topic-[A-Za-z0-9]{12}$/);
  const long = physicalName('s'.repeat(100), 'L'.repeat(100), 64);
  expect(long).toHaveLength(64);
  expect(long).toMatch(/^s{25}-L{25}-[A-Za-z0-9]{12}$/);
  expect(physicalName('s'.repeat(60), 'Fn', 64)).toMatch(/^s{48}-Fn-/);
});
