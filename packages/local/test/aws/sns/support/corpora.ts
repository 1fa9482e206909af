import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../../../..');
const folder = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora', 'aws');

/** A recorded file, or undefined (and a word about it) when the corpora are not here. */
export function readCorpus<T>(name: string): T | undefined {
  const file = resolve(folder, name);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  console.warn(`Skipped: no ${file} (set WAYLEAVE_CORPORA).`);
  return undefined;
}

interface Recording {
  readonly 'recorded-content': Readonly<Record<string, RecordedAnswer>>;
}

export interface RecordedAnswer {
  readonly Error?: { readonly Code: string; readonly Message: string };
  readonly ResponseMetadata?: { readonly HTTPStatusCode: number };
}

/** The recorded answers of the test whose name ends so. */
export function recordedAnswers(
  file: string,
  test: string,
): Readonly<Record<string, RecordedAnswer>> | undefined {
  const all = readCorpus<Readonly<Record<string, Recording>>>(`recorded/${file}.snapshot.json`);
  const found = Object.entries(all ?? {}).find(([name]) => name.endsWith(`::${test}`))?.[1];
  if (all !== undefined && found === undefined) throw new Error(`No recording of ${test}.`);
  return found?.['recorded-content'];
}
