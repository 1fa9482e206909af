/**
 * Modules that few runs need become a file of their own, which is loaded when one of their functions is first called.
 *
 * In the sources they are imported like any other. In what is published, who imports one gets functions of the same
 * names that load the file, by `require`, as `import()` would make callers wait. That file imports nothing: it is one
 * function, which is given what it needs of the modules that are loaded already.
 */
import { readFileSync } from 'node:fs';
import type { OutputChunk, Plugin } from 'rolldown';
import { functionFile, membersOf, partsOf } from './code-file.ts';

/** A file of such modules. */
export interface Later {
  /** Its name, without `.cjs`. */
  readonly name: string;
  /** The modules that are in it, and all that only they lead to. */
  readonly holds: RegExp;
  /** A module path below which the functions that load it are grouped. */
  readonly besides: string;
}

/** What a file takes of the modules that are loaded already: its own name for each, and where it is from. */
export interface Taken {
  readonly local: string;
  readonly imported: string;
  readonly from: string;
}

const STAND_IN = 'later:';
const LOADER = 'load-later:';

/** Puts functions that load the file in the place of its modules. `taken` is what the files take. */
export function standIns(all: readonly Later[], taken: ReadonlyMap<Later, readonly Taken[]>): Plugin {
  return {
    name: 'later-modules-have-stand-ins',
    async resolveId(id, importer, options) {
      if (id.startsWith(STAND_IN) || id.startsWith(LOADER)) return id;
      const found = await this.resolve(id, importer, { ...options, skipSelf: true });
      return found && heldBy(all, found.id) ? standInOf(found.id) : found;
    },
    load(id) {
      const [, kind, path = ''] = /^((?:load-)?later:)(.*)$/s.exec(id) ?? [];
      if (kind === STAND_IN) return standInCode(path, all);
      const later = kind === LOADER ? all.find(({ name }) => path.endsWith(`/${name}`)) : undefined;
      return later && loaderCode(later, taken.get(later) ?? []);
    },
  };
}

/** The file that has the module. */
export function heldBy(all: readonly Later[], id: string): Later | undefined {
  return /^[/\\A-Z]/.test(id) ? all.find(({ holds }) => holds.test(id)) : undefined;
}

export const standInOf = (id: string): string => `${STAND_IN}${id}`;

/** The module that a stand-in stands for. */
export const behindStandIn = (id: string): string | undefined =>
  id.startsWith(STAND_IN) ? id.slice(STAND_IN.length) : undefined;

/** The name that a function has in the file: two modules may have functions of one name. */
export function nameIn(id: string, name: string): string {
  const module = id.replace(/^.*\/src\//, '').replace(/\.ts$/, '');
  return `${module.replace(/\W+/g, '_')}_${name}`;
}

/** Names of a module's functions. Only they can stand for themselves: who takes anything else of it finds nothing. */
export function functionsOf(id: string): readonly string[] {
  const declared = readFileSync(id, 'utf8').matchAll(/^export (?:async )?function ([\w$]+)/gm);
  return [...new Set([...declared].map(([, name = '']) => name))];
}

function standInCode(path: string, all: readonly Later[]): string {
  const later = heldBy(all, path);
  if (later === undefined) throw new Error(`${path} is in no file that is loaded later.`);
  const loader = JSON.stringify(`${LOADER}${later.besides}/${later.name}`);
  const functions = functionsOf(path).map(
    (name) => `export function ${name}(...given) { return later().${nameIn(path, name)}(...given); }`,
  );
  return [`import { later } from ${loader};`, ...functions].join('\n');
}

function loaderCode({ name }: Later, taken: readonly Taken[]): string {
  const imports = taken.map(
    ({ imported, from }, index) => `import { ${imported} as taken${index} } from ${JSON.stringify(from)};`,
  );
  const given = taken.map(({ local }, index) => `${local}: taken${index}`);
  return `import { createRequire } from 'node:module';
${imports.join('\n')}
let loaded;
export function later() {
  loaded ??= createRequire(import.meta.url)('./${name}.cjs')({ ${given.join(', ')} });
  return loaded;
}`;
}

/** Turns a chunk whose imports are of modules that are loaded already into the text of the file. */
export function laterFile({ code, fileName }: OutputChunk): {
  readonly text: string;
  readonly taken: Taken[];
} {
  const { imports, exports, body } = partsOf(code);
  const taken = imports.flatMap(({ names, from }) =>
    names.map(({ name, as }) => ({ local: as, imported: name, from })),
  );
  const other = /^(?:import|export)\b.*|.*\bimport\.meta\b.*|.*\bimport\(.*/m.exec(body);
  if (other !== null)
    throw new Error(
      `${fileName} cannot have "${other[0].trim()}": name its module among those loaded first.`,
    );
  const parameters = taken.map(({ local }) => local);
  return { text: functionFile(parameters, body, `{ ${membersOf(exports, 'as')} }`), taken };
}
