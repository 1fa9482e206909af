// What a program costs that builds a stack and ends: the whole process, beside one that has plain objects.
import assert from 'node:assert/strict';
import { atMost, number, withSpread } from '../../support/report.mjs';
import { inRounds, ratios, spread } from '../../support/rounds.mjs';
import { FLOOR, PROGRAMS, PROVED, VALIDATE_CPU, writePrograms } from './programs.mjs';

/** Copies of the reference stack, which has five resources. */
const SIZES = [1, 100];

/** @typedef {import('../../support/cold.mjs').Cost} Cost */
/** @typedef {import('./programs.mjs').Program} Program */

/** @param {{ folder: string, installed: string, quick: boolean, say: (text: string) => void }} where */
export async function synthesis({ folder, installed, quick, say }) {
  const run = await writePrograms(folder, installed);
  await check(run);
  const rounds = quick ? 3 : 21;
  const contestants = SIZES.flatMap((copies) =>
    PROGRAMS.map((program) => ({ program, copies, key: `${program.name} ${copies}` })),
  );
  say(`${contestants.length} programs in fresh processes, ${rounds} rounds (the slow ones in some of them)`);
  const results = await inRounds(
    contestants.map(({ key }) => key),
    rounds,
    async (key, round) => {
      const found = contestants.find((contestant) => contestant.key === key);
      if (found === undefined || round % (found.program.every ?? 1) !== 0) return undefined;
      return run(found.program, found.copies);
    },
  );
  const figures = contestants.map(({ program, copies, key }) => ({
    name: program.name,
    resources: copies * 5,
    ...beside(results.get(key) ?? [], results.get(`${FLOOR} ${copies}`) ?? []),
  }));
  say('validate() of 500 resources, in fresh processes');
  const validateCpu = await validateInProcess(run, quick ? 3 : 11);
  return {
    figures: { programs: figures, validateCpu },
    tables: SIZES.map((copies) => table(copies * 5, figures)),
    bars: bars(figures, validateCpu),
  };
}

/** All make the same resources, CDK as many. @param {Awaited<ReturnType<typeof writePrograms>>} run */
async function check(run) {
  for (const copies of SIZES) {
    const resources = async (/** @type {Program} */ program) =>
      JSON.parse((await run(program, copies)).stdout).Resources;
    const [floor, ...others] = PROGRAMS;
    const expected = floor && (await resources(floor));
    for (const program of others) {
      const made = await resources(program);
      assert.equal(Object.keys(made).length, copies * 5, `${program.name} made another number of resources`);
      if (!program.differs) assert.deepEqual(made, expected, `${program.name} made other resources`);
    }
  }
}

/** Round by round, over the floor. @param {readonly (Cost | undefined)[]} costs @param {readonly (Cost | undefined)[]} floors */
function beside(costs, floors) {
  const pairs = costs.flatMap((cost, round) => {
    const floor = floors[round];
    return cost && floor ? [{ cost, floor }] : [];
  });
  const over = (/** @type {'wall' | 'cpu' | 'rss'} */ what) => ({
    value: spread(pairs.map(({ cost }) => cost[what])),
    over: spread(pairs.map(({ cost, floor }) => cost[what] - floor[what])),
  });
  const cpus = (/** @type {'cost' | 'floor'} */ of) => pairs.map((pair) => pair[of].cpu);
  return {
    rounds: pairs.length,
    wall: over('wall'),
    cpu: { ...over('cpu'), ratio: ratios(cpus('cost'), cpus('floor')) },
    rss: over('rss'),
  };
}

/** @typedef {{ name: string, resources: number } & ReturnType<typeof beside>} Figure */

/** @param {Awaited<ReturnType<typeof writePrograms>>} run @param {number} rounds */
async function validateInProcess(run, rounds) {
  const values = [];
  for (let round = 0; round < rounds; round += 1) {
    const { cpu, errors } = JSON.parse((await run({ file: VALIDATE_CPU }, 100)).stdout);
    assert.equal(errors, 0, 'validate() found errors in the reference stack');
    values.push(cpu);
  }
  return spread(values);
}

/** @param {number} resources @param {readonly Figure[]} figures */
function table(resources, figures) {
  return {
    title: `${resources} resources, a whole process: median of the rounds (quartiles)`,
    head: ['', 'wall, ms', 'over floor', 'CPU, ms', 'of floor', 'peak MB', 'over floor', 'rounds'],
    rows: figures
      .filter((figure) => figure.resources === resources)
      .map(({ name, rounds, wall, cpu, rss }) => [
        name,
        withSpread(wall.value),
        number(wall.over.median),
        withSpread(cpu.value),
        `${number(cpu.ratio.median)} x`,
        withSpread(rss.value),
        number(rss.over.median),
        String(rounds),
      ]),
  };
}

/** @param {readonly Figure[]} figures @param {import('../../support/rounds.mjs').Spread} validateCpu */
function bars(figures, validateCpu) {
  const of = (/** @type {number} */ resources) => {
    const found = figures.find((figure) => figure.name === PROVED && figure.resources === resources);
    if (found === undefined) throw new Error(`${PROVED} was not measured.`);
    return found;
  };
  const [small, large] = [of(5), of(500)];
  const what = `cloudformation: ${PROVED}`;
  return [
    atMost(`${what}, 5 resources, wall clock over the floor`, small.wall.over.median, 40, 'ms'),
    atMost(`${what}, 5 resources, CPU of the floor`, small.cpu.ratio.median, 1.3, 'x'),
    atMost(`${what}, 5 resources, peak memory over the floor`, small.rss.over.median, 15, 'MB'),
    atMost(`${what}, 500 resources, wall clock over the floor`, large.wall.over.median, 150, 'ms'),
    atMost('cloudformation: first validate() of 500 resources, CPU', validateCpu.median, 100, 'ms'),
  ];
}
