import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { prove } from '@wayleave/cloudformation/prove';
import { faulty } from '../cdk/stacks/faulty.mjs';
import { synthesise } from '../cdk/synth.mjs';
import { startOracle } from './oracle.mjs';

/** Of needless DependsOn and of account ids in ARNs: nothing to do with what is wrong. */
const beside = ['W3005', 'W9013'];

describe("stacks that do not work, beside AWS's own validator", () => {
  /** @type {ReturnType<typeof startOracle>} */
  let oracle;
  before(() => {
    oracle = startOracle();
  });
  after(() => oracle.free());

  for (const { name, build } of faulty) {
    it(`${name}: it takes it, our proof does not`, () => {
      const { template } = synthesise(build);
      const warnings = oracle.warnings(template).filter((rule) => !beside.includes(rule));
      assert.deepEqual(warnings, []);
      assert.equal(prove(template).proven, false);
    });
  }
});
