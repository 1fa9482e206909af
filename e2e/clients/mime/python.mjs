import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from '../../support/processes.mjs';

const script = fileURLToPath(new URL('mime.py', import.meta.url));
const { status } = spawnSync('python3', [
  '-c',
  'import sys, email, http.server; sys.exit(sys.version_info < (3, 8))',
]);

/** Why tests with Python's libraries are skipped, or `false`. */
export const skip =
  status === 0 ? false : 'there is no Python 3.8 or newer on this machine: apt-get install python3';

/** @param {object} asked @returns {Promise<any>} */
export async function python(asked) {
  const { code, stdout, stderr } = await run('python3', [script], {
    input: JSON.stringify(asked),
    env: { PATH: process.env['PATH'], PYTHONIOENCODING: 'utf-8' },
  });
  if (code !== 0) throw new Error(`python3: ${stderr}`);
  return JSON.parse(stdout);
}
