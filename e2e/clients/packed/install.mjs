import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../support/clouds.mjs';
import { run } from '../../support/processes.mjs';

/**
 * A package as it would be published, packed and installed offline into an empty folder.
 *
 * @param {string} name its folder in `packages/`
 */
export async function install(name) {
  const folder = await mkdtemp(join(tmpdir(), 'wayleave-packed-'));
  /** Nothing of the repository's npm settings or of this folder's packages reaches it. @param {string} command @param {readonly string[]} args @param {Record<string, string>} [env] */
  const within = (command, args, env = {}) =>
    run(command, args, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        npm_config_offline: 'true',
        npm_config_audit: 'false',
        ...env,
      },
    });
  const packed = await within('npm', ['pack', join(root, 'packages', name), '--json', '--ignore-scripts']);
  assert.equal(packed.code, 0, packed.stderr);
  const [{ filename, files }] = JSON.parse(packed.stdout);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const installed = await within('npm', ['install', `./${filename}`]);
  assert.equal(installed.code, 0, installed.stderr);
  return {
    folder,
    within,
    /** @type {readonly string[]} */
    files: files.map((/** @type {{ path: string }} */ { path }) => path),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
