import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

describe('the documents', () => {
  it('name only scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const document of ['README.md', 'CONTRIBUTING.md', 'examples/video-pipeline/README.md']) {
      const named = [...read(document).matchAll(/npm (?:run )?(start|test|dev|(?<=run )[a-z:0-9]+)/g)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, script] of named) expect(Object.keys(scripts)).toContain(script);
    }
  });

  it('link only to files that exist', () => {
    const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'];
    for (const document of documents) {
      for (const [, target = ''] of read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        expect(existsSync(new URL(target, root)), `${document}: ${target}`).toBe(true);
      }
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
