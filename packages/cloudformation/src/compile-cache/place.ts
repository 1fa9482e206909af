/** What decides where compiled code is kept: parts of `process`. */
export interface Runtime {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly arch: string;
  readonly argv: readonly string[];
}

/** Where compiled code is kept. */
export interface Place {
  readonly folder: string;
  readonly name: string;
  /** What the names of all programs' files for this code begin with. */
  readonly prefix: string;
}

/**
 * Where the compiled form of `file` is kept for this program, as others use other parts of it: below
 * `node_modules/.cache` of the `node_modules` that the package is in, or where Node.js is told to keep its own
 * (`NODE_COMPILE_CACHE`). Nowhere if Node.js is told to keep none (`NODE_DISABLE_COMPILE_CACHE`), if coverage is
 * measured, as kept code is counted less exactly, and if the package is in no `node_modules`.
 *
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
export function placeOf(file: string, { env, version, arch, argv }: Runtime): Place | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE'] || env['NODE_V8_COVERAGE']) return undefined;
  const folder = env['NODE_COMPILE_CACHE'] || besideThePackage(file);
  if (folder === undefined) return undefined;
  const prefix = `${file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}-`;
  const name = `${prefix}${version}-${arch}-${digest(`${file} ${argv[1]}`)}`;
  return { folder: `${folder}/wayleave`, name, prefix };
}

function besideThePackage(file: string): string | undefined {
  const at = Math.max(file.lastIndexOf('/node_modules/'), file.lastIndexOf('\\node_modules\\'));
  return at < 0 ? undefined : `${file.slice(0, at)}/node_modules/.cache`;
}

/** Tells paths apart that share a folder; no secret depends on it. FNV-1a. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
