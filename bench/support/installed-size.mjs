// How much a package brings when it is installed: itself, and all that it depends on.
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Apparent size in bytes, of files alone and with their folders (as `du --apparent-size` has it), number of files and
 * of packages. Packages within a package count as its files. Dependencies and peers count; optional ones do not.
 *
 * @param {string} nodeModules
 * @param {readonly string[]} names
 */
export function installedSize(nodeModules, names) {
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ folder) => {
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest(folder);
    const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    for (const name of [...Object.keys(dependencies), ...peers]) visit(resolve(name, folder));
  };
  for (const name of names) visit(join(nodeModules, name));
  // What is nested in another that counts already counts once.
  const outer = [...found].filter((folder) => ![...found].some((other) => folder.startsWith(`${other}/`)));
  const total = { fileBytes: 0, bytes: 0, files: 0, packages: found.size };
  for (const folder of outer) add(folder, total);
  return total;
}

/** @param {string} folder */
function manifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** As Node looks for a package: in each folder above. @param {string} name @param {string} from @returns {string} */
function resolve(name, from) {
  const here = join(from, 'node_modules', name);
  if (existsSync(here)) return here;
  if (dirname(from) === from) throw new Error(`${name} is not installed.`);
  return resolve(name, dirname(from));
}

/** @param {string} path @param {{ fileBytes: number, bytes: number, files: number }} total */
function add(path, total) {
  const stats = lstatSync(path);
  total.bytes += stats.size;
  if (stats.isDirectory()) {
    for (const name of readdirSync(path)) add(join(path, name), total);
  } else {
    total.fileBytes += stats.size;
    total.files += 1;
  }
}
