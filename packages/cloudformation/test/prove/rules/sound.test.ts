import { describe, expect, test } from 'vitest';
import ported from '../../../../../examples/sns-to-lambda/template.ts';
import pipeline from '../../../../../examples/video-pipeline/stack.ts';
import { prove } from '../../../src/prove/prove.ts';
import { bare, variants } from '../../patterns/variants.ts';

function serious(template: Parameters<typeof prove>[0]): readonly string[] {
  const found = prove(template).findings.filter(({ severity }) => severity !== 'info');
  return [...new Set(found.map(({ id }) => id))].toSorted();
}

describe('sound templates', () => {
  test.each(Object.entries({ ...variants, ...bare }))(
    'of the pattern %s have no error and no warning',
    (_, build) => {
      expect(serious(build())).toEqual([]);
    },
  );

  test('of the examples have no error and no warning', () => {
    expect(serious(pipeline)).toEqual([]);
    expect(serious(ported)).toEqual([]);
  });
});
