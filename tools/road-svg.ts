/**
 * Draws docs/road.svg from the same list of hops that `npm start` prints. `--check` writes nothing and exits
 * with 1 if the committed picture is not what the list gives.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { hops } from '../examples/video-pipeline/road/hops.ts';
import { drawRoad } from './road-svg/draw-road.ts';

const file = new URL('../docs/road.svg', import.meta.url);
const svg = drawRoad(hops);
if (process.argv.includes('--check')) {
  const committed = await readFile(file, 'utf8').catch(() => '');
  if (committed !== svg) {
    process.stderr.write('docs/road.svg is not what the hops give: run npm run docs and commit it.\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, svg);
}
