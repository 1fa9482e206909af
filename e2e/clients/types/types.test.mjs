import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root } from '../../support/clouds.mjs';
import { run } from '../../support/processes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

describe('the declarations of the Azure SDK, of OpenTelemetry and ours', () => {
  for (const [name, from] of [
    ['TypeScript 5', import.meta.url],
    ['the TypeScript that this repository is built with', `${root}/package.json`],
  ]) {
    it(`fit each other: ${name}`, async (t) => {
      const require = createRequire(from);
      const { version } = require('typescript/package.json');
      t.diagnostic(`TypeScript ${version}`);
      const tsc = require.resolve('typescript/package.json').replace('package.json', 'bin/tsc');
      const { code, stdout } = await run(process.execPath, [tsc, '-p', here], { cwd: here });
      assert.equal(stdout, '');
      assert.equal(code, 0);
    });
  }
});
