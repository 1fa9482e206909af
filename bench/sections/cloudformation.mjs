// Writing CloudFormation: our builder and prover beside their peers, and plain objects under all of them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installPacked } from '../support/packed.mjs';
import { temporaryFolder } from '../support/temporary-folder.mjs';
import { size } from './cloudformation/size.mjs';
import { synthesis } from './cloudformation/synthesis.mjs';
import { types } from './cloudformation/types.mjs';

/** @type {import('../support/report.mjs').Section} */
export const section = {
  about: 'templates built, validated and proved in fresh processes; tsc; installed size',
  needs: 'all packages',
  async run({ quick, say }) {
    const folder = temporaryFolder();
    const installed = join(folder, 'ours');
    say('packing and installing @wayleave/cloudformation');
    await installPacked(installed, ['iam', 'cloudformation']);
    const part = async (/** @type {string} */ name) => {
      const own = join(folder, name);
      await mkdir(own);
      return { folder: own, installed, quick, say };
    };
    const synthesised = await synthesis(await part('synthesis'));
    const typed = await types(await part('types'));
    const sized = size({ installed });
    return {
      tables: [...synthesised.tables, ...typed.tables, ...sized.tables],
      figures: { synthesis: synthesised.figures, types: typed.figures, size: sized.figures },
      bars: [...synthesised.bars, ...typed.bars, ...sized.bars],
    };
  },
};
