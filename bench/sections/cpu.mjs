// What a request costs the client's process: CPU over `undici.request` + JSON.parse.
import { start } from '../support/remote.mjs';
import { atMost, below, number, withSpread } from '../support/report.mjs';
import { inRounds, ratios, spread } from '../support/rounds.mjs';

const FLOOR = 'undici';
const OURS = 'wayleave';
const PEER = 'dynamics-web-api';
const CONTESTANTS = [FLOOR, 'node-http', 'fetch', PEER, OURS, 'wayleave-entra'];

/**
 * Requests are those of one round; `warm` are made before the first. The bars are over the floor and over the peer.
 *
 * @typedef {{ title: string, shape: string, concurrency: number, requests: number, warm: number, rounds: number,
 *   bars?: { floor: number, peer: number } }} Case
 */

const small = { floor: 1.25, peer: 1 };
const large = { floor: 1.15, peer: 0.4 };

/** @type {readonly Case[]} */
const CASES = [
  {
    title: '1 record, 694 B, by id',
    shape: 'row',
    concurrency: 1,
    requests: 600,
    warm: 3000,
    rounds: 11,
    bars: small,
  },
  {
    title: '1 record, 694 B, by id',
    shape: 'row',
    concurrency: 50,
    requests: 1200,
    warm: 3000,
    rounds: 11,
    bars: small,
  },
  {
    title: '1 record, 694 B, a page',
    shape: 'ones',
    concurrency: 1,
    requests: 600,
    warm: 3000,
    rounds: 11,
    bars: small,
  },
  {
    title: '1 record, 694 B, a page',
    shape: 'ones',
    concurrency: 50,
    requests: 1200,
    warm: 3000,
    rounds: 11,
    bars: small,
  },
  {
    title: '5,000 records, 2.30 MB',
    shape: 'plains',
    concurrency: 1,
    requests: 12,
    warm: 30,
    rounds: 11,
    bars: large,
  },
  { title: '5,000 records, 2.30 MB', shape: 'plains', concurrency: 50, requests: 50, warm: 50, rounds: 3 },
  {
    title: '5,000 annotated, 4.96 MB',
    shape: 'annotateds',
    concurrency: 1,
    requests: 8,
    warm: 20,
    rounds: 11,
    bars: large,
  },
  {
    title: '5,000 annotated, 4.96 MB',
    shape: 'annotateds',
    concurrency: 50,
    requests: 50,
    warm: 50,
    rounds: 3,
  },
];

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'client CPU per request over undici.request + JSON.parse',
  async run({ quick, say }) {
    const server = start(new URL('../servers/dataverse.mjs', import.meta.url));
    try {
      const url = await server.call('listen');
      const figures = [];
      for (const one of CASES) {
        say(`${one.title}, concurrency ${one.concurrency}`);
        figures.push(await measureCase(one, url, quick ? 3 : one.rounds));
      }
      return { tables: [table(figures)], figures, bars: figures.flatMap(barsOf) };
    } finally {
      await server.stop();
    }
  },
};

/** @param {Case} one @param {string} url @param {number} rounds */
async function measureCase(one, url, rounds) {
  const { title, shape, concurrency, requests, warm } = one;
  const script = new URL('../contestants/rows/main.mjs', import.meta.url);
  const processes = new Map(
    CONTESTANTS.map((name) => [name, start(script, { args: [name], execArgv: ['--expose-gc'] })]),
  );
  try {
    for (const child of processes.values()) {
      await child.call('connect', url);
      await child.call('run', shape, concurrency, warm);
    }
    const results = await inRounds(
      CONTESTANTS,
      rounds,
      (name) =>
        /** @type {Promise<{ cpu: number, wall: number }>} */ (
          processes.get(name)?.call('run', shape, concurrency, requests)
        ),
    );
    const cpu = (/** @type {string} */ name) => results.get(name)?.map((round) => round.cpu) ?? [];
    const wall = (/** @type {string} */ name) => results.get(name)?.map((round) => round.wall) ?? [];
    return {
      title,
      concurrency,
      bars: one.bars,
      contestants: CONTESTANTS.map((name) => ({
        name,
        cpuMicroseconds: spread(cpu(name)),
        cpuOverFloor: ratios(cpu(name), cpu(FLOOR)),
        cpuOverPeer: ratios(cpu(name), cpu(PEER)),
        wallOverFloor: ratios(wall(name), wall(FLOOR)),
      })),
    };
  } finally {
    await Promise.all([...processes.values()].map((child) => child.stop()));
  }
}

/** @typedef {Awaited<ReturnType<typeof measureCase>>} Figures */

/** @param {readonly Figures[]} figures */
function table(figures) {
  return {
    title: 'CPU of the client over undici.request + JSON.parse: median of the rounds (quartiles)',
    head: ['answer', 'at once', 'undici, µs', ...CONTESTANTS.slice(1), 'wayleave / dynamics-web-api'],
    rows: figures.map(({ title, concurrency, contestants }) => [
      title,
      String(concurrency),
      number(contestants[0]?.cpuMicroseconds.median ?? Number.NaN),
      ...contestants.slice(1).map(({ cpuOverFloor }) => withSpread(cpuOverFloor)),
      withSpread(ofOurs(contestants).cpuOverPeer),
    ]),
  };
}

/** @param {Figures} figures */
function barsOf({ title, concurrency, bars, contestants }) {
  if (bars === undefined) return [];
  const { cpuOverFloor, cpuOverPeer } = ofOurs(contestants);
  const what = `cpu: ${title}, ${concurrency} at once`;
  const judge = bars.peer === 1 ? below : atMost;
  return [
    atMost(`${what}, over undici.request`, cpuOverFloor.median, bars.floor),
    judge(`${what}, over ${PEER}`, cpuOverPeer.median, bars.peer),
  ];
}

/** @param {Figures['contestants']} contestants */
function ofOurs(contestants) {
  const ours = contestants.find(({ name }) => name === OURS);
  if (ours === undefined) throw new Error(`${OURS} was not measured`);
  return ours;
}
