import { describe, expect, it } from 'vitest';
import { lambdaRuntimes, runtimesAsOf } from '../../src/schemas/index.ts';

const byName = new Map(lambdaRuntimes.map((runtime) => [runtime.name, runtime]));

describe('the runtimes of Lambda', () => {
  it('are named once, with days that are days and come in order', () => {
    expect(byName.size).toBe(lambdaRuntimes.length);
    for (const { name, deprecated, createBlocked, updateBlocked } of lambdaRuntimes) {
      const days = [deprecated, createBlocked, updateBlocked].filter((day) => day !== undefined);
      for (const day of days) expect(new Date(day).toISOString().slice(0, 10), name).toBe(day);
      expect([...days].sort(), name).toEqual(days);
    }
  });

  it('have successors that can be used', () => {
    for (const { successor } of lambdaRuntimes) {
      if (successor === undefined) continue;
      const { deprecated = '9999-12-31' } = byName.get(successor) ?? { deprecated: '' };
      expect(deprecated > runtimesAsOf, successor).toBe(true);
    }
  });

  it('tell what is blocked from what is only deprecated', () => {
    expect(byName.get('nodejs14.x')?.createBlocked).toBe('2024-07-09');
    expect(byName.get('nodejs20.x')).toMatchObject({ deprecated: '2026-04-30', createBlocked: '2027-02-01' });
    expect(byName.get('nodejs24.x')).toMatchObject({ deprecated: '2028-04-30', createBlocked: '2028-06-01' });
    expect(byName.get('python3.13')).toMatchObject({ deprecated: '2029-06-30', successor: 'python3.14' });
  });
});
