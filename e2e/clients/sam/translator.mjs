import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { run } from '../../support/processes.mjs';

const python = process.env['WAYLEAVE_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('translate.py', import.meta.url));
const { status } = spawnSync(python, [
  '-c',
  'import importlib.util, sys; sys.exit(importlib.util.find_spec("samtranslator") is None)',
]);

/** Why tests with the translator are skipped, or `false`. */
export const skip =
  status === 0 ? false : `${python} has no aws-sam-translator here: pip install aws-sam-translator`;

/**
 * What the translator made of a template: another template, or its reasons to refuse it.
 *
 * @typedef {{ readonly template: any, readonly refused?: undefined } | { readonly template?: undefined, readonly refused: readonly string[] }} Translation
 */

/** Translates templates in one process, as Python starts slowly. @param {readonly unknown[]} templates @returns {Promise<{ version: string, translations: readonly Translation[] }>} */
export async function translate(templates) {
  const { code, stdout, stderr } = await run(python, [script], {
    input: templates.map((template) => `${JSON.stringify(template)}\n`).join(''),
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  if (code !== 0) throw new Error(`${python} ${script}: ${stderr}`);
  const [{ version }, ...translations] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (translations.length !== templates.length)
    throw new Error(`${templates.length} templates were given, ${translations.length} came back.`);
  return { version, translations };
}
