/**
 * Bundles the packages whose start-up time counts: `src` into few files under `dist`, as `exports` names them.
 * `tsc` writes only their declarations. Quick when nothing has changed since.
 */
import { bundlePackage } from './bundle/bundle-package.ts';
import { plans } from './bundle/packages.ts';
import { isUpToDate, writeStamp } from './bundle/stamp.ts';

for (const [name, plan] of Object.entries(plans)) {
  const started = performance.now();
  const folder = `packages/${name}`;
  const stale = !isUpToDate(folder);
  if (stale) {
    await bundlePackage(folder, plan);
    writeStamp(folder);
  }
  const took = Math.round(performance.now() - started);
  console.log(`${folder} ${stale ? 'bundled' : 'is bundled'}, ${took} ms`);
}
