import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseTemplate } from '@wayleave/cloudformation';
import { root } from '../../../support/clouds.mjs';

const folder = join(resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'), 'aws/templates');

/** The recorded templates by file, or none where there are none. @returns {Promise<readonly (readonly [file: string, template: any])[]>} */
export async function recorded() {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const templates = [];
  for (const file of files.filter((each) => /\.(json|ya?ml|template)$/.test(each)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    const parsed = read(text);
    if (parsed?.Resources !== undefined) templates.push(/** @type {const} */ ([file, parsed]));
  }
  return templates;
}

/** @param {string} text @returns {any} */
function read(text) {
  try {
    return parseTemplate(text).toJson({ validate: false });
  } catch {
    return undefined;
  }
}
