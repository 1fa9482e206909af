import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits, glob, globFits } from '../src/match/wildcard.ts';

const units = fc.constantFrom('a', 'b', '*', '?', '\uD83D', '\uDE00', '😀', 'é');
const text = fc.array(units, { maxLength: 10 }).map((all) => all.join(''));

describe('a wildcard pattern', () => {
  it('is found in text as it is walked, character by character', () => {
    fc.assert(
      fc.property(text, text, (pattern, each) => {
        expect(globFits(pattern, each)).toBe(fits(glob(pattern), each));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a*a', 'a', false],
    ['a*b*a', 'aba', true],
    ['a*bb*ba', 'abbba', true],
    ['a*bb*bba', 'abbba', false],
    ['*:*:*', 'a:b', false],
  ])('%s and %s: %s', (pattern, each, fit) => {
    expect(globFits(pattern, each)).toBe(fit);
  });
});
