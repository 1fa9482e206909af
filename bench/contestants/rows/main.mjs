// One contestant in a process of its own: asks for rows as often as it is told, and says what that cost.
import { measure } from '../../support/cpu.mjs';
import { answer } from '../../support/remote.mjs';

/**
 * What each contestant gives.
 *
 * @typedef {{ row: () => Promise<{ name?: unknown }>, page: (set: string, isAnnotated: boolean) => Promise<readonly unknown[]> }} Reader
 */

/** @type {{ connect: (url: string) => Reader | Promise<Reader> }} */
const { connect } = await import(`./${process.argv[2]}.mjs`);
/** @type {Reader} */
let reader;

/** @type {Readonly<Record<string, number>>} */
const expected = { ones: 1, plains: 5000, annotateds: 5000 };

/** @param {string} shape */
async function ask(shape) {
  if (shape === 'row') {
    const { name } = await reader.row();
    if (typeof name !== 'string') throw new Error('no row came');
    return;
  }
  const rows = await reader.page(shape, shape === 'annotateds');
  if (rows.length !== expected[shape]) throw new Error(`${rows.length} rows came`);
}

answer({
  async connect(/** @type {string} */ url) {
    reader = await connect(url);
  },
  async run(/** @type {string} */ shape, /** @type {number} */ concurrency, /** @type {number} */ requests) {
    let left = requests;
    const caller = async () => {
      while (left > 0) {
        left -= 1;
        await ask(shape);
      }
    };
    const { cpu, wall } = await measure(() => Promise.all(Array.from({ length: concurrency }, caller)));
    return { cpu: cpu / requests, wall: wall / requests };
  },
});
