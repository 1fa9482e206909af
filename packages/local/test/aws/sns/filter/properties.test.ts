import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inCidr, parseCidr } from '../../../../src/aws/sns/filter/cidr.ts';
import { compileFilterPolicy, FilterPolicyError } from '../../../../src/aws/sns/filter/filter-policy.ts';

const scalar = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.constantFrom('a', 'b', 'c');

const passes = (policy: unknown, body: unknown): boolean =>
  compileFilterPolicy(JSON.stringify(policy), 'MessageBody').passes({
    body: JSON.stringify(body),
    attributes: {},
  });

describe('filter policies', () => {
  it('accept a value that they list, whatever else they list', () => {
    fc.assert(
      fc.property(key, scalar, fc.array(scalar, { maxLength: 5 }), (name, value, others) => {
        expect(passes({ [name]: [...others, value] }, { [name]: value })).toBe(true);
      }),
    );
  });

  it('accept an array when they accept one of its elements', () => {
    fc.assert(
      fc.property(scalar, fc.array(scalar, { maxLength: 5 }), (value, others) => {
        expect(passes({ a: [value] }, { a: [...others, value] })).toBe(true);
      }),
    );
  });

  it('do not depend on the order of keys or values', () => {
    const policy = fc.dictionary(key, fc.array(scalar, { minLength: 1, maxLength: 4 }));
    const body = fc.dictionary(key, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })));
    fc.assert(
      fc.property(policy, body, (rule, document) => {
        const turned = Object.fromEntries(
          Object.entries(rule)
            .toReversed()
            .map(([name, list]) => [name, list.toReversed()]),
        );
        expect(passes(turned, document)).toBe(passes(rule, document));
      }),
    );
  });

  it('take anything-but of one value as the opposite of the value', () => {
    const word = fc.string({ maxLength: 3 });
    fc.assert(
      fc.property(word, scalar, (refused, value) => {
        expect(passes({ a: [{ 'anything-but': refused }] }, { a: value })).toBe(
          !passes({ a: [refused] }, { a: value }),
        );
      }),
    );
  });

  it('take exists as a question about the leaf alone', () => {
    fc.assert(
      fc.property(fc.dictionary(key, scalar), (document) => {
        expect(passes({ a: [{ exists: true }] }, document)).toBe('a' in document);
        expect(passes({ a: [{ exists: false }] }, document)).toBe(!('a' in document));
      }),
    );
  });

  it('compare numbers as numbers, for every spelling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: -1e6, max: 1e6 }),
        (bound, value) => {
          const filter = compileFilterPolicy(
            JSON.stringify({ n: [{ numeric: ['>', bound] }] }),
            'MessageAttributes',
          );
          const attributes = { n: { Type: 'Number', Value: `${value}.000` } };
          expect(filter.passes({ body: '', attributes })).toBe(value > bound);
        },
      ),
    );
  });

  it('find an address in a range exactly when its first bits are the same', () => {
    const ip = fc.ipV4();
    const bits = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    fc.assert(
      fc.property(ip, ip, fc.integer({ min: 0, max: 31 }), (network, address, mask) => {
        const size = 2 ** (32 - mask);
        const same = Math.floor(bits(network) / size) === Math.floor(bits(address) / size);
        expect(inCidr(parseCidr(`${network}/${mask}`), address)).toBe(same);
      }),
    );
  });

  it('fail with their own error or none, for any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', '1', '$', 'o', 'r', '\\') }),
    );
    fc.assert(
      fc.property(text, (source) => {
        try {
          compileFilterPolicy(source, 'MessageBody');
        } catch (error) {
          expect(error).toBeInstanceOf(FilterPolicyError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('judge a body that is no JSON object as no match', () => {
    const filter = compileFilterPolicy('{"a":[{"exists":false}]}', 'MessageBody');
    for (const body of ['', 'text', '[]', '1', 'null'])
      expect(filter.passes({ body, attributes: {} })).toBe(false);
    expect(filter.passes({ body: '{}', attributes: {} })).toBe(true);
  });
});
