import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

/** Modules that were written, in a folder of their own from which this workspace's packages can be imported. */
export interface WrittenModules {
  /** Runs all, and yields the JSON of each default export by the module's name, or why there is none. */
  run(): Promise<Readonly<Record<string, { readonly json?: unknown; readonly error?: string }>>>;
  /** Compiles all in one strict program, and yields its errors. */
  compile(): Promise<readonly string[]>;
  /** The names of those that Biome, with this repository's configuration, would format or sort otherwise. */
  misformatted(): Promise<readonly string[]>;
  [Symbol.dispose](): void;
}

const runner = `
import { readdirSync } from 'node:fs';
const results = {};
for (const file of readdirSync('.').filter((each) => each.endsWith('.ts'))) {
  const name = file.slice(0, -3);
  try {
    const { default: t } = await import('./' + file);
    results[name] = { json: t.toJson({ validate: false }) };
  } catch (error) {
    results[name] = { error: String(error) };
  }
}
console.log(JSON.stringify(results));
`;

const config = {
  extends: join(root, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    noEmit: true,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    typeRoots: [join(root, 'node_modules/@types')],
  },
  include: ['*.ts'],
};

export function writeModules(texts: ReadonlyMap<string, string>): WrittenModules {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-import-'));
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
  put('package.json', '{ "type": "module" }');
  put('tsconfig.json', JSON.stringify(config));
  put('run.mjs', runner);
  const {
    vcs: _,
    files: __,
    ...biome
  } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as Record<string, unknown>;
  put('biome.json', JSON.stringify({ ...biome, $schema: undefined, root: true, linter: { enabled: false } }));
  for (const [name, text] of texts) put(`${name}.ts`, text);

  const start = (args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly output: string; readonly error: string }>((resolve) => {
      execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e9 }, (failure, output, error) =>
        resolve({ code: failure === null ? 0 : 1, output, error }),
      );
    });

  return {
    async run() {
      const tsx = join(root, 'node_modules/tsx/dist/esm/index.mjs');
      const { code, output, error } = await start([
        '--import',
        tsx,
        '--conditions=@wayleave/source',
        'run.mjs',
      ]);
      if (code !== 0) throw new Error(error);
      return JSON.parse(output) as Awaited<ReturnType<WrittenModules['run']>>;
    },
    async compile() {
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const { output, code } = await start([tsc, '-p', '.', '--pretty', 'false']);
      const errors = output.split('\n').filter((each) => each.includes('error TS'));
      return code !== 0 && errors.length === 0 ? [output] : errors;
    },
    async misformatted() {
      const bin = join(root, 'node_modules/@biomejs/biome/bin/biome');
      // One that it has to change shows that it was at work.
      put('canary.ts', 'export const a = "b"');
      const { error } = await start([bin, 'check', '--write', '.']);
      if (readFileSync(join(folder, 'canary.ts'), 'utf8') !== "export const a = 'b';\n")
        throw new Error(error);
      rmSync(join(folder, 'canary.ts'));
      return [...texts].flatMap(([name, text]) =>
        readFileSync(join(folder, `${name}.ts`), 'utf8') === text ? [] : [name],
      );
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
