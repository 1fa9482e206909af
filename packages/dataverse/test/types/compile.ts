import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Compilation {
  /** Errors, one a line; blank when it compiles. */
  readonly errors: string;
  /** How often the compiler filled in type parameters: its work, without the noise of a clock. */
  readonly instantiations: number;
}

/** Compiles a project of the repository. */
export async function compileProject(folder: string): Promise<Compilation> {
  return new Promise((resolve) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '-p', folder, '--pretty', 'false', '--extendedDiagnostics'];
    execFile(process.execPath, args, { maxBuffer: 1e8 }, (_, output) => {
      const errors = output.split('\n').filter((line) => /\berror TS\d/.test(line));
      const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
      resolve({ errors: errors.join('\n'), instantiations: Number(count) });
    });
  });
}

/** Compiles these files in a folder of their own, beside this package's sources. */
export async function compileFiles(files: Readonly<Record<string, string>>): Promise<Compilation> {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-types-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      noEmit: true,
      declaration: false,
      declarationMap: false,
      typeRoots: [join(root, 'node_modules/@types')],
      paths: { '@wayleave/dataverse': [join(root, 'packages/dataverse/src/index.ts')] },
    },
    files: Object.keys(files),
  };
  const all = { ...files, 'tsconfig.json': JSON.stringify(config), 'package.json': '{"type":"module"}' };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return compileProject(folder);
}
