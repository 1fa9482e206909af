// Our packages as their users get them: packed, and installed into a folder of their own.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/**
 * Installs packages of ours with what they depend on.
 *
 * @param {string} folder
 * @param {readonly string[]} names folders of `packages/`; those that depend on each other together
 */
export async function installPacked(folder, names) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const from = names.map((name) => join(packages, name));
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 }; // npm lists each file
  const { stdout } = await run('npm', ['pack', ...from, '--json', '--ignore-scripts'], options);
  /** @type {{ filename: string }[]} */
  const packed = Object.values(JSON.parse(stdout));
  const files = packed.map(({ filename }) => `./${filename}`);
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet, ...files], { cwd: folder });
}
