import { ConfigurationError, guid, type LiteralValue, odata } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeString } from './decode.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("'", '"', '&', '+', '#', '%27', '/', '\\', '\n'),
    fc.string({ unit: 'grapheme' }),
  ),
});

describe('odata`…`', () => {
  it('writes text so that it reads back the same, whatever it is', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(decodeString(odata`${value}`)).toBe(value);
      }),
    );
  });

  it('keeps values inside their quotes between any others', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const literals = odata`x eq ${a} or y eq ${b}`.match(
          /^x eq ('(?:[^']|'')*') or y eq ('(?:[^']|'')*')$/,
        );
        expect([literals?.[1], literals?.[2]].map((one) => decodeString(one ?? ''))).toEqual([a, b]);
      }),
    );
  });

  it('writes numbers so that they read back the same', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0));
    fc.assert(
      fc.property(numbers, (n) => {
        expect(Number(odata`${n}`)).toBe(n);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(), (n) => {
        expect(BigInt(odata`${n}`)).toBe(n);
      }),
    );
  });

  it('writes dates so that they read back the same', () => {
    const dates = fc.date({ noInvalidDate: true, min: new Date('1753-01-01'), max: new Date('9999-12-31') });
    fc.assert(
      fc.property(dates, (date) => {
        expect(new Date(odata`${date}`)).toEqual(date);
      }),
    );
  });

  it.each<[LiteralValue, string]>([
    ["O'Bryan", "'O''Bryan'"],
    ['', "''"],
    [true, 'true'],
    [null, 'null'],
    [-0, '0'],
    [12n, '12'],
    [new Date('2023-04-07T21:59:01Z'), '2023-04-07T21:59:01Z'],
    [new Date('2023-04-07T21:59:01.250Z'), '2023-04-07T21:59:01.250Z'],
    [guid('75DF116D-d9da-e711-a94b-000d3a34ed47'), '75df116d-d9da-e711-a94b-000d3a34ed47'],
    ['75df116d-d9da-e711-a94b-000d3a34ed47', "'75df116d-d9da-e711-a94b-000d3a34ed47'"],
  ])('writes %o as %s', (value, literal) => expect(odata`${value}`).toBe(literal));

  it.each<[string, () => unknown]>([
    ['NaN', () => odata`${Number.NaN}`],
    ['Infinity', () => odata`${Number.POSITIVE_INFINITY}`],
    ['an invalid date', () => odata`${new Date('nonsense')}`],
    ['half a surrogate pair', () => odata`${'\ud800'}`],
    ['text that is no GUID as a GUID', () => guid("x' or 1 eq 1")],
    ['a forged GUID', () => odata`${{ guid: '1) or (1 eq 1', toString: () => '', toJSON: () => '' }}`],
  ])('refuses %s', (_, attempt) => expect(attempt).toThrow(ConfigurationError));

  it('writes guid() in a body as its text', () => {
    expect(JSON.stringify({ id: guid('75df116d-d9da-e711-a94b-000d3a34ed47') })).toBe(
      '{"id":"75df116d-d9da-e711-a94b-000d3a34ed47"}',
    );
  });
});
