// What installing each brings.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedSize } from '../../support/installed-size.mjs';
import { atMost, number } from '../../support/report.mjs';

const PEERS = fileURLToPath(new URL('../../node_modules', import.meta.url));
const OURS = '@wayleave/cloudformation';

/** @param {{ installed: string }} where */
export function size({ installed }) {
  const ours = { name: OURS, ...installedSize(join(installed, 'node_modules'), [OURS]) };
  const peers = [
    { name: '@awboost/cfn-template-builder, cfn-resource-types', packages: ['@awboost/cfn-resource-types'] },
    { name: 'cloudform', packages: ['cloudform'] },
    { name: 'aws-cdk-lib, constructs', packages: ['aws-cdk-lib'] },
  ].map(({ name, packages }) => ({ name, ...installedSize(PEERS, packages) }));
  const figures = [ours, ...peers];
  return {
    figures,
    tables: [
      {
        title: 'Installed, with dependencies, MB (1,000,000 bytes) of apparent size',
        head: ['', 'with folders', 'files alone', 'files', 'packages'],
        rows: figures.map(({ name, bytes, fileBytes, files, packages }) => [
          name,
          number(bytes / 1e6),
          number(fileBytes / 1e6),
          String(files),
          String(packages),
        ]),
      },
    ],
    bars: [atMost('cloudformation: installed size, folders included', ours.bytes / 1e6, 15, 'MB')],
  };
}
