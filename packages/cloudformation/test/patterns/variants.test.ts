import { describe, expect, it } from 'vitest';
import { bare, variants } from './variants.ts';

const all = Object.entries({ ...variants, ...bare });
const today = new Date('2026-11-23');

describe('a pattern’s template', () => {
  it.each(all)('is valid without a warning: %s', (_name, build) => {
    expect(build().validate({ today })).toEqual([]);
  });

  it.each(all)('is the same each time it is made: %s', (_name, build) => {
    expect(JSON.stringify(build().toJson())).toBe(JSON.stringify(build().toJson()));
  });

  it.each(all)('grants no action on all resources, but in key policies: %s', (_name, build) => {
    for (const [logicalId, { Type, Properties }] of Object.entries(build().toJson().Resources))
      if (Type !== 'AWS::KMS::Key')
        expect(JSON.stringify(Properties ?? {}), logicalId).not.toMatch(/"(Resource|Action)":(\[)?"\*"/);
  });
});
