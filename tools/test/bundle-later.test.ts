import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { bundlePackage } from '../bundle/bundle-package.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const manifest = {
  type: 'module',
  exports: {
    '.': { '@wayleave/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
  },
};

const sources = {
  index: `import { seldom } from './seldom.ts';
export { Fault, count } from './often.ts';
export const run = (rarely: boolean) => (rarely ? seldom() : 'often');`,
  often: `export class Fault extends Error {}
let counted = 0;
export const count = () => (counted += 1);`,
  seldom: `import { helped } from './helper.ts';
import { count, Fault } from './often.ts';
export function seldom() { return [helped(), count(), new Fault('seldom')]; }
export const rate = 1;`,
  rare: `export function rare() { return 'rare'; }`,
  helper: `export const helped = () => 'helped';`,
};

async function bundled(changes: Partial<typeof sources> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'wayleave-bundle-'));
  made.push(folder);
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, code] of Object.entries({ ...sources, ...changes }))
    writeFileSync(join(folder, 'src', `${name}.ts`), code);
  await bundlePackage(folder, {
    inlined: [],
    groups: [{ name: 'index', holds: /src/ }],
    later: [
      { name: 'index-later', besides: join(folder, 'src'), holds: /src[\\/]seldom\.ts$/ },
      { name: 'helper-later', besides: join(folder, 'src'), holds: /src[\\/]rare\.ts$/ },
    ],
    required: [],
  });
  const file = (name: string) => join(folder, 'dist', name);
  return {
    index: await import(/* @vite-ignore */ pathToFileURL(file('index.js')).href),
    isLoaded: () => file('index-later.cjs') in createRequire(import.meta.url).cache,
    text: (name: string) => readFileSync(file(name), 'utf8'),
  };
}

describe('modules that are loaded later', () => {
  it('are loaded when one of their functions is first called, and share what was loaded before', async () => {
    const { index, isLoaded } = await bundled();
    expect(index.run(false)).toBe('often');
    expect(isLoaded()).toBe(false);
    expect(index.count()).toBe(1);
    const [helped, count, fault] = index.run(true);
    expect(isLoaded()).toBe(true);
    expect([helped, count]).toEqual(['helped', 2]);
    expect(fault).toBeInstanceOf(index.Fault);
  });

  it('bring what only they lead to, and nothing else', async () => {
    const { text } = await bundled();
    expect(text('index-later.cjs')).toContain('helped');
    expect(text('index-later.cjs')).not.toContain('class Fault');
    expect(text('index.js')).not.toContain('helped');
  });

  it('may want those of another such file', async () => {
    const helper = `import { rare } from './rare.ts';\nexport const helped = () => rare();`;
    const { index } = await bundled({ helper });
    expect(index.run(true)[0]).toBe('rare');
  });

  it('are refused where something else than their functions is needed at once', async () => {
    const index = `${sources.index}\nexport { rate } from './seldom.ts';`;
    await expect(bundled({ index })).rejects.toThrow(/rate/);
  });

  it('are refused with what only a module of its own can have', async () => {
    const helper = 'export const helped = () => import.meta.url;';
    await expect(bundled({ helper })).rejects.toThrow('name its module among those loaded first');
  });
});
