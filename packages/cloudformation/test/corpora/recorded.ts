import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const folder = join(corpora, 'aws/templates');

/** Whether the recorded templates are on this machine. */
export const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

/** A template as somebody wrote it. */
export interface Recorded {
  readonly collection: string;
  /** Relative to the folder of all collections. */
  readonly file: string;
  readonly text: string;
}

/** All templates of all collections; none if they are not there. */
export function recordedTemplates(): readonly Recorded[] {
  return (present ? filesBelow(folder) : [])
    .filter((file) => /\.(?:json|ya?ml|template)$/.test(file) && statSync(file).size > 0)
    .map((file) => {
      const name = relative(folder, file);
      return { collection: name.split(/[\\/]/)[0] ?? '', file: name, text: readFileSync(file, 'utf8') };
    });
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path).flatMap((name) => {
    const each = join(path, name);
    return statSync(each).isDirectory() ? filesBelow(each) : [each];
  });
}
