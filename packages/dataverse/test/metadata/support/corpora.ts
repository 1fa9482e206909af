import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');

/** A recorded file, or `undefined` after saying that its tests are skipped. */
export function recorded(path: string): string | undefined {
  const file = resolve(corpora, path);
  if (existsSync(file)) return file;
  console.warn(`skipped: there is no ${file} (set WAYLEAVE_CORPORA)`);
  return undefined;
}
