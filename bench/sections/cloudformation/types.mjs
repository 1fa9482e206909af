// What the compiler takes for a small program: the whole of `tsc -p`.
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cold } from '../../support/cold.mjs';
import { atMost, number, withSpread } from '../../support/report.mjs';
import { inRounds, spread } from '../../support/rounds.mjs';

const here = new URL('../../contestants/types/', import.meta.url);
const bench = fileURLToPath(new URL('../../', import.meta.url));
const TSC = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

const FLOOR = 'no import';
const OURS = 'wayleave';

const PROGRAMS = new Map([
  [FLOOR, 'plain'],
  [OURS, 'wayleave'],
  ['wayleave (deep imports)', 'wayleave-deep'],
  ['@awboost/cfn-template-builder', 'awboost'],
  ['cloudform', 'cloudform'],
  ['aws-cdk-lib, sub-paths', 'cdk-sub-path'],
  ['aws-cdk-lib, one import', 'cdk-barrel'],
]);

const OPTIONS = {
  strict: true,
  skipLibCheck: true,
  types: [],
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  // What is above the linked folder, as the repository's own packages, is not found.
  preserveSymlinks: true,
};

/** @param {{ folder: string, installed: string, quick: boolean, say: (text: string) => void }} where */
export async function types({ folder, installed, quick, say }) {
  /** @type {Map<string, string>} */
  const projects = new Map();
  for (const [name, file] of PROGRAMS) {
    projects.set(
      name,
      await project(join(folder, file), file, name.startsWith('wayleave') ? installed : bench),
    );
  }
  const compile = (/** @type {string} */ name) =>
    cold([TSC, '-p', projects.get(name) ?? ''], { withPeak: false });
  const names = [...PROGRAMS.keys()];
  /** @type {Map<string, number>} */
  const files = new Map();
  for (const name of names) {
    await compile(name); // rejects when it does not compile
    const { stdout } = await cold([TSC, '-p', projects.get(name) ?? '', '--listFilesOnly'], {
      withPeak: false,
    });
    files.set(name, stdout.trim().split('\n').length);
  }
  const rounds = quick ? 3 : 11;
  say(`tsc on ${names.length} programs, ${rounds} rounds`);
  const results = await inRounds(names, rounds, compile);
  const floors = results.get(FLOOR) ?? [];
  const figures = names.map((name) => {
    const costs = results.get(name) ?? [];
    const over = (/** @type {'wall' | 'cpu'} */ what) => ({
      value: spread(costs.map((cost) => cost[what])),
      over: spread(costs.map((cost, round) => cost[what] - (floors[round]?.[what] ?? Number.NaN))),
    });
    return { name, files: files.get(name) ?? Number.NaN, wall: over('wall'), cpu: over('cpu') };
  });
  const ours = figures.find(({ name }) => name === OURS);
  const bar = (/** @type {'wall' | 'cpu'} */ what, /** @type {string} */ text) =>
    atMost(
      `cloudformation: tsc on a small program, ${text} over the floor`,
      ours?.[what].over.median ?? Number.NaN,
      100,
      'ms',
    );
  return {
    figures,
    tables: [table(figures)],
    bars: [bar('wall', 'wall clock'), bar('cpu', 'CPU')],
  };
}

/** A folder with the program and the packages of another. @param {string} folder @param {string} file @param {string} packages */
async function project(folder, file, packages) {
  await mkdir(folder, { recursive: true });
  await symlink(join(packages, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await copyFile(fileURLToPath(new URL(`${file}.ts`, here)), join(folder, `${file}.ts`));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const config = join(folder, 'tsconfig.json');
  await writeFile(config, JSON.stringify({ compilerOptions: OPTIONS, files: [`${file}.ts`] }));
  return config;
}

/** @param {readonly { name: string, files: number, wall: Over, cpu: Over }[]} figures */
function table(figures) {
  return {
    title: '`tsc -p` on a program of a dozen lines: median of the rounds (quartiles)',
    head: ['', 'wall, ms', 'over floor', 'CPU, ms', 'over floor', 'files loaded'],
    rows: figures.map(({ name, files, wall, cpu }) => [
      name,
      withSpread(wall.value),
      number(wall.over.median),
      withSpread(cpu.value),
      number(cpu.over.median),
      String(files),
    ]),
  };
}

/** @typedef {{ value: import('../../support/rounds.mjs').Spread, over: import('../../support/rounds.mjs').Spread }} Over */
