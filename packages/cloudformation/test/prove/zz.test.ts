import { test } from 'vitest';
import { prove } from '../../src/prove/prove.ts';
import { validate } from '../../src/validate/validate.ts';
import { mutation, variants } from '../support/mutations.ts';
test('x', () => {
  for (const v of variants) {
    const t = mutation(v);
    const f = validate(t).map((x) => `${x.severity[0]}:${x.id}`);
    const p = prove(t);
    console.log(v, [...new Set(f)].join(' '), '|', p.hops.filter((h) => h.answer !== 'allowed').map((h) => `${h.answer}:${h.id}`).join(' '), '|', p.findings.map((x) => x.id).join(' '));
  }
});
