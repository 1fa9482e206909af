// @ts-check
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './errors.mjs';

/** @typedef {(event: unknown, context: object, callback?: unknown) => unknown} Handler */

const require = createRequire(import.meta.url);

/**
 * Finds the function that `dir/module.path.to.handler` names under the task root.
 * Fails with the errors Lambda's Node.js runtime has for it: `Runtime.MalformedHandlerName`,
 * `Runtime.ImportModuleError`, `Runtime.UserCodeSyntaxError`, `Runtime.HandlerNotFound`, or whatever the
 * module itself throws while it loads.
 *
 * @param {string} taskRoot
 * @param {string} name
 * @returns {Promise<Handler>}
 */
export async function loadHandler(taskRoot, name) {
  if (name.includes('..')) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const file = basename(name);
  const folder = name.slice(0, name.length - file.length);
  const dot = file.indexOf('.');
  if (dot === -1) throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const moduleName = file.slice(0, dot);
  const path = file.slice(dot + 1);

  const loaded = await load(taskRoot, folder, moduleName);
  /** @type {any} */
  let found = loaded;
  for (const key of path.split('.')) found = found?.[key];
  if (!found) throw runtimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof found !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  return found;
}

/**
 * @param {string} taskRoot
 * @param {string} folder
 * @param {string} name
 */
async function load(taskRoot, folder, name) {
  try {
    const stem = resolve(taskRoot, folder, name);
    const isModule = typeModule(dirname(stem));
    if (isFile(stem)) return require(stem);
    if (isFile(`${stem}.js`)) return isModule ? await importFile(`${stem}.js`) : require(`${stem}.js`);
    if (isFile(`${stem}.mjs`)) return await importFile(`${stem}.mjs`);
    if (isFile(`${stem}.cjs`)) return require(`${stem}.cjs`);
    return require(require.resolve(name, { paths: [taskRoot, resolve(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error), error);
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND') throw runtimeError('Runtime.ImportModuleError', String(error), error);
    // Among them ERR_MODULE_NOT_FOUND of an ES module, which Lambda reports as it is.
    throw error;
  }
}

/** @param {string} path */
function importFile(path) {
  return import(pathToFileURL(path).href);
}

/** @param {string} path */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Whether `.js` in this folder means an ES module: decided by the nearest package.json.
 *
 * @param {string} folder
 * @returns {boolean}
 */
function typeModule(folder) {
  if (basename(folder) === 'node_modules') return false;
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = dirname(folder);
  return parent === folder ? false : typeModule(parent);
}
