/** Holds each published package to publint and to Are The Types Wrong, as packed from the built tree. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

let failed = false;
for (const name of readdirSync('packages')) {
  const manifest: unknown = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'private' in manifest && manifest.private === true)
    continue;
  run(name, 'publint', ['node_modules/publint/src/cli.js', `packages/${name}`, '--strict']);
  run(name, 'attw', [
    'node_modules/@arethetypeswrong/cli/dist/index.js',
    '--pack',
    `packages/${name}`,
    '--profile',
    'esm-only',
  ]);
}
if (failed) process.exitCode = 1;

function run(name: string, tool: string, args: readonly string[]): void {
  try {
    execFileSync(process.execPath, [...args], { encoding: 'utf8', stdio: 'pipe' });
    process.stdout.write(`${name}: ${tool} finds no fault\n`);
  } catch (error) {
    failed = true;
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    process.stdout.write(`${name}: ${tool} finds fault\n${stdout}${stderr}\n`);
  }
}
