import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const source = join(root, 'packages/cloudformation/src');

export interface Compilation {
  /** The first line of each error, by the line of the file it is on: `[12, 'Property …']`. */
  readonly errors: readonly (readonly [line: number, message: string])[];
  /** How often the compiler filled in type parameters: its work, without the noise of a clock. */
  readonly instantiations: number;
}

/** Compiles one file in a folder of its own, beside this package's sources. */
export async function compile(text: string): Promise<Compilation> {
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
      paths: {
        '@wayleave/cloudformation': [join(source, 'index.ts')],
        '@wayleave/cloudformation/aws/*': [join(source, 'aws/*.ts')],
      },
    },
    files: ['file.ts'],
  };
  const all = {
    'file.ts': text,
    'tsconfig.json': JSON.stringify(config),
    'package.json': '{"type":"module"}',
  };
  for (const [name, each] of Object.entries(all)) writeFileSync(join(folder, name), each);
  return new Promise((resolve) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '-p', folder, '--pretty', 'false', '--extendedDiagnostics'];
    execFile(process.execPath, args, { maxBuffer: 1e8 }, (_, output) => {
      const errors = [...output.matchAll(/file\.ts\((\d+),\d+\): error TS\d+: (.*)/g)];
      const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
      resolve({
        errors: errors.map(([, line, message = '']) => [Number(line), message] as const),
        instantiations: Number(count),
      });
    });
  });
}
