/** Holds each published package to publint and to Are The Types Wrong, as packed from the built tree. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

let failed = false;
for (const name of readdirSync('packages')) {
  const manifest: unknown = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'private' in manifest && manifest.private === true)
    continue;
  report(name, 'publint', await lint(`packages/${name}`));
  report(name, 'attw', attw(`packages/${name}`));
}
if (failed) process.exitCode = 1;

/** What publint says; nothing of `@wayleave/source`, a condition of this workspace whose files are not all published. */
async function lint(folder: string): Promise<string> {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true });
  return messages
    .filter(({ path }) => !path.includes('@wayleave/source'))
    .map((message) => formatMessage(message, pkg) ?? message.code)
    .join('\n');
}

function attw(folder: string): string {
  const program = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  try {
    execFileSync(process.execPath, [program, '--pack', folder, '--profile', 'esm-only'], { stdio: 'pipe' });
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
