import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsGlob } from '../../../src/prove/model/decide/glob.ts';
import { merge, substitute, unify } from '../../../src/prove/model/decide/unify.ts';
import { createTokens } from '../../../src/prove/model/tokens.ts';

const tokens = createTokens();
const account = tokens.make('a', 'account', 'account');
const region = tokens.make('r', 'region', 'region');
const stack = tokens.make('s', 'stack', 'stack');
const generated = tokens.make('g', 'generated', 'name');
const given = tokens.make('p', 'given', 'parameter P');
const limited = tokens.make('l', 'given', 'parameter L', ['a', 'b']);
const other = tokens.make('o', 'given', 'parameter O', undefined, ['prod']);

describe('unify', () => {
  it.each([
    { pattern: 'x', value: 'x', binding: [] },
    { pattern: 'x*', value: 'xyz', binding: [] },
    { pattern: 'x', value: 'y', binding: undefined },
    { pattern: given, value: 'anything', binding: [[given, 'anything']] },
    { pattern: 'anything', value: given, binding: [[given, 'anything']] },
    { pattern: '111122223333', value: account, binding: [[account, '111122223333']] },
    { pattern: 'dublin', value: account, binding: undefined },
    { pattern: 'eu-*', value: region, binding: [[region, 'eu-']] },
    { pattern: 'uploads', value: generated, binding: undefined },
    { pattern: 'c', value: limited, binding: undefined },
    { pattern: 'b', value: limited, binding: [[limited, 'b']] },
    { pattern: 'prod', value: other, binding: undefined },
    {
      pattern: `sns.${region}.amazonaws.com`,
      value: 'sns.eu-west-1.amazonaws.com',
      binding: [[region, 'eu-west-1']],
    },
    { pattern: 'video-*', value: `${stack}-Topic-${generated}`, binding: [[stack, 'video']] },
    {
      pattern: 'arn:aws:sns:eu-west-1:111122223333:uploads',
      value: `arn:aws:sns:${region}:${account}:uploads`,
      binding: [
        [region, 'eu-west-1'],
        [account, '111122223333'],
      ],
    },
    {
      pattern: 'arn:aws:sqs:eu-west-1:111122223333:uploads',
      value: `arn:aws:sns:${region}:${account}:uploads`,
      binding: undefined,
    },
  ])('$pattern with $value', ({ pattern, value, binding }) => {
    const found = unify(pattern, value, tokens);
    expect(found === undefined ? undefined : [...found]).toEqual(binding);
  });

  it('makes the pattern fit the value', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '-',
      ':',
      account,
      region,
      stack,
      given,
      'eu-west-1',
      '111122223333',
      '*',
      '?',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        text,
        text.map((value) => value.replaceAll(/[*?]/g, 'x')),
        (pattern, value) => {
          const binding = unify(pattern, value, tokens);
          if (binding !== undefined)
            expect(fitsGlob(substitute(pattern, binding), substitute(value, binding))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('does not bind one stand-in to two values', () => {
    expect(merge(new Map([[given, 'a']]), new Map([[given, 'b']]))).toBeUndefined();
  });
});
