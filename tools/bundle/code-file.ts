/**
 * A chunk as two files: its code, which is a function that is given what the chunk imports, and an entry of a few lines,
 * which imports that, calls the function and exports what it gives. Node.js 20 compiles an ES module anew in each
 * process; code of its own file can be kept compiled (`packages/cloudformation/src/compile-cache`).
 */
import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import type { OutputChunk } from 'rolldown';

const IMPORT = /^import \{ (.+) \} from "(.+)";\n/gm;
const EXPORT = /^export \{ (.+) \};\n?/m;

interface Named {
  readonly name: string;
  readonly as: string;
}

/** The code of a chunk without its imports and exports, and these. */
interface Parts {
  readonly imports: readonly { readonly names: readonly Named[]; readonly from: string }[];
  readonly exports: readonly Named[];
  readonly body: string;
}

export const withoutExports = (code: string): string => code.replace(EXPORT, '');

export function partsOf(code: string): Parts {
  return {
    imports: [...code.matchAll(IMPORT)].map(([, names = '', from = '']) => ({
      names: namesOf(names),
      from: JSON.parse(`"${from}"`) as string,
    })),
    exports: namesOf(EXPORT.exec(code)?.[1]),
    body: withoutExports(code)
      .replace(IMPORT, '')
      .replace(/^import "node:\w+";\n/gm, ''),
  };
}

/** What is loaded by `require` in the sources is kept compiled, too. */
const REQUIRED = /\bcreateRequire\(import\.meta\.url\)\(["']\.\/([^"']+)["']\)/g;

/** What only a module has. */
const OF_ENTRY = { importMeta: 'import.meta', importModule: '(path) => import(path)' };

interface Files {
  readonly code: string;
  readonly entry: string;
}

/**
 * @param name The code's file.
 * @param loader The file that has `codeLoader`, or the loader itself, for the entry that is to have it.
 */
export function codeFiles({ code, fileName }: OutputChunk, name: string, loader: Loader): Files {
  const { imports, exports, body } = partsOf(code);
  const inner = body
    .replaceAll(REQUIRED, (_, file: string) => `loadCode(${JSON.stringify(file)})`)
    .replaceAll(/\bimport\.meta\b/g, 'importMeta')
    .replaceAll(/\bimport\((?=["'])/g, 'importModule(');
  const other = /^(?:import|export)\b.*/m.exec(inner);
  if (other !== null) throw new Error(`${fileName} cannot have "${other[0].trim()}" in a file of its own.`);
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(inner);
  const builtins = imports
    .filter(({ from, names }) => from.startsWith('node:') && names.some(({ as }) => has(as)))
    .map(
      ({ from, names }) =>
        `const { ${membersOf(names, 'name')} } = process.getBuiltinModule(${JSON.stringify(from)});\n`,
    );
  const given = imports.filter(({ from }) => !from.startsWith('node:'));
  const ofEntry = Object.entries(OF_ENTRY).filter(([name]) => has(name));
  const locals = [
    ...given.flatMap(({ names }) => names.map(({ as }) => as)),
    ...ofEntry.map(([name]) => name),
    ...(has('loadCode') ? ['loadCode'] : []),
  ];
  const passedOn = exports.find(({ as }) => locals.includes(as));
  if (passedOn !== undefined)
    throw new Error(
      `${fileName} imports ${passedOn.as}, and exports it: put its module into the same group.`,
    );
  const entry = [
    loader.inlined ?? `import { loadCode } from ${JSON.stringify(loader.from)};\n`,
    ...given.map(
      ({ names, from }) =>
        `import { ${names.map(({ name, as }) => (name === as ? as : `${name} as ${as}`)).join(', ')} } from ${JSON.stringify(from)};\n`,
    ),
    ...ofEntry.map(([name, value]) => `const ${name} = ${value};\n`),
    `export const { ${exports.map(({ as }) => as).join(', ')} } = `,
    `loadCode(${JSON.stringify(name)})({ ${locals.join(', ')} });\n`,
  ].join('');
  return {
    code: functionFile(locals, [...builtins, inner].join(''), `{ ${membersOf(exports, 'as')} }`),
    entry,
  };
}

/** The loader's own text for the entry that is to have it, or the file of that entry. */
export type Loader =
  | { readonly inlined: string; readonly from?: never }
  | { readonly from: string; readonly inlined?: never };

/** A file whose value is a function, both for `require` and as a script, which has no `module`. */
export function functionFile(parameters: readonly string[], body: string, value: string): string {
  // Comments name modules that are no files by their path on this machine.
  const shown = body.replaceAll(`${process.cwd()}${sep}`, '');
  const made = `(function ({ ${parameters.join(', ')} }) {\n${shown}return ${value};\n})`;
  return withDigest(`'use strict';\n(typeof module === 'object' ? module : {}).exports = ${made};\n`);
}

/** What is kept of a compiled text is for no other: its first line tells it from others of its length. */
function withDigest(text: string): string {
  return `// ${createHash('sha256').update(text).digest('hex').slice(0, 16)}\n${text}`;
}

function namesOf(list = ''): readonly Named[] {
  return [...list.matchAll(/([^\s,]+)(?: as ([^\s,]+))?/g)].map(([, name = '', as = name]) => ({ name, as }));
}

/** Names as members of an object: `key` is which of the two the member is called. */
export function membersOf(names: readonly Named[], key: keyof Named): string {
  const value = key === 'as' ? 'name' : 'as';
  return names.map((each) => (each.name === each.as ? each.as : `${each[key]}: ${each[value]}`)).join(', ');
}
