// Whether a large file column takes more memory than a small one.
import { start } from '../support/remote.mjs';
import { atMost, number, unmeasured } from '../support/report.mjs';

const MB = 1_000_000;
/** Several chunks of 4 MiB each way, so that all buffers there will be are there. */
const SMALL = 64 * MB;

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'peak memory of a 2 GB file column sent up and read down',
  async run({ quick, say }) {
    const size = quick ? 256 * MB : 2000 * MB;
    const server = start(new URL('../servers/dataverse.mjs', import.meta.url));
    const child = start(new URL('../contestants/memory/file.mjs', import.meta.url));
    try {
      const url = await server.call('listen');
      if (!(await child.call('isBuilt'))) {
        const bar = unmeasured('memory-file: growth', 'uploadFile and downloadFile are not exported');
        return { tables: [], figures: [], bars: [bar] };
      }
      say(`${SMALL / MB} MB to warm up`);
      const warm = await child.call('transfer', url, SMALL);
      say(`${size / MB} MB up and down`);
      const large = await child.call('transfer', url, size);
      const seen = await server.call('files');
      if (seen.uploaded !== SMALL + size || seen.completed !== 2 || seen.downloaded !== SMALL + size) {
        throw new Error(`the server saw ${JSON.stringify(seen)}`);
      }
      const figures = {
        megabytes: size / MB,
        warmPeak: warm.down.peak,
        up: { ...large.up, growth: large.up.peak - warm.down.peak },
        down: { ...large.down, growth: large.down.peak - warm.down.peak },
      };
      return { tables: [table(figures)], figures, bars: barsOf(figures) };
    } finally {
      await child.stop();
      await server.stop();
    }
  },
};

/** @typedef {{ peak: number, seconds: number, growth: number }} Way @typedef {{ megabytes: number, warmPeak: number, up: Way, down: Way }} Figures */

/** @param {Figures} figures */
function table({ megabytes, warmPeak, up, down }) {
  const row = (/** @type {string} */ name, /** @type {Way} */ { peak, growth, seconds }) => [
    name,
    ...[peak, growth, seconds, megabytes / seconds].map(number),
  ];
  return {
    title: `A file of ${megabytes} MB, after one of ${SMALL / MB} MB which had its peak at ${number(warmPeak)} MB`,
    head: ['', 'peak, MB', 'growth, MB', 's', 'MB/s'],
    rows: [row('up', up), row('down', down)],
  };
}

/** @param {Figures} figures */
function barsOf({ megabytes, up, down }) {
  return [
    atMost(`memory-file: growth, ${megabytes} MB up`, up.growth, 50, 'MB'),
    atMost(`memory-file: growth, ${megabytes} MB down`, down.growth, 50, 'MB'),
  ];
}
