import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearPattern } from '../../src/validate/linear-pattern.ts';
import { repeatsOnce, testForeignPattern, testPattern } from '../../src/validate/patterns.ts';

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\.', '-', '^', '$');
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc
      .tuple(tie('pattern'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{1,}', '*?'))
      .map(([inner, times]) => `(?:${inner})${times}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '-', '.', '\n', '😀'), maxLength: 8 });

describe('a pattern that is walked without going back', () => {
  it('answers as the engine does', () => {
    fc.assert(
      fc.property(pattern, text, (written, each) => {
        expect(linearPattern(written)?.test(each)).toBe(new RegExp(written, 'u').test(each));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['(?=a)', '(?!a)b', '(?<!a)b', '\\ba', '(a)\\1', '(?<x>a)\\k<x>'])(
    'is not made of %s',
    (written) => {
      expect(linearPattern(written)).toBeUndefined();
    },
  );
});

describe('a pattern that repeats one thing from the start on', () => {
  it('is tried in no more ways than the text has places, so that it need not be walked', () => {
    fc.assert(
      fc.property(pattern, (written) => {
        const anchored = `^(?:${written})`;
        fc.pre(repeatsOnce(anchored));
        const ways = linearPattern(anchored)?.ways ?? (() => Number.NaN);
        expect(ways(400)).toBeLessThanOrEqual(2 * ways(200));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['^[a-z]{1,64}$', true],
    ['^(?:a|b)-[\\]x+*]+$', true],
    ['^\\p{L}+$', false],
    ['^(a|a)*$', false],
    ['^a+b+$', false],
    ['a+$', false],
  ])('is or is not %s', (written, once) => {
    expect(repeatsOnce(written)).toBe(once);
  });
});

describe('patterns that would take the engine years', () => {
  const work = () => ({ patternWork: 5_000_000 });

  it.each([
    ['(a?){30}a{30}', 'a'.repeat(29)],
    ['a*a*a*a*a*a*a*a*b', 'a'.repeat(400)],
    ['(a|a|a|a|aa)*b', 'a'.repeat(400)],
    ['((a+)+)+b', 'a'.repeat(400)],
    ['(.*,){11}P', '1,'.repeat(200)],
  ])('are answered: %s', (written, each) => {
    expect(testForeignPattern(written, each, work())).toBe(false);
    expect(testPattern(`^${written}$`, each)).not.toBe(true);
  });

  it('are left where even so it would be too much', () => {
    expect(
      testForeignPattern('((((a{1,99}){1,99}){1,99}){1,99}){1,99}b', 'a'.repeat(24), work()),
    ).toBeUndefined();
    expect(testForeignPattern('a*', 'a'.repeat(50), { patternWork: 10 })).toBeUndefined();
  });
});
