import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { type OutputAsset, type OutputChunk, type OutputOptions, type Plugin, rolldown } from 'rolldown';
import { bundleLater } from './bundle-later.ts';
import { besides, bundleRequired } from './bundle-required.ts';
import { codeFiles, withoutExports } from './code-file.ts';
import { type Later, standIns, type Taken } from './later.ts';
import type { Leaves, Plan } from './packages.ts';
import { tidyDeclarations } from './tidy-declarations.ts';

interface Manifest {
  readonly exports: Readonly<
    Record<
      string,
      string | { readonly '@wayleave/source': string; readonly types: string; readonly default: string }
    >
  >;
}

/** Lines stay as they are: Node.js prints the one that throws. A text that is all ASCII takes half the memory. */
const written = {
  format: 'esm',
  charset: 'ascii',
  comments: { jsdoc: false },
  minifyInternalExports: false,
  entryFileNames: '[name]',
  chunkFileNames: '[name].js',
} as const satisfies OutputOptions;

const finding = { conditionNames: ['@wayleave/source', 'import', 'node'] };

/**
 * Writes a package's code into `dist`, beside the declarations that `tsc` wrote there: a file for each group, and one
 * for each entry of `exports` that is in none.
 *
 * Files lie flat, as modules find their package's folder by going up one. An entry's file has all its names, and those
 * that other files need of it.
 */
export async function bundlePackage(folder: string, plan: Plan): Promise<void> {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' || entry.default.includes('*')
      ? []
      : [{ source: resolve(folder, entry['@wayleave/source']), file: basename(entry.default) }],
  );
  const dir = join(folder, 'dist');
  for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (/\.c?js(?:\.map)?$/.test(file)) rmSync(join(dir, file));
  const bundleAll = (taken: ReadonlyMap<Later, readonly Taken[]>) =>
    rolldown({
      input: Object.fromEntries(entries.map(({ source, file }) => [file, source])),
      platform: 'node',
      resolve: finding,
      external: (id) => !/^(?:[./]|(?:load-)?later:)/.test(id) && !plan.inlined.includes(id),
      preserveEntrySignatures: 'allow-extension',
      plugins: [besides(plan.required), standIns(plan.later, taken)],
    });
  const options: OutputOptions = {
    ...written,
    dir,
    sourcemap: plan.maps === true,
    ...(plan.groups.length > 0 && {
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: plan.groups.map(({ name, holds }) => ({ name, test: holds })),
      },
    }),
  };
  // First to learn what is loaded at the start, which files that are loaded later need not bring.
  const loaded: readonly (OutputChunk | OutputAsset)[] =
    plan.later.length === 0 ? [] : (await (await bundleAll(new Map())).generate(options)).output;
  const taken = await bundleLater(loaded.filter(isChunk), plan.later, dir, { resolve: finding, written });
  if (plan.kept === undefined) await (await bundleAll(taken)).write(options);
  else await writeKept((await (await bundleAll(taken)).generate(options)).output, folder, plan.kept);
  for (const name of plan.required) await bundleRequired(name, folder, dir);
  if (plan.leaves !== undefined) await bundleLeaves(folder, plan.leaves);
  if (plan.maps) return;
  tidyDeclarations(
    dir,
    Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [] : matching(folder, entry.types),
    ),
  );
}

/** Of the groups whose code is kept compiled, entry and code; of all others the file. */
async function writeKept(
  output: readonly (OutputChunk | OutputAsset)[],
  folder: string,
  { loader, groups }: NonNullable<Plan['kept']>,
): Promise<void> {
  const bundle = await rolldown({ input: resolve(folder, 'src', loader), platform: 'node' });
  const [{ code }] = (await bundle.generate(written)).output;
  const inlined = `${withoutExports(code)}export const loadCode = codeLoader(import.meta.url);\n`;
  const write = (file: string, text: string) => writeFileSync(join(folder, 'dist', file), text);
  for (const chunk of output.filter(isChunk)) {
    const name = chunk.fileName.replace(/\.js$/, '');
    if (groups.includes(name)) {
      const source = name === groups[0] ? { inlined } : { from: `./${groups[0]}.js` };
      const files = codeFiles(chunk, `${name}-code.cjs`, source);
      write(`${name}-code.cjs`, files.code);
      write(chunk.fileName, files.entry);
    } else write(chunk.fileName, chunk.code);
  }
}

/** The files that a path of `exports` stands for. */
function matching(folder: string, path: string): readonly string[] {
  const [before = '', after] = path.split('*');
  if (after === undefined) return [join(folder, path)];
  const files = readdirSync(join(folder, before), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(after)).map((file) => join(folder, before, file));
}

/** A file right below the folder has what it re-exports in it; one further down is itself. Both have `shared` outside. */
async function bundleLeaves(folder: string, { folder: below, from, shared }: Leaves): Promise<void> {
  const source = resolve(folder, 'src', below);
  const all = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const depth of [1, 2]) {
    const files = all.filter((file) => file.split(sep).length === depth);
    const up = '../'.repeat(depth);
    const bundle = await rolldown({
      input: Object.fromEntries(
        files.map((file) => [`${below}/${file.slice(0, -3)}.js`, join(source, file)]),
      ),
      platform: 'node',
      plugins: [outside(`../../${from}`, `${up}${shared}`)],
      makeAbsoluteExternalsRelative: false,
      experimental: { attachDebugInfo: 'none' },
    });
    // Nothing in them throws.
    const minify = { codegen: { removeWhitespace: true }, compress: false, mangle: false };
    await bundle.write({ ...written, minify, dir: join(folder, 'dist') });
  }
}

const isChunk = (output: { readonly type: string }): output is OutputChunk => output.type === 'chunk';

const outside = (specifier: string, path: string): Plugin => ({
  name: 'shared-module-is-outside',
  resolveId: (id) => (id === specifier ? { id: path, external: true } : undefined),
});
