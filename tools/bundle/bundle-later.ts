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
  const wanted = [...before].flatMap((id) => behindStandIn(id) ?? []);
  const fileOf = new Map<string, string>();
  const taken = new Map<Later, readonly Taken[]>();
  for (const later of all) {
    const entry = `entry:${later.name}`;
    const modules = wanted.filter((id) => heldBy(all, id) === later);
    const exported = modules.map((id) => {
      const names = functionsOf(id).map((name) => `${name} as ${nameIn(id, name)}`);
      return `export { ${names.join(', ')} } from ${JSON.stringify(id)};`;
    });
    const bundle = await rolldown({
      input: { [later.name]: entry },
      platform: 'node',
      resolve,
      plugins: [virtual(entry, exported.join('\n')), loadedBefore(before, all, later)],
      makeAbsoluteExternalsRelative: false,
    });
    const { output } = await bundle.generate({ ...written, codeSplitting: false });
    const [chunk] = output;
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
