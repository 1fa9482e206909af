import { describe, expect, it } from 'vitest';
import { isCostly } from '../../generator/schema/costly-pattern.ts';
import { noCounts } from '../../generator/schema/counts.ts';
import { translatePattern } from '../../generator/schema/pattern.ts';

function translated(source: string): string | undefined {
  return translatePattern(source, noCounts());
}

describe('a pattern', () => {
  it('stays as it is where ECMAScript takes it', () => {
    expect(translated('^[a-z]{2,4}$')).toBe('^[a-z]{2,4}$');
  });

  it.each([
    ['^\\w+\\:\\/\\/.*$', '^\\w+:\\/\\/.*$', 'ab://c'],
    ['^[a-z\\-\\_]{2,50}$', '^[a-z\\-_]{2,50}$', 'a-_'],
    ['^[\\w-.]+\\Z', '^[\\w\\-.]+$', 'a-.b'],
    ['^\\x{41}[0-9]$', '^\\u{41}[0-9]$', 'A1'],
  ])('%s is written %s', (source, expected, matching) => {
    expect(translated(source)).toBe(expected);
    expect(new RegExp(expected, 'u').test(matching)).toBe(true);
  });

  it('of ARNs takes all partitions', () => {
    const pattern = translated('^arn:aws:ivs:[a-z0-9-]+:[0-9]+:channel/[a-zA-Z0-9-]+$') ?? '';
    expect(new RegExp(pattern, 'u').test('arn:aws-cn:ivs:cn-north-1:123456789012:channel/a')).toBe(true);
  });

  it('that takes anything is left out', () => {
    for (const source of ['.*', '^[\\s\\S]*$', '^[\\S\\s]*$']) expect(translated(source)).toBeUndefined();
  });

  it('that is wrong as it is written is left out and counted', () => {
    const counts = noCounts();
    for (const source of ['^(\\\\d{12})|([a-z0-9]+)$', '"^arn:x$"', 'arn:aws(-[w]+)*:.+'])
      expect(translatePattern(source, counts)).toBeUndefined();
    expect(counts.patternsWrong).toBe(3);
  });

  it('that nothing can be made of is left out and counted', () => {
    const counts = noCounts();
    expect(translatePattern('^[a-z]*{1,1000}$', counts)).toBeUndefined();
    expect(counts.patternsUntranslatable).toBe(1);
  });
});

describe('a costly pattern', () => {
  it.each([
    '^(a+)+$',
    '^(a+b*)+$',
    '^([A-Za-z0-9]+[A-Za-z0-9-.]*)*[A-Za-z0-9]$',
    '^(\\w|\\d)*$',
    '^([a-z]?[a-z])*$',
    '^(a|ab)*$',
    '^(?=(a*)*$).*b$',
    '^(a*){10,}$',
    '(.)\\1+',
  ])('is %s', (pattern) => {
    expect(isCostly(pattern)).toBe(true);
  });

  it.each([
    '^[a-z]+$',
    '^([a-z]+-)+[0-9]$',
    '^[a-z0-9]+(?:[._-][a-z0-9]+)*$',
    '^\\S+( +\\S+)*$',
    '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$',
    '^([a-z]|\\d|-)*$',
    '^(-*[a-z])*$',
    '^(?!aws)[\\p{L}\\p{N}]+$',
  ])('is not %s', (pattern) => {
    expect(isCostly(pattern)).toBe(false);
  });
});
