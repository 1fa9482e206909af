import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { type OutputOptions, type Plugin, rolldown } from 'rolldown';
import type { Leaves, Plan } from './packages.ts';

interface Manifest {
  readonly exports: Readonly<
    Record<string, string | { readonly '@wayleave/source': string; readonly default: string }>
  >;
}

/** Lines stay as they are: Node.js prints the one that throws. */
const written = {
  format: 'esm',
  comments: { jsdoc: false },
  minifyInternalExports: false,
  entryFileNames: '[name]',
  chunkFileNames: '[name].js',
} as const satisfies OutputOptions;

/**
 * Writes a package's `lib` from its `src`: a file for each group, and one for each entry of `exports` that is in none.
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
  const dir = join(folder, 'lib');
  rmSync(dir, { recursive: true, force: true });
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map(({ source, file }) => [file, source])),
    platform: 'node',
    resolve: { conditionNames: ['@wayleave/source', 'import', 'node'] },
    external: (id) => !/^[./]/.test(id) && !plan.inlined.includes(id),
    preserveEntrySignatures: 'allow-extension',
  });
  await bundle.write({
    ...written,
    dir,
    ...(plan.groups.length > 0 && {
      codeSplitting: {
        includeDependenciesRecursively: false,
        groups: plan.groups.map(({ name, holds }) => ({ name, test: holds })),
      },
    }),
  });
  if (plan.leaves !== undefined) await bundleLeaves(folder, plan.leaves);
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
    });
    await bundle.write({ ...written, dir: join(folder, 'lib') });
  }
}

const outside = (specifier: string, path: string): Plugin => ({
  name: 'shared-module-is-outside',
  resolveId: (id) => (id === specifier ? { id: path, external: true } : undefined),
});
