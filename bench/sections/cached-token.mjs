// What a token costs that is in the cache, and whether that grows with what else is there.
import { start } from '../support/remote.mjs';
import { atMost, number, withSpread } from '../support/report.mjs';
import { inRounds, ratios, spread } from '../support/rounds.mjs';
import { startEntra } from '../support/start-entra.mjs';

const CONTESTANTS = ['wayleave', 'azure-identity-provider', 'azure-identity', 'msal-node'];
const SIZES = [1, 10, 100, 500];
/** Microseconds of CPU that a round takes at least. */
const ROUND = 100_000;

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'CPU of a token from the cache, with 1 to 500 tokens in it',
  async run({ quick, say }) {
    const entra = await startEntra();
    const script = new URL('../contestants/tokens/main.mjs', import.meta.url);
    /** @type {Map<string, { child: import('../support/remote.mjs').Remote, middle: number, calls: number }>} */
    const processes = new Map();
    try {
      for (const name of CONTESTANTS) {
        for (const size of SIZES) {
          say(`${name}, ${size} cached`);
          const child = start(script, { args: [name], execArgv: ['--expose-gc'], env: entra.env });
          const one = { child, middle: Math.floor(size / 2), calls: 300 };
          processes.set(`${name} ${size}`, one);
          await child.call('connect', entra.where);
          await child.call('fill', size);
          // The last of these is the warmest: as many calls as fill a round.
          for (let cost = 0; cost * one.calls < ROUND; ) {
            cost = await child.call('hit', one.middle, one.calls);
            if (cost * one.calls < ROUND) one.calls = Math.ceil(one.calls * 2);
          }
        }
      }
      say('rounds');
      const results = await inRounds([...processes.keys()], quick ? 3 : 15, async (key) => {
        const one = processes.get(key);
        return /** @type {number} */ (await one?.child.call('hit', one.middle, one.calls));
      });
      const figures = CONTESTANTS.map((name) => {
        const at = (/** @type {number} */ size) => results.get(`${name} ${size}`) ?? [];
        const cpuMicroseconds = Object.fromEntries(SIZES.map((size) => [size, spread(at(size))]));
        return { name, cpuMicroseconds, growth: ratios(at(500), at(1)) };
      });
      return { tables: [table(figures)], figures, bars: figures.slice(0, 1).flatMap(barsOf) };
    } finally {
      await Promise.all([...processes.values()].map(({ child }) => child.stop()));
      await entra.stop();
    }
  },
};

/** @typedef {{ name: string, cpuMicroseconds: Record<string, import('../support/rounds.mjs').Spread>, growth: import('../support/rounds.mjs').Spread }} Figures */

/** @param {readonly Figures[]} figures */
function table(figures) {
  const [ours] = figures;
  return {
    title: 'getToken(scope) from the cache, µs of CPU a call: median of the rounds (quartiles)',
    head: ['tokens in the cache', ...SIZES.map(String), '500 over 1', 'of ours, at 500'],
    rows: figures.map(({ name, cpuMicroseconds, growth }) => [
      name,
      ...SIZES.map((size) => {
        const cost = cpuMicroseconds[size];
        return cost === undefined ? '-' : withSpread(cost);
      }),
      withSpread(growth),
      `${number((cpuMicroseconds['500']?.median ?? 0) / (ours?.cpuMicroseconds['500']?.median ?? 0))} x`,
    ]),
  };
}

/** @param {Figures} figures */
function barsOf({ cpuMicroseconds, growth }) {
  return [
    atMost('cached-token: getToken(scope), 1 cached', cpuMicroseconds['1']?.median ?? Number.NaN, 0.5, 'µs'),
    atMost(
      'cached-token: getToken(scope), 500 cached',
      cpuMicroseconds['500']?.median ?? Number.NaN,
      0.5,
      'µs',
    ),
    // "Flat": what one more cache line may cost, not what a walk over all of them would.
    atMost('cached-token: 500 cached over 1', growth.median, 1.5),
  ];
}
