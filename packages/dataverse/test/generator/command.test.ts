import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main, systemShell } from '@wayleave/dataverse/generator';
import { describe, expect, it, onTestFinished } from 'vitest';

const METADATA = fileURLToPath(new URL('./fixtures/metadata.xml', import.meta.url));
const CHOICES = fileURLToPath(new URL('./fixtures/account-definition.json', import.meta.url));

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const shell = systemShell({
    out: { write: (text) => out.push(text) },
    error: { write: (text) => error.push(text) },
  });
  const code = await main(args, undefined, shell);
  return { code, out: out.join(''), error: error.join('') };
}

const account = ['types', '--metadata', METADATA, '--table', 'account'] as const;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wayleave-types-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

describe('wayleave-dataverse types', () => {
  it('prints the module, and says nothing else', async () => {
    const { code, out, error } = await run(...account);
    expect(code).toBe(0);
    expect(out).toMatch(/^\/\/ Written by `wayleave types` from metadata\.xml; do not edit\.\n/);
    expect(out).toContain('export interface AccountRow {');
    expect(error).toBe('');
  });

  it('writes a file and its folders, and leaves it alone when nothing has changed', async () => {
    const file = join(folder(), 'a/b/dataverse.ts');
    const first = await run(...account, '--out', file);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.error).toMatch(/dataverse\.ts is written: 1 table, \d+ bytes\./);
    const { mtimeMs } = statSync(file);
    expect((await run(...account, '--out', file)).error).toContain('is up to date');
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
  });

  it('does not write over a file that it has not written', async () => {
    const file = join(folder(), 'index.ts');
    writeFileSync(file, 'export const mine = 1;\n');
    const { code, error } = await run(...account, '--out', file);
    expect(code).toBe(2);
    expect(error).toContain('index.ts was not written by this command.');
    expect(readFileSync(file, 'utf8')).toBe('export const mine = 1;\n');
    writeFileSync(file, '\n');
    expect(await run(...account, '--out', file)).toMatchObject({ code: 0 });
  });

  it('checks a file without writing it, whatever its line ends', async () => {
    const file = join(folder(), 'dataverse.ts');
    expect(await run(...account, '--out', file, '--check')).toMatchObject({ code: 1 });
    await run(...account, '--out', file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('\n', '\r\n'));
    expect(await run(...account, '--out', file, '--check')).toMatchObject({ code: 0 });
    writeFileSync(file, `${text}// mine\n`);
    const changed = await run(...account, '--out', file, '--check');
    expect(changed.code).toBe(1);
    expect(changed.error).toContain('differs');
    expect(readFileSync(file, 'utf8')).toContain('// mine');
  });

  it('sums up for machines', async () => {
    const file = join(folder(), 'dataverse.ts');
    const calls = ['--action', '*', '--function', 'WhoAmI', '--choices', CHOICES];
    const { out } = await run(...account, ...calls, '--out', file, '--json');
    expect(JSON.parse(out)).toEqual({
      source: 'metadata.xml',
      out: file,
      changed: true,
      written: true,
      bytes: statSync(file).size,
      tables: [{ logicalName: 'account', entitySet: 'accounts', columns: 15 }],
      actions: ['CloseDeal', 'account.Approve'],
      functions: ['WhoAmI'],
      skipped: [{ name: 'CreateMultiple', why: expect.stringContaining('whole table') as string }],
    });
    expect(readFileSync(file, 'utf8')).toContain(
      'export const AccountStatuscode = { Active: 1, NotActive: 2 }',
    );
  });

  it('limits columns', async () => {
    const { out } = await run(...account, '--columns', 'account:name', '--columns', 'account:revenue');
    expect(/interface AccountRow \{\n([^}]*)\}/.exec(out)?.[1]?.match(/readonly \w+/g)).toEqual([
      'readonly accountid',
      'readonly name',
      'readonly revenue',
    ]);
  });

  it('helps', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('npx @wayleave/dataverse types --metadata metadata.xml');
  });

  it.each([
    [['types'], /--metadata <file> or --url/],
    [['types', '--metadata', 'a', '--url', 'b', '--all'], /--metadata <file> or --url/],
    [['types', '--metadata', METADATA], /--table <name> for each table, or --all/],
    [[...account, '--all'], /--table or --all, not both/],
    [[...account, '--check'], /give --out/],
    [[...account, '--json'], /give --out/],
    [[...account, '--columns', 'name'], /--columns is like account:name,revenue/],
    [[...account, '--nonsense'], /'--nonsense'\. See --help/],
    [['make'], /The command is `types`/],
    [['types', '--url', 'https://x.crm.dynamics.com', '--all'], /--tenant-id and --client-id/],
    [
      ['types', '--url', 'https://x.crm.dynamics.com', '--all', '--tenant-id', 'a', '--client-id', 'b'],
      /DATAVERSE_CLIENT_SECRET/,
    ],
    [['types', '--metadata', METADATA, '--table', 'acount'], /Did you mean account/],
    [['types', '--metadata', 'not-there.xml', '--all'], /ENOENT.*not-there\.xml/],
    [['types', '--metadata', CHOICES, '--all'], /Line 1, column 1/],
    [[...account, '--choices', METADATA], /metadata\.xml is no JSON/],
  ])('refuses %j', async (args, message) => {
    const { code, out, error } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});
