import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Files by their path below a folder, `/` between the parts. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Makes the folder hold exactly the tree's files.
 *
 * A file that is right already is left alone, so that compilers and running tests see no change, and nothing is
 * missing at any moment.
 */
export function writeTree(folder: string, tree: Tree): void {
  for (const [path, text] of tree) {
    const file = join(folder, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  for (const path of filesBelow(folder)) if (!tree.has(path)) rmSync(join(folder, path));
}

/** The files below a folder as a tree names them, sorted; none where the folder is not there. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** A hash of all paths and texts. */
export function treeHash(tree: Tree): string {
  const hash = createHash('sha256');
  for (const path of [...tree.keys()].sort()) hash.update(`${path}\0${tree.get(path)}\0`);
  return hash.digest('hex');
}
