import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'wayleave-compiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every generated module is taken by the compiler', () => {
  const config = join(folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: {
        noEmit: true,
        composite: false,
        declaration: false,
        declarationMap: false,
        sourceMap: false,
        skipLibCheck: true,
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [join(root, 'packages/cloudformation/src/aws')],
    }),
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const said = execFileSync(process.execPath, [compiler, '-p', config, '--listFilesOnly'], {
    encoding: 'utf8',
  });
  expect(said.split('\n').filter((file) => file.includes('/src/aws/')).length).toBeGreaterThan(2100);
  expect(compile([compiler, '-p', config])).toBe('');
}, 120_000);

/** What the compiler says of generated modules; what it says of others is for their own tests. */
function compile(args: readonly string[]): string {
  try {
    execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    // execFileSync puts what was written on its error.
    const { stdout } = error as { readonly stdout: string };
    return stdout
      .split('\n')
      .filter((line) => line.includes('src/aws/'))
      .slice(0, 5)
      .join('\n');
  }
}
