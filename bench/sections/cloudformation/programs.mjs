// Who builds the reference stack: role, policy, function, topic, permission.
import { mkdtempSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cold } from '../../support/cold.mjs';

const here = new URL('../../contestants/cloudformation/', import.meta.url);
const bench = fileURLToPath(new URL('../../', import.meta.url));

export const FLOOR = 'plain objects';
export const BUILT = 'wayleave: built';
export const VALIDATED = 'wayleave: built, validated';
export const PROVED = 'wayleave: built, validated, proved';

/**
 * `every`: in which of the rounds the slow ones run. `keepsNothing`: compiled code of processes before is not read, and
 * is kept for none that come after or for no use.
 *
 * @typedef {{ name: string, file: string, every?: number, env?: Record<string, string>, differs?: boolean, keepsNothing?: 'before' | 'ever' }} Program
 */

/** @type {readonly Program[]} */
export const PROGRAMS = [
  { name: FLOOR, file: 'plain' },
  { name: BUILT, file: 'wayleave/build' },
  { name: `${BUILT} (deep imports)`, file: 'wayleave/build-deep' },
  { name: VALIDATED, file: 'wayleave/validate' },
  { name: `${VALIDATED} (deep imports)`, file: 'wayleave/validate-deep' },
  { name: PROVED, file: 'wayleave/prove' },
  { name: `${PROVED} (deep imports)`, file: 'wayleave/prove-deep' },
  { name: `${PROVED} (first process: keeps)`, file: 'wayleave/prove', every: 3, keepsNothing: 'before' },
  { name: `${PROVED} (nothing kept)`, file: 'wayleave/prove', every: 3, keepsNothing: 'ever' },
  { name: '@awboost/cfn-template-builder', file: 'awboost' },
  { name: 'cloudform', file: 'cloudform', every: 3 },
  {
    name: 'CDK L1, validation off',
    file: 'cdk-l1',
    every: 3,
    env: { CDK_VALIDATION: 'false' },
    differs: true,
  },
  {
    name: 'CDK L2, validation off',
    file: 'cdk-l2',
    every: 3,
    env: { CDK_VALIDATION: 'false' },
    differs: true,
  },
  { name: 'CDK L1, as shipped', file: 'cdk-l1', every: 5, differs: true },
  { name: 'CDK L2, as shipped', file: 'cdk-l2', every: 5, differs: true },
];

/** The program that measures `validate()` within the process. */
export const VALIDATE_CPU = 'wayleave/validate-cpu';

/**
 * Each program as one file, as a person would write it, its packages outside: ours beside the installed packages, the
 * peers' beside those of this folder. Gives what runs one for so many copies of the stack.
 *
 * @param {string} folder
 * @param {string} installed
 */
export async function writePrograms(folder, installed) {
  await symlink(join(bench, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const files = [...new Set([...PROGRAMS.map(({ file }) => file), VALIDATE_CPU])];
  const placeOf = (/** @type {string} */ file) =>
    join(file.startsWith('wayleave/') ? installed : folder, `${file.replace('wayleave/', '')}.mjs`);
  await Promise.all(
    files.map((file) =>
      build({
        entryPoints: [fileURLToPath(new URL(`${file}.mjs`, here))],
        outfile: placeOf(file),
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        target: 'node20',
        logLevel: 'error',
      }),
    ),
  );
  const inherited = { CDK_VALIDATION: '', BENCH_OUT: join(folder, 'cdk.out') };
  const without = {
    ever: () => ({ NODE_DISABLE_COMPILE_CACHE: '1' }),
    before: () => ({ NODE_COMPILE_CACHE: mkdtempSync(join(folder, 'kept-')) }),
  };
  return (
    /** @type {Pick<Program, 'file' | 'env' | 'keepsNothing'>} */ { file, env, keepsNothing },
    /** @type {number} */ copies,
  ) =>
    cold([placeOf(file), String(copies)], {
      env: {
        ...inherited,
        // A project has stacks of its own size: V8 keeps with its code which of it is worth more work.
        NODE_COMPILE_CACHE: join(folder, `kept-${copies}`),
        ...env,
        ...(keepsNothing && without[keepsNothing]()),
      },
    });
}
