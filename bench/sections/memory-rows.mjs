// Whether reading a large table takes more memory the longer it goes on.
import { start } from '../support/remote.mjs';
import { atMost, number } from '../support/report.mjs';

const CONTESTANTS = ['undici', 'dynamics-web-api', 'wayleave'];

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'peak memory of 1,000,000 rows iterated over',
  async run({ say }) {
    const server = start(new URL('../servers/dataverse.mjs', import.meta.url));
    try {
      const url = await server.call('listen');
      const figures = [];
      for (const name of CONTESTANTS) {
        say(name);
        const child = start(new URL('../contestants/memory/rows.mjs', import.meta.url), { args: [name] });
        try {
          const { rows, early, late, cpuSeconds } = await child.call('walk', url);
          if (rows !== 1_000_000) throw new Error(`${name} read ${rows} rows`);
          figures.push({ name, rows, earlyPeak: early, latePeak: late, growth: late - early, cpuSeconds });
        } finally {
          await child.stop();
        }
      }
      const ours = figures.find(({ name }) => name === 'wayleave');
      return {
        tables: [
          {
            title: '200 pages of 5,000 rows, 460 MB of JSON: peak memory (resident), MB',
            head: ['', 'after 100,000 rows', 'after 1,000,000', 'growth', 'CPU, s'],
            rows: figures.map(({ name, earlyPeak, latePeak, growth, cpuSeconds }) => [
              name,
              ...[earlyPeak, latePeak, growth, cpuSeconds].map(number),
            ]),
          },
        ],
        figures,
        bars: [
          atMost('memory-rows: growth from 100,000 to 1,000,000 rows', ours?.growth ?? Number.NaN, 50, 'MB'),
        ],
      };
    } finally {
      await server.stop();
    }
  },
};
