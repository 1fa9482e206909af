import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../src/aws/sns/delivery/retry.ts';

describe('the retry schedule', () => {
  it('has 100,015 retries over more than 23 days', () => {
    let total = 0;
    let retries = 0;
    for (let delay = retryDelay(1); delay !== undefined; delay = retryDelay(retries + 1)) {
      total += delay;
      retries += 1;
    }
    expect(retries).toBe(100_015);
    expect(total / (24 * 3600 * 1000)).toBeGreaterThan(23);
  });

  it('begins at once, then waits a second twice, then longer and longer up to twenty seconds', () => {
    const delays = Array.from({ length: 17 }, (_, index) => retryDelay(index + 1) ?? -1);
    expect(delays.slice(0, 6)).toEqual([0, 0, 0, 1000, 1000, 1000]);
    expect(delays.slice(14)).toEqual([20_000, 20_000, 20_000]);
    expect([...delays].sort((a, b) => a - b)).toEqual(delays);
  });
});
