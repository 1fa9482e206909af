import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(
  import.meta.dirname,
  '../../../../../..',
  process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora',
  'aws/recorded',
);

/** What AWS answered in one recorded test, or undefined (and a message) where the recordings are missing. */
export function recorded(file: string, test: string): Record<string, unknown> | undefined {
  const path = `${FOLDER}/${file}.snapshot.json`;
  if (!existsSync(path)) {
    console.warn(`Not compared with AWS: ${path} is missing.`);
    return undefined;
  }
  const all = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, unknown>>;
  const entry = Object.entries(all).find(([name]) => name.endsWith(test));
  if (entry === undefined) throw new Error(`${file} has no recording of ${test}`);
  return entry[1]['recorded-content'] as Record<string, unknown>;
}
