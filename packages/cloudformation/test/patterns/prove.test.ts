import { prove } from '@wayleave/cloudformation/prove';
import { describe, expect, it } from 'vitest';
import { bare, variants } from './variants.ts';

const all = Object.entries({ ...variants, ...bare });

describe('a pattern’s template is proven', () => {
  it.each(all)('%s', (_name, build) => {
    const { hops, findings, proven } = prove(build());
    expect(hops.filter(({ answer }) => answer !== 'allowed')).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(proven).toBe(true);
    expect(hops.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(variants))('with nothing to warn of: %s', (_name, build) => {
    expect(prove(build()).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});
