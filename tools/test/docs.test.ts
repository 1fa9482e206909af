import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const readmes = ['packages', 'examples'].flatMap((folder) =>
  readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}/README.md`),
);
const guides = readdirSync(new URL('docs', root)).map((name) => `docs/${name}`);
const documents = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'bench/README.md', 'e2e/README.md'],
  ...guides.filter((path) => path.endsWith('.md')),
  ...readmes.filter((path) => existsSync(new URL(path, root))),
];

/** What GitHub makes of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it('name only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const document of ['README.md', 'CONTRIBUTING.md', 'examples/video-pipeline/README.md']) {
      const named = [...read(document).matchAll(/npm (?:run )?(start|test|dev|(?<=run )[a-z:0-9]+)/g)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, script] of named) expect(Object.keys(scripts)).toContain(script);
    }
  });

  it.each(documents)('%s links only to files and headings that exist', (document) => {
    for (const [, target = '', anchor] of read(document).matchAll(
      /\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g,
    )) {
      const path = target === '' ? document : posix.join(posix.dirname(document), target);
      expect(existsSync(new URL(path, root)), `${document}: ${target}`).toBe(true);
      if (anchor !== undefined)
        expect(anchorsOf(read(path)), `${document}: ${target}#${anchor}`).toContain(anchor);
    }
  });

  it('of the architecture name only files that exist', () => {
    const text = read('ARCHITECTURE.md');
    const rows = text.split('\n').filter((line) => /^\| \d+\. /.test(line));
    const bases = [
      '',
      'packages/local/src/aws/',
      'packages/local/src/aws/kernel/',
      'packages/local/src/dataverse/',
    ];
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const named = [...row.matchAll(/`([^`]+\.(?:ts|mjs)|[^`]+\/)`/g)].map(([, path = '']) => path);
      let folder = '';
      for (const path of named) {
        const found = [...bases, folder].find((base) => existsSync(new URL(base + path, root)));
        expect(found, `${row}: ${path}`).toBeDefined();
        const whole = `${found}${path}`;
        folder = whole.slice(0, whole.replace(/\/$/, '').lastIndexOf('/') + 1);
      }
    }
  });

  it('include a README and the licence for every package', () => {
    for (const name of readdirSync(new URL('packages', root))) {
      expect(existsSync(new URL(`packages/${name}/README.md`, root)), name).toBe(true);
      expect(read(`packages/${name}/LICENSE`)).toBe(read('LICENSE'));
    }
  });
});
