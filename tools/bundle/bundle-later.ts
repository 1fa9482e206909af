import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InputOptions, type OutputChunk, type OutputOptions, type Plugin, rolldown } from 'rolldown';
import {
  behindStandIn,
  functionsOf,
  heldBy,
  type Later,
  laterFile,
  nameIn,
  standInOf,
  type Taken,
} from './later.ts';

interface Options {
  readonly resolve: NonNullable<InputOptions['resolve']>;
  readonly written: OutputOptions;
}

/**
 * Writes the files that are loaded later, and gives what each takes of the chunks that are loaded before.
 * Throws if a module would be in two files: what it keeps would not be shared.
 */
export async function bundleLater(
  loaded: readonly OutputChunk[],
  all: readonly Later[],
  dir: string,
  { resolve, written }: Options,
): Promise<ReadonlyMap<Later, readonly Taken[]>> {
  const before = new Set(loaded.flatMap(({ moduleIds }) => moduleIds));
  const wanted = new Set([...before].flatMap((id) => behindStandIn(id) ?? []));
  const files = new Map<Later, { readonly chunk: OutputChunk; readonly exported: number }>();
  // A module of one file may want one of another, which its file has to give then.
  for (let known = -1; known !== wanted.size; ) {
    known = wanted.size;
    for (const later of all) {
      const modules = [...wanted].filter((id) => heldBy(all, id) === later);
      if ((files.get(later)?.exported ?? 0) === modules.length) continue;
      const chunk = await chunkOf(later, modules, loadedBefore(before, all, later), { resolve, written });
      files.set(later, { chunk, exported: modules.length });
      for (const id of chunk.imports) {
        const module = behindStandIn(id);
        if (module !== undefined) wanted.add(module);
      }
    }
  }
  const fileOf = new Map<string, string>();
  const taken = new Map<Later, readonly Taken[]>();
  for (const [later, { chunk }] of files) {
    for (const id of chunk.moduleIds.filter((each) => each.endsWith('.ts'))) {
      const other = fileOf.get(id);
      if (other !== undefined)
        throw new Error(`${id} would be in ${other} and in ${later.name}: name it in one.`);
      fileOf.set(id, later.name);
    }
    const file = laterFile(chunk);
    writeFileSync(join(dir, `${later.name}.cjs`), file.text);
    taken.set(later, file.taken);
  }
  return taken;
}

/** The modules, and what only they lead to, as one chunk that exports all their functions. */
async function chunkOf(
  { name }: Later,
  modules: readonly string[],
  outside: Plugin,
  { resolve, written }: Options,
): Promise<OutputChunk> {
  const entry = `entry:${name}`;
  const exported = modules.map((id) => {
    const names = functionsOf(id).map((each) => `${each} as ${nameIn(id, each)}`);
    return `export { ${names.join(', ')} } from ${JSON.stringify(id)};`;
  });
  const bundle = await rolldown({
    input: { [name]: entry },
    platform: 'node',
    resolve,
    plugins: [virtual(entry, exported.join('\n')), outside],
    makeAbsoluteExternalsRelative: false,
  });
  const { output } = await bundle.generate({ ...written, codeSplitting: false });
  return output[0];
}

/** Leaves out what is loaded already, or is in another such file. */
const loadedBefore = (before: ReadonlySet<string>, all: readonly Later[], own: Later): Plugin => ({
  name: 'what-is-loaded-is-outside',
  async resolveId(id, importer, options) {
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    if (found === null) return null;
    const holder = heldBy(all, found.id);
    if (holder === own) return found;
    if (holder !== undefined) return { id: standInOf(found.id), external: true };
    return before.has(found.id) ? { id: found.id, external: true } : found;
  },
});

const virtual = (entry: string, code: string): Plugin => ({
  name: 'entry',
  resolveId: (id) => (id === entry ? id : undefined),
  load: (id) => (id === entry ? code : undefined),
});
