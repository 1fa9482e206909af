import { prove } from '../prove.ts';
import { createMatchers } from './create-matchers.ts';

/**
 * Matchers for Vitest and Jest: `toAuthorise(from, to)` and `toBeProven()`.
 *
 * A hop that the template alone cannot decide passes neither with `.not` nor without it, and a name that is not in
 * the template neither.
 *
 * @example
 * expect.extend(matchers);
 * expect(t).toAuthorise(uploads, fn);
 * expect(t).toBeProven();
 * @see https://vitest.dev/guide/extending-matchers
 */
export const matchers = createMatchers(prove);
