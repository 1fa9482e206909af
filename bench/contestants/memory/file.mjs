// Our client in a process of its own: sends a file column up and reads it down again, keeping none of it.
import { peakMegabytes } from '../../support/peak.mjs';
import { answer } from '../../support/remote.mjs';
import { ID, TOKEN } from '../rows/asked.mjs';

// A static import of a name that is not there would end the process before it can say so.
const dataverse = await import('../../../packages/dataverse/dist/index.js');
const { createClient, uploadFile, downloadFile } = dataverse;
const credential = { getToken: async () => ({ token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 }) };
const COLUMN = 'cwl_file';
const part = Buffer.alloc(64 * 1024, 'a file that is made as it goes ');

/** @param {number} size */
async function* bytes(size) {
  for (let left = size; left > 0; left -= part.length) {
    yield left >= part.length ? part : part.subarray(0, left);
  }
}

answer({
  /** Whether the client has file columns at all. */
  isBuilt: () => typeof uploadFile === 'function' && typeof downloadFile === 'function',
  /** Up and down once; gives the highest memory this process has had after each, and the seconds they took. */
  async transfer(/** @type {string} */ url, /** @type {number} */ size) {
    const table = createClient({ url, credential }).table('files');
    const seconds = (/** @type {number} */ from) => (performance.now() - from) / 1000;
    const upFrom = performance.now();
    await uploadFile(table, ID, COLUMN, bytes(size), { name: 'large.bin', size });
    const up = { peak: peakMegabytes(), seconds: seconds(upFrom) };
    const downFrom = performance.now();
    const file = await downloadFile(table, ID, COLUMN);
    let received = 0;
    for await (const chunk of file.body) received += chunk.length;
    if (received !== size || file.size !== size) throw new Error(`${received} of ${file.size} bytes came`);
    return { up, down: { peak: peakMegabytes(), seconds: seconds(downFrom) } };
  },
});
