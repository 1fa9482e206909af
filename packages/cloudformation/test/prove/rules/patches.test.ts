import type { TemplateJson } from '@wayleave/cloudformation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import ported from '../../../../../examples/sns-to-lambda/template.ts';
import pipeline from '../../../../../examples/video-pipeline/stack.ts';
import { prove } from '../../../src/prove/prove.ts';
import { bare, variants } from '../../patterns/variants.ts';
import { mutation, variants as mutations } from '../../support/mutations.ts';
import { faults, faultyRoad } from './faulty-road.ts';
import { expectAllRight } from './support.ts';

const json = (template: { toJson(): TemplateJson }) => template.toJson();

describe('patches of findings are right, one by one and all of them', () => {
  // 27 and 28 differ from the sound stack by their sizes alone.
  test.each(mutations.filter((each) => each !== '27' && each !== '28'))('for the fault %s', (number) => {
    expectAllRight(mutation(number));
  });

  test.each(Object.entries({ ...variants, ...bare }))('for the pattern %s', (_, build) => {
    expectAllRight(json(build()));
  });

  test('for a longer road that is sound: there is nothing to warn of', () => {
    const { hops, findings } = prove(faultyRoad([]));
    expect(hops.filter(({ answer }) => answer !== 'allowed')).toEqual([]);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  const patched = Object.keys(faults).filter((name) => expectAllRight(faultyRoad([name])) > 0);

  test('for each fault of a longer road, of which most can be patched', () => {
    expect(patched.length).toBeGreaterThan(20);
  });

  test('for any of these faults together', () => {
    fc.assert(
      fc.property(fc.subarray(Object.keys(faults), { minLength: 2, maxLength: 8 }), (names) => {
        expectAllRight(faultyRoad(names));
      }),
      { numRuns: 60 },
    );
  });

  test('for the examples', () => {
    expectAllRight(json(pipeline));
    expectAllRight(json(ported));
  });
});
