import { describe, expect, it } from 'vitest';
import { alternativesOf } from '../../generator/schema/alternatives.ts';
import { constraintOf } from '../../generator/schema/constraint.ts';
import { noCounts } from '../../generator/schema/counts.ts';
import type { SchemaNode } from '../../generator/schema/provider-schema.ts';

function reading(current = true) {
  return { counts: noCounts(), current, resolve: (node: SchemaNode) => node };
}

describe('what a provider says of a value', () => {
  it('is taken where the two agree on the type', () => {
    const node = { type: 'string', pattern: '^a+$', minLength: 1, maxLength: 9 };
    expect(constraintOf({ type: 'string' }, node, reading())).toEqual({
      pattern: '^a+$',
      minLength: 1,
      maxLength: 9,
    });
    expect(constraintOf({ type: 'integer' }, node, reading())).toEqual({});
  });

  it('of a list holds for the list and for its items', () => {
    const node = {
      type: 'array',
      maxItems: 2,
      minItems: 0,
      uniqueItems: true,
      items: { type: 'integer', minimum: 0 },
    };
    expect(constraintOf({ type: 'array', element: { type: 'integer' } }, node, reading())).toEqual({
      maxItems: 2,
      unique: true,
      items: { minimum: 0 },
    });
  });

  it('of a map holds for its keys where there is one pattern of them', () => {
    const node = { type: 'object', patternProperties: { '^[a-z]+$': { type: 'string', maxLength: 3 } } };
    expect(constraintOf({ type: 'map', element: { type: 'string' } }, node, reading())).toEqual({
      keyPattern: '^[a-z]+$',
      items: { maxLength: 3 },
    });
  });

  it('gives way to the closed set of words of the newer specification', () => {
    const type = { type: 'string', allowedValues: ['a', 'b'] } as const;
    expect(
      constraintOf(
        { ...type, allowedValues: [...type.allowedValues] },
        { type: 'string', enum: ['a'] },
        reading(),
      ),
    ).toEqual({});
  });

  it('as a closed set of words is taken only while the provider knows all members and it is no catalogue', () => {
    const node = { type: 'string', enum: ['b', 'a'] };
    expect(constraintOf({ type: 'string' }, node, reading())).toEqual({ enum: ['a', 'b'] });
    expect(constraintOf({ type: 'string' }, node, reading(false))).toEqual({});
    const catalogue = { type: 'string', enum: 'abcdefgh'.split('') };
    expect(constraintOf({ type: 'string' }, catalogue, reading())).toEqual({});
  });
});

describe('required alternatives', () => {
  const members = new Set(['A', 'B', 'C']);

  it('are taken from bare ones and from tagged unions', () => {
    const oneOf = [
      { required: ['A'] },
      { type: 'object', title: 'B', properties: { B: {} }, required: ['B'] },
    ];
    expect(alternativesOf({ oneOf }, members, true, noCounts())).toEqual({ oneOfRequired: [['A'], ['B']] });
    expect(
      alternativesOf({ anyOf: [{ required: ['A'] }, { required: ['C', 'B'] }] }, members, true, noCounts()),
    ).toEqual({
      anyOfRequired: [['A'], ['B', 'C']],
    });
  });

  it.each([
    ['the specification has grown', [{ required: ['A'] }, { required: ['B'] }], false],
    ['one is within another', [{ required: ['A'] }, { required: ['A', 'B'] }], true],
    ['one requires nothing', [{}, { required: ['B'] }], true],
    [
      'one says more than what is required',
      [{ required: ['A'], not: {} } as SchemaNode, { required: ['B'] }],
      true,
    ],
    ['one is of a member that is gone', [{ required: ['A'] }, { required: ['Z'] }], true],
  ])('are left out and counted where %s', (_, oneOf, current) => {
    const counts = noCounts();
    expect(alternativesOf({ oneOf }, members, current, counts)).toEqual({});
    expect(counts.alternativesLeft).toBe(1);
  });
});
