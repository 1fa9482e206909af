/**
 * Holds each published package to publint and to Are The Types Wrong, as packed from the built tree, and compiles the
 * declarations of all with no option but `strict`, as a user may. A small proof has to do with what is loaded first,
 * and what it compiles is kept for the next process.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

let failed = false;
const declarations: string[] = [];
for (const name of readdirSync('packages')) {
  const manifest: unknown = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'private' in manifest && manifest.private === true)
    continue;
  declarations.push(...declarationsOf(name, manifest));
  report(name, 'publint', await lint(`packages/${name}`));
  report(name, 'attw', attw(`packages/${name}`));
  report(name, 'a look for paths of this machine', pathsIn(`packages/${name}/dist`));
}
report('all packages', 'tsc', compile(declarations));
report('cloudformation', 'a small proof', outputOf('tools/small-proof.mjs', []));
report('cloudformation', 'a small proof from kept code', keptProof('tools/small-proof.mjs'));
if (failed) process.exitCode = 1;

/** The files that name the folder in which they were built. */
function pathsIn(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:[cm]?js|d\.[cm]?ts|map)$/.test(file))
    .filter((file) => readFileSync(join(folder, file), 'utf8').includes(process.cwd()))
    .join('\n');
}

/** The declarations that `exports` names; where it has a star, all that fit. */
function declarationsOf(name: string, manifest: unknown): readonly string[] {
  const { exports } = manifest as { readonly exports: Readonly<Record<string, { readonly types?: string }>> };
  return Object.values(exports).flatMap(({ types }) =>
    types === undefined ? [] : [resolve('packages', name, types.replace('*', '**/*'))],
  );
}

function compile(include: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-declarations-'));
  try {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2023'],
      types: ['node'],
      typeRoots: [resolve('node_modules/@types')],
      skipLibCheck: false,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
    return outputOf('node_modules/typescript/bin/tsc', ['-p', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What publint says; nothing of `@wayleave/source`, a condition of this workspace whose files are not all published. */
async function lint(folder: string): Promise<string> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
  return messages
    .filter(({ path }) => !path.includes('@wayleave/source'))
    .map((message) => formatMessage(message, pkg) ?? message.code)
    .join('\n');
}

function attw(folder: string): string {
  return outputOf('node_modules/@arethetypeswrong/cli/dist/index.js', [
    '--pack',
    folder,
    '--profile',
    'esm-only',
  ]);
}

/** Runs the program beside the installed package: the first process is to keep its compiled code, the next to read it. */
function keptProof(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-kept-'));
  try {
    const installed = join(folder, 'node_modules/@wayleave/cloudformation');
    for (const part of ['dist', 'schemas', 'package.json'])
      cpSync(join('packages/cloudformation', part), join(installed, part), { recursive: true });
    const copy = join(folder, basename(program));
    cpSync(program, copy);
    const cache = join(folder, 'node_modules/.cache/wayleave');
    const kept = () => readdirSync(cache).map((name) => `${name} of ${statSync(join(cache, name)).mtimeMs}`);
    const fault = outputOf(copy, []);
    if (fault !== '') return fault;
    const first = kept();
    const again = outputOf(copy, []);
    const wanted = ['index-code.cjs', 'prove-code.cjs'];
    if (
      first.length !== wanted.length ||
      !wanted.every((name) => first.some((each) => each.startsWith(name)))
    )
      return `It keeps ${first.join(', ')}.`;
    return kept().join() === first.join() ? again : 'The second process compiles again.';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a program says where it fails; nothing where it does not. */
function outputOf(program: string, options: readonly string[]): string {
  try {
    execFileSync(process.execPath, [program, ...options], { stdio: 'pipe' });
    return '';
  } catch (error) {
    // execFileSync puts what was written on its error.
    const { stdout, stderr } = error as { readonly stdout: Buffer; readonly stderr: Buffer };
    return `${stdout.toString()}${stderr.toString()}`;
  }
}

function report(name: string, tool: string, fault: string): void {
  if (fault !== '') failed = true;
  process.stdout.write(
    fault === '' ? `${name}: ${tool} finds no fault\n` : `${name}: ${tool} finds fault\n${fault}\n`,
  );
}
