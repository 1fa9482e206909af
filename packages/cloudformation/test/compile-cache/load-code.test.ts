import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeLoader, type Process } from '../../src/compile-cache/load-code.ts';

const textOf = (says: string) =>
  `// 0123456789abcdef
'use strict';
(typeof module === 'object' ? module : {}).exports = (function ({ suffix }) {
  const filler = ${JSON.stringify('.'.repeat(4000))};
  const says = () => ${JSON.stringify(says)} + suffix;
  const tells = () => [says(), 'and', says(), 'and', 'more'].map((each) => each.toUpperCase()).join(' ');
  return { says, tells, filler: () => filler };
});
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wayleave-kept-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Given {
  readonly env: Process['env'];
  readonly uptime: number;
  readonly now: number;
  readonly program: string;
  /** The functions that the process calls. */
  readonly uses: readonly string[];
}

/** The package as it is installed; `run` is a process that loads its code, says what it says and ends. */
function installed(at = 'node_modules/pkg/dist') {
  const file = join(root, at, 'code.cjs');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, textOf('first'));
  const cache = join(root, 'node_modules/.cache/wayleave');
  const run = ({
    env = {},
    uptime = 1,
    now = 0,
    uses = ['says'],
    program = 'stack',
  }: Partial<Given> = {}) => {
    const ends: (() => void)[] = [];
    const load = codeLoader(pathToFileURL(join(dirname(file), 'index.js')).href, {
      ...{ env, version: process.version, arch: process.arch, argv: ['node', program] },
      now: () => now,
      uptime: () => uptime,
      getuid: () => process.getuid?.() ?? 0,
      once: (_, listener) => ends.push(listener),
    });
    const made = load('code.cjs') as (given: { suffix: string }) => Record<string, () => string>;
    const module = made({ suffix: '!' });
    const said = uses.map((name) => module[name]?.()).join(' ');
    for (const end of ends) end();
    // Only who has something to keep waits for the end of the process.
    return { said, keeps: ends.length > 0, again: load('code.cjs') === made };
  };
  const kept = () => {
    const [name = '', ...others] = readdirSync(cache);
    expect(others).toEqual([]);
    return join(cache, name);
  };
  return { file, run, cache, kept };
}

describe('code that is kept compiled', () => {
  it('is compiled by the first process and read by those after', () => {
    const { run } = installed();
    expect(run()).toEqual({ said: 'first!', keeps: true, again: true });
    expect(run()).toEqual({ said: 'first!', keeps: false, again: true });
  });

  it('is kept anew after a minute and at four times the age, with what was compiled besides', () => {
    const { run, kept } = installed();
    const keeps = (second: number, uses = ['says']) => run({ now: second * 1000, uses }).keeps;
    expect([50, 51, 110, 111].map((each) => keeps(each))).toEqual([true, false, false, true]);
    const size = statSync(kept()).size;
    expect([112, 354, 355].map((each) => keeps(each))).toEqual([false, false, true]);
    expect(statSync(kept()).size).toBe(size);
    expect(keeps(2000, ['says', 'tells'])).toBe(true);
    const more = statSync(kept()).size;
    expect(more).toBeGreaterThan(size);
    expect(keeps(10_000)).toBe(true);
    expect(statSync(kept()).size).toBe(more);
  });

  it('is for its owner alone', () => {
    const { run, kept } = installed();
    run();
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });

  it('is not used for a text of the same length', () => {
    const { file, run } = installed();
    run();
    writeFileSync(file, textOf('other'));
    utimesSync(file, 1, 1);
    expect(run()).toMatchObject({ said: 'other!', keeps: true });
    expect(run()).toMatchObject({ said: 'other!', keeps: false });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['is empty', () => Buffer.alloc(0)],
    ['has no code', (bytes) => bytes.subarray(0, 128)],
    ['is cut off', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['has more', (bytes) => Buffer.concat([bytes, Buffer.alloc(64)])],
    ['has an empty sector', (bytes) => bytes.fill(0, 512, 1024)],
    ['has an empty start', (bytes) => bytes.fill(0, 0, 512)],
    ['is something else', () => Buffer.from('<html>'.repeat(200))],
  ])('is compiled anew where what is kept %s', (_, damage) => {
    const { run, kept } = installed();
    run();
    const place = kept();
    writeFileSync(place, damage(readFileSync(place)));
    expect(run()).toMatchObject({ said: 'first!', keeps: true });
    expect(run()).toMatchObject({ said: 'first!', keeps: false });
  });

  it.skipIf(process.getuid?.() !== 0)('is not taken from somebody else', () => {
    const { run, kept } = installed();
    run();
    chownSync(kept(), 12_345, 12_345);
    expect(run()).toMatchObject({ said: 'first!', keeps: true });
  });

  it('is loaded as ever where it cannot be kept', () => {
    const { run, cache } = installed();
    mkdirSync(dirname(dirname(cache)), { recursive: true });
    writeFileSync(dirname(cache), 'a file where the folder would be');
    expect(run()).toMatchObject({ said: 'first!', keeps: true });
    expect(run()).toMatchObject({ said: 'first!', keeps: true });
  });

  it('is kept where Node.js is told to', () => {
    const { run, cache } = installed();
    const chosen = join(root, 'chosen');
    expect(run({ env: { NODE_COMPILE_CACHE: chosen } })).toMatchObject({ keeps: true });
    expect(run({ env: { NODE_COMPILE_CACHE: chosen } })).toMatchObject({ keeps: false });
    expect(readdirSync(join(chosen, 'wayleave'))).toHaveLength(1);
    expect(() => readdirSync(cache)).toThrow('ENOENT');
  });

  it('is not kept where Node.js is told so, nor outside of node_modules', () => {
    const { run, cache } = installed();
    expect(run({ env: { NODE_DISABLE_COMPILE_CACHE: '1' } })).toEqual({
      said: 'first!',
      keeps: false,
      again: true,
    });
    expect(installed('packages/pkg/dist').run()).toMatchObject({ said: 'first!', keeps: false });
    expect(() => readdirSync(cache)).toThrow('ENOENT');
  });

  it('is not kept by a process that ran for long, as V8 has dropped most of it', () => {
    const { run, cache } = installed();
    expect(run({ uptime: 3600 })).toMatchObject({ said: 'first!', keeps: true });
    expect(() => readdirSync(cache)).toThrow('ENOENT');
  });

  it('is kept for each of some programs by itself', () => {
    const { run, cache } = installed();
    const keeps = (program: string) => run({ program }).keeps;
    const programs = Array.from({ length: 12 }, (_, index) => `program-${index}`);
    expect(programs.map(keeps)).toEqual(programs.map(() => true));
    expect(readdirSync(cache)).toHaveLength(8);
    expect(keeps('program-11')).toBe(false);
    expect(keeps('another')).toBe(true);
    expect(readdirSync(cache)).toHaveLength(8);
  });
});
