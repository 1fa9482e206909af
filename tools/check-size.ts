/** No hand-written file over 400 lines, and a median of about 100. `--report` prints lines by package. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const limit = 400;
const files = execFileSync('git', ['ls-files', '*.ts', '*.mjs'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '')
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  .filter(({ text }) => !text.startsWith('// Written by `wayleave types`'))
  .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }));

const tooLong = files.filter(({ lines }) => lines > limit);
for (const { file, lines } of tooLong)
  process.stderr.write(`${file} has ${lines} lines; ${limit} are allowed.\n`);
if (tooLong.length > 0) process.exitCode = 1;

if (process.argv.includes('--report')) {
  const groups = groupBy(files, ({ file }) => file.split('/').slice(0, 2).join('/'));
  for (const [group, members] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const code = members.filter(({ file }) => !file.includes('/test/'));
    process.stdout.write(
      `${group.padEnd(28)} ${total(code).toString().padStart(6)} lines in ${code.length.toString().padStart(3)} files, median ${median(code)}; tests ${total(members) - total(code)}\n`,
    );
  }
}

type Measured = readonly { readonly lines: number }[];

function total(measured: Measured): number {
  return measured.reduce((sum, { lines }) => sum + lines, 0);
}

function median(measured: Measured): number {
  return measured.map(({ lines }) => lines).sort((a, b) => a - b)[Math.floor(measured.length / 2)] ?? 0;
}

/** `Map.groupBy` came with Node 21. */
function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
