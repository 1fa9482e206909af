/**
 * Puts the code that tests run into the documents: after a line `<!-- code: path#region -->` the block of code is
 * that region of that file. `--check` writes nothing and exits with 1 if a document is behind its files.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withSnippets } from './doc-snippets/with-snippets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = [
  'README.md',
  ...readdirSync(`${root}/docs`).map((name) => `docs/${name}`),
  ...readdirSync(`${root}/packages`).map((name) => `packages/${name}/README.md`),
].filter((name) => name.endsWith('.md') && existsSync(`${root}/${name}`));
for (const document of documents) {
  const path = `${root}/${document}`;
  const text = readFileSync(path, 'utf8');
  const wanted = withSnippets(text, (file) => readFileSync(`${root}/${file}`, 'utf8'));
  if (wanted === text) continue;
  if (process.argv.includes('--check')) {
    process.stderr.write(
      `${document} shows code that its files no longer have: run npm run docs and commit it.\n`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
  }
}
