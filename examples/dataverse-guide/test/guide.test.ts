import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main, systemShell } from '@wayleave/dataverse/generator';
import { describe, expect, it } from 'vitest';
import { withSnippets } from '../../../tools/doc-snippets/with-snippets.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HERE = 'examples/dataverse-guide';
const read = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');
const guide = read('docs/dataverse.md');

function sourcesIn(folder: string): string[] {
  return readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

describe('the guide', () => {
  it('has a region for each block of code, as it is in its file', () => {
    const blocks = guide.match(/^```ts$/gm) ?? [];
    const marked = guide.match(/^<!-- code: \S+#\S+ -->\n```ts$/gm) ?? [];
    expect(marked).toHaveLength(blocks.length);
    expect(withSnippets(guide, read)).toBe(guide);
  });

  it('shows each region once', () => {
    const shown = [...guide.matchAll(/<!-- code: (\S+) -->/g)].map(([, place = '']) => place);
    const files = [...sourcesIn(`${HERE}/src`), ...sourcesIn(`${HERE}/test/support`)];
    const regions = files.flatMap((file) =>
      [...read(file).matchAll(/^ *\/\/ #region (\S+)$/gm)].map(([, name = '']) => `${file}#${name}`),
    );
    expect(new Set(shown)).toEqual(new Set(regions));
    expect(shown).toHaveLength(regions.length);
  });

  it('has no block of more than 20 lines', () => {
    const blocks = [...guide.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
    expect(blocks.filter((code) => code.trimEnd().split('\n').length > 20)).toEqual([]);
  });

  it('names each error code of the package', () => {
    const sources = sourcesIn('packages/dataverse/src').filter((file) => !file.includes('/generator/'));
    const codes = sources.flatMap(
      (file) => read(file).match(/ERR_(DATAVERSE|TRANSPORT|ENTRA)_[A-Z_]+/g) ?? [],
    );
    expect([...new Set(codes)].filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
  });

  it('has links that lead somewhere', () => {
    const headings = [...guide.matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
      text.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'),
    );
    const anchors = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });
});

describe('the types', () => {
  it('are what the generator writes', async () => {
    const says: string[] = [];
    const write = (text: string) => says.push(text);
    const from = [
      '--metadata',
      `${ROOT}/${HERE}/test/metadata.xml`,
      '--choices',
      `${ROOT}/${HERE}/test/choices.json`,
    ];
    const tables = ['account', 'contact', 'systemuser'].flatMap((table) => ['--table', table]);
    const args = ['types', ...from, ...tables, '--action', '*', '--function', '*'];
    const out = ['--out', `${ROOT}/${HERE}/src/dataverse.ts`, '--check'];
    const code = await main([...args, ...out], undefined, systemShell({ out: { write }, error: { write } }));
    expect([code, says.join('')]).toEqual([0, expect.stringContaining('is up to date') as string]);
  });
});
