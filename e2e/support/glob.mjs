import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The test files of a folder, in order. `node --test` has no patterns of its own before Node.js 21. @param {URL} folder */
export async function glob(folder) {
  const path = fileURLToPath(folder);
  const files = await readdir(path, { recursive: true });
  return files
    .filter((file) => file.endsWith('.test.mjs'))
    .sort()
    .map((file) => join(path, file));
}
