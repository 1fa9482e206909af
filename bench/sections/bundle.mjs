// How much code a deployment package gets.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { bundle, CLIENT, CREDENTIAL, ENTRIES, sizeAtStart } from '../support/bundles.mjs';
import { atMost, number } from '../support/report.mjs';

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'size of the bundle, minified and compressed',
  async run() {
    /** @type {{ name: string, minified: number, gzip: number, atStart?: number, brotli: number, largest?: readonly File[] }[]} */
    const figures = [];
    for (const [name, source] of Object.entries(ENTRIES)) {
      const { code, bytesByFile } = await bundle(source);
      const gzip = gzipSync(code, { level: 9 }).length;
      const isOurs = name === CLIENT || name === CREDENTIAL;
      const own = isOurs && {
        largest: largestOf(bytesByFile),
        atStart: await sizeAtStart(source, (part) => gzipSync(part, { level: 9 }).length),
      };
      figures.push({
        name,
        minified: code.length,
        gzip,
        brotli: brotliCompressSync(code).length,
        ...own,
      });
    }
    const gzipOf = (/** @type {string} */ wanted) =>
      (figures.find(({ name }) => name === wanted)?.gzip ?? Number.NaN) / 1000;
    const rows = figures.map(({ name, minified, gzip, atStart, brotli }) => [
      name,
      number(minified / 1000),
      number(gzip / 1000),
      atStart === undefined ? '' : number(atStart / 1000),
      number(brotli / 1000),
      `${number(gzip / 1000 / gzipOf(name.includes('dynamics') || name === CLIENT ? CLIENT : CREDENTIAL))} x`,
    ]);
    return {
      tables: [
        {
          title: 'Bundle by esbuild, kB (1,000 bytes)',
          head: ['', 'minified', 'gzip -9', 'loaded at the start', 'brotli', 'of ours'],
          rows,
        },
        ...figures.flatMap(({ name, largest }) => (largest === undefined ? [] : [filesTable(name, largest)])),
      ],
      figures,
      bars: [
        atMost(`bundle: ${CLIENT}, gzip`, gzipOf(CLIENT), 12, 'kB'),
        atMost(`bundle: ${CREDENTIAL}, gzip`, gzipOf(CREDENTIAL), 4, 'kB'),
      ],
    };
  },
};

/** @typedef {{ file: string, bytes: number }} File */

/** @param {readonly File[]} files @returns {File[]} */
function largestOf(files) {
  return files
    .map(({ file, bytes }) => ({ file: file.replace(/.*\/dist\//, ''), bytes }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 12);
}

/** @param {string} name @param {readonly File[]} files */
function filesTable(name, files) {
  return {
    title: `Largest files in "${name}", bytes minified`,
    head: ['', 'bytes'],
    rows: files.map(({ file, bytes }) => [file, number(bytes)]),
  };
}
