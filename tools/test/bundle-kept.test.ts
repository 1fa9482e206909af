import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { bundlePackage } from '../bundle/bundle-package.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const entry = (name: string) => ({
  '@wayleave/source': `./src/${name}.ts`,
  types: `./dist/${name}.d.ts`,
  default: `./dist/${name}.js`,
});

const sources = {
  index: `import { basename } from 'node:path';
import { seldom } from './seldom.ts';
export { Fault, count } from './shared.ts';
export const own = () => basename(import.meta.url);
export const run = () => seldom();`,
  shared: `export class Fault extends Error {}
let counted = 0;
export const count = () => (counted += 1);`,
  seldom: `import { count } from './shared.ts';
export function seldom() { return count(); }`,
  prove: `import { count, Fault } from './shared.ts';
export const prove = () => [count(), new Fault('proof')];
export const report = async () => (await import('./report.ts')).report();`,
  report: `import { count } from './shared.ts';
export const report = () => count();`,
};

async function bundled(changes: Partial<typeof sources> = {}, ofIndex = /src[\\/](?!report|prove)/) {
  const root = mkdtempSync(join(tmpdir(), 'wayleave-bundle-'));
  made.push(root);
  const folder = join(root, 'node_modules/pkg');
  mkdirSync(join(folder, 'src'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  const manifest = { type: 'module', exports: { '.': entry('index'), './prove': entry('prove') } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, code] of Object.entries({ ...sources, ...changes }))
    writeFileSync(join(folder, 'src', `${name}.ts`), code);
  cpSync('packages/cloudformation/src/compile-cache', join(folder, 'src/compile-cache'), { recursive: true });
  await bundlePackage(folder, {
    inlined: [],
    groups: [
      { name: 'report', holds: /src[\\/]report/ },
      { name: 'prove', holds: /src[\\/]prove/ },
      { name: 'index', holds: ofIndex },
    ],
    later: [{ name: 'index-later', besides: join(folder, 'src'), holds: /src[\\/]seldom\.ts$/ }],
    kept: { loader: 'compile-cache/load-code.ts', groups: ['index', 'prove', 'report'] },
    required: [],
  });
  const file = (name: string) => join(folder, 'dist', name);
  const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(file(name)).href);
  return { folder, load, text: (name: string) => readFileSync(file(name), 'utf8') };
}

describe('groups whose code is kept compiled', () => {
  it('are entries of a few lines beside their code', async () => {
    const { folder, text } = await bundled();
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual([
      ...['index-code.cjs', 'index-later.cjs', 'index.js', 'prove-code.cjs', 'prove.js'],
      ...['report-code.cjs', 'report.js'],
    ]);
    expect(text('index.js')).not.toContain('extends Error');
    expect(text('index-code.cjs')).toContain('extends Error');
    expect(text('prove.js').split('\n').length).toBeLessThan(8);
  });

  it('say in the first line which text they are', async () => {
    const first = (text: string) => text.split('\n', 1)[0];
    const { text } = await bundled();
    const changed = await bundled({ shared: sources.shared.replace('counted = 0', 'counted = 1') });
    expect(first(text('index-code.cjs'))).toMatch(/^\/\/ [0-9a-f]{16}$/);
    expect(first(changed.text('index-code.cjs'))).not.toBe(first(text('index-code.cjs')));
  });

  it('share what they have, with what is loaded later and by import(), too', async () => {
    const { load } = await bundled();
    const index = await load('index.js');
    const { prove, report } = await load('prove.js');
    expect(index.count()).toBe(1);
    const [second, fault] = prove();
    expect(second).toBe(2);
    expect(fault).toBeInstanceOf(index.Fault);
    expect(index.run()).toBe(3);
    expect(await report()).toBe(4);
  });

  it('know where their entry is', async () => {
    const { load } = await bundled();
    expect((await load('index.js')).own()).toBe('index.js');
  });

  it('are refused with names that come from elsewhere', async () => {
    const prove = `export { count } from './shared.ts';`;
    await expect(bundled({ prove })).rejects.toThrow('in a file of its own');
    const withoutStandIns = bundled({}, /src[\\/](?:index|shared)/);
    await expect(withoutStandIns).rejects.toThrow('index.js imports Fault, and exports it');
  });
});
