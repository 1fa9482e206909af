/**
 * Draws the pictures of `docs`: the road, from the same list of hops that `npm start` prints, and the proof of its AWS
 * side without the permission that lets SNS invoke the function. `--check` writes nothing and exits with 1 if a
 * committed picture is not what is drawn.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { loadReporting, prove } from '@wayleave/cloudformation/prove';
import { hops } from '../examples/video-pipeline/road/hops.ts';
import { videoPipeline } from '../examples/video-pipeline/stack.ts';
import { drawRoad } from './road-svg/draw-road.ts';

const stack = videoPipeline(['lambda-permission']);
const subject = { name: 'examples/video-pipeline/stack.ts, without its Lambda permission' };
const { renderSvg } = await loadReporting();
const pictures = {
  'road.svg': drawRoad(hops),
  'proof.svg': renderSvg({ subject, validation: stack.validate(), proof: prove(stack) }),
};
for (const [name, svg] of Object.entries(pictures)) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  if (!process.argv.includes('--check')) await writeFile(file, svg);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== svg) {
    process.stderr.write(`docs/${name} is not what is drawn: run npm run docs and commit it.\n`);
    process.exitCode = 1;
  }
}
