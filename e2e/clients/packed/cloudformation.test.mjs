import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { root } from '../../support/clouds.mjs';
import { install } from './install.mjs';

const programs = fileURLToPath(new URL('cloudformation', import.meta.url));
const require = createRequire(import.meta.url);
const jest = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');

describe('@wayleave/cloudformation as it would be published, in an empty folder', () => {
  /** @type {Awaited<ReturnType<typeof install>>} */
  let installed;
  /** @param {string} program @param {Record<string, string>} [env] */
  const output = async (program, env) => {
    const { code, stdout, stderr } = await installed.within(process.execPath, [program], env);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const cache = () => join(installed.folder, 'node_modules/.cache/wayleave');
  const kept = async () => {
    const files = (await readdir(cache())).sort();
    return Promise.all(files.map(async (file) => ({ file, at: (await stat(join(cache(), file))).mtimeMs })));
  };

  before(async () => {
    installed = await install('cloudformation');
    await cp(programs, installed.folder, { recursive: true });
  });
  beforeEach(() => rm(join(installed.folder, 'node_modules/.cache'), { recursive: true, force: true }));
  after(() => installed.remove());

  it('loads by every name that it exports', async () => {
    const manifest = JSON.parse(await readFile(join(root, 'packages/cloudformation/package.json'), 'utf8'));
    const names = Object.keys(manifest.exports).filter((name) => name !== './package.json');
    const paths = names.map((name) => `@wayleave/cloudformation${name.slice(1).replace('*', 'sqs')}`);
    const program = `
      for (const path of ${JSON.stringify(paths)}) console.log(Object.keys(await import(path)).length);`;
    await writeFile(join(installed.folder, 'names.mjs'), program);
    const counts = (await output('names.mjs')).trim().split('\n');
    assert.equal(counts.length, names.length);
    for (const count of counts) assert.ok(Number(count) > 0);
  });

  it('does the same from code that it compiles, keeps, has kept, and with nothing kept', async () => {
    const first = await output('everything.mjs');
    const { proven, yaml, imported } = JSON.parse(first);
    assert.equal(proven, true);
    assert.match(yaml, /Role: !GetAtt Role\.Arn/);
    assert.match(JSON.stringify(imported), /LambdaFunction\(/);
    const before = await kept();
    const files = ['index-code', 'index-later', 'prove-code', 'yaml'];
    for (const file of files) assert.ok(before.some((each) => each.file.startsWith(`${file}.cjs-`), file));
    assert.equal(await output('everything.mjs'), first);
    assert.deepEqual(await kept(), before);
    await rm(cache(), { recursive: true });
    assert.equal(await output('everything.mjs', { NODE_DISABLE_COMPILE_CACHE: '1' }), first);
    await assert.rejects(readdir(cache()), { code: 'ENOENT' });
  });

  it('is started by many processes at once, before anything is kept', async () => {
    const outputs = await Promise.all(Array.from({ length: 6 }, () => output('everything.mjs')));
    assert.equal(new Set(outputs).size, 1);
    const before = await kept();
    assert.deepEqual(
      before.filter(({ file }) => /\.[a-z0-9]+$/.test(file.replace('.cjs', ''))),
      [],
      'files that were not finished',
    );
    assert.equal(await output('everything.mjs'), outputs[0]);
    assert.deepEqual(await kept(), before);
  });

  it('works in Jest, with matchers, and with objects of its context', async () => {
    const config = { rootDir: installed.folder, transform: {}, testMatch: ['**/*.spec.mjs'] };
    const args = ['--experimental-vm-modules', jest, '--ci', '--config', JSON.stringify(config)];
    for (const time of ['first', 'second']) {
      const { code, stderr } = await installed.within(process.execPath, args);
      assert.equal(code, 0, `the ${time} time: ${stderr}`);
      assert.match(stderr, /4 passed, 4 total/);
    }
  });
});
