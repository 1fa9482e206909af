// What loading the bundle costs a cold start, over an empty module.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundle, CLIENT, CREDENTIAL, ENTRIES } from '../support/bundles.mjs';
import { atMost, withSpread } from '../support/report.mjs';
import { inRounds, spread } from '../support/rounds.mjs';
import { temporaryFolder } from '../support/temporary-folder.mjs';

const EMPTY = 'an empty module';
const REQUIRE =
  "import{createRequire as benchRequire}from'node:module';const require=benchRequire(import.meta.url);";
const run = promisify(execFile);
const script = fileURLToPath(new URL('../contestants/import.mjs', import.meta.url));

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'CPU of importing the bundle, over an empty module',
  async run({ quick, say }) {
    const folder = temporaryFolder();
    /** @type {Map<string, string>} */
    const files = new Map();
    const add = async (/** @type {string} */ name, /** @type {string | Buffer} */ code) => {
      const file = join(folder, `${files.size}.mjs`);
      await writeFile(file, code);
      files.set(name, file);
    };
    await add(EMPTY, '');
    for (const builtin of ['node:http', 'node:https', 'node:crypto']) {
      await add(`${builtin} alone`, `import '${builtin}';`);
    }
    for (const [name, source] of Object.entries(ENTRIES)) {
      const { code } = await bundle(source, name.startsWith('wayleave') ? '' : REQUIRE);
      await add(name, code);
    }
    for (const [name, source] of Object.entries(ENTRIES)) {
      await add(
        `${name}, not bundled`,
        source.replace(/(?<=from ')[^']+/g, (id) => import.meta.resolve(id)),
      );
    }
    const once = async (/** @type {string} */ name) => {
      const { stdout } = await run(process.execPath, [script, files.get(name) ?? '']);
      return /** @type {{ cpu: number, wall: number }} */ (JSON.parse(stdout));
    };
    const names = [...files.keys()];
    for (const name of names) await once(name);
    say(`${names.length} modules in fresh processes`);
    const results = await inRounds(names, quick ? 5 : 25, once);
    const figures = names.slice(1).map((name) => ({ name, ...over(results, name) }));
    const ours = (/** @type {string} */ wanted) =>
      figures.find(({ name }) => name === wanted)?.cpuMilliseconds.median ?? Number.NaN;
    return {
      tables: [table(figures)],
      figures,
      bars: [CLIENT, CREDENTIAL].map((name) => atMost(`import: ${name}, CPU`, ours(name), 5, 'ms')),
    };
  },
};

/** Milliseconds over the empty module, round by round. @param {Map<string, { cpu: number, wall: number }[]>} results @param {string} name */
function over(results, name) {
  const empty = results.get(EMPTY) ?? [];
  const measured = results.get(name) ?? [];
  const extra = (/** @type {'cpu' | 'wall'} */ what) =>
    spread(measured.map((one, round) => (one[what] - (empty[round]?.[what] ?? Number.NaN)) / 1000));
  return { cpuMilliseconds: extra('cpu'), wallMilliseconds: extra('wall') };
}

/** @param {readonly ({ name: string } & ReturnType<typeof over>)[]} figures */
function table(figures) {
  return {
    title:
      'Importing the bundle in a fresh process, ms over an empty module: median of the rounds (quartiles)',
    head: ['', 'CPU', 'wall clock'],
    rows: figures.map(({ name, cpuMilliseconds, wallMilliseconds }) => [
      name,
      withSpread(cpuMilliseconds),
      withSpread(wallMilliseconds),
    ]),
  };
}
