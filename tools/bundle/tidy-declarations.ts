import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Deletes the declarations that no entry leads to, and indents the others by tabs: users install and read the rest.
 *
 * @param entries The declarations that `exports` names.
 */
export function tidyDeclarations(dist: string, entries: readonly string[]): void {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file) || !existsSync(file)) return;
    reached.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.[jt]s['"]/g))
      visit(resolve(dirname(file), `${path}.d.ts`));
    const tidy = text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
    if (tidy !== text) writeFileSync(file, tidy);
  };
  for (const entry of entries) visit(resolve(entry));
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const file = resolve(dist, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}
