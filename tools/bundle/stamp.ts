import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const own = import.meta.dirname;

/** Whether `dist` was written from these sources, by this bundler. */
export function isUpToDate(folder: string): boolean {
  const file = stampOf(folder);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint(folder);
}

export function writeStamp(folder: string): void {
  writeFileSync(stampOf(folder), fingerprint(folder));
}

const stampOf = (folder: string) => join(folder, 'dist', '.bundled');

/** `tsc`'s record holds a hash of each source, and is written anew whenever one has changed. */
function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const files = [join(folder, 'dist', '.tsbuildinfo'), join(folder, 'package.json')];
  for (const name of readdirSync(own).sort()) files.push(join(own, name));
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
