import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { typesCommand } from '../src/commands/types.ts';

const METADATA = fileURLToPath(
  new URL('../../dataverse/test/generator/fixtures/metadata.xml', import.meta.url),
);

async function run(...args: readonly string[]) {
  const out: string[] = [];
  const error: string[] = [];
  let code: number | undefined;
  const surroundings = {
    out: { write: (text: string) => out.push(text) },
    error: { write: (text: string) => error.push(text) },
    interrupted: () => Promise.resolve(),
    exit(given: number) {
      code = given;
    },
  };
  await typesCommand(surroundings, {}).parseAsync(args, { from: 'user' });
  return { code, out: out.join(''), error: error.join('') };
}

const account = ['--metadata', METADATA, '--table', 'account'] as const;

describe('wayleave types', () => {
  it('prints the module, with actions and functions as asked', async () => {
    const { code, out, error } = await run(...account, '--table', 'contact', '--function', 'WhoAmI');
    expect(code).toBeUndefined();
    expect(error).toBe('');
    expect(out).toContain('export interface AccountTable {');
    expect(out).toContain('primarycontactid: ContactTable;');
    expect(out).toContain('    WhoAmI: {');
  });

  it('limits columns and writes a file, with a summary for machines', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wayleave-types-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'dataverse.ts');
    const { out } = await run(...account, '--columns', 'account:name', '--out', file, '--json');
    expect(JSON.parse(out)).toMatchObject({ out: file, tables: [{ logicalName: 'account', columns: 2 }] });
    writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    const checked = await run(...account, '--columns', 'account:name', '--out', file, '--check');
    expect(checked.code).toBe(1);
    expect(checked.error).toContain('differs');
  });

  it('says what is wrong with a name, and where the secret is expected', async () => {
    const wrong = await run('--metadata', METADATA, '--table', 'acount');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.error).toContain('Did you mean account');
    const login = ['--tenant-id', 'a', '--client-id', 'b'];
    const { code, error } = await run('--url', 'https://contoso.crm4.dynamics.com', '--all', ...login);
    expect(code).toBe(2);
    expect(error).toContain('DATAVERSE_CLIENT_SECRET');
  });
});
