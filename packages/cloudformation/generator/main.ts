/** Writes `src/aws` and `schemas` from the published specification. `--check` generates twice and compares. */
import { fileURLToPath } from 'node:url';
import { fingerprint, isUpToDate, writeStamp } from './fingerprint.ts';
import { treeHash, writeTree } from './write-tree.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const folders = {
  sources: fileURLToPath(new URL('../src/aws', import.meta.url)),
  schemas: fileURLToPath(new URL('../schemas', import.meta.url)),
};
const started = performance.now();
const stamp = fingerprint(here);
const check = process.argv.includes('--check');

if (!check && isUpToDate(folders, stamp)) {
  report('are up to date');
} else {
  const [{ loadAwsServiceSpec }, { generate }, { providerSchema }] = await Promise.all([
    import('@aws-cdk/aws-service-spec'),
    import('./generate.ts'),
    import('./schema/provider-schema.ts'),
  ]);
  const { sources, schemas, services, resources, counts } = generate(
    await loadAwsServiceSpec(),
    providerSchema,
  );
  if (check) {
    const again = generate(await loadAwsServiceSpec(), providerSchema);
    for (const [a, b] of [
      [sources, again.sources],
      [schemas, again.schemas],
    ] as const)
      if (treeHash(a) !== treeHash(b)) throw new Error('Two runs on one specification differ.');
    report(`are the same twice: ${treeHash(sources)} ${treeHash(schemas)}`);
    console.log(counts);
  } else {
    writeTree(folders.sources, sources);
    writeTree(folders.schemas, schemas);
    writeStamp(folders, stamp);
    report(`written: ${resources} of ${services} services`);
  }
}

function report(what: string): void {
  console.log(`CloudFormation resource types ${what}, ${Math.round(performance.now() - started)} ms`);
}
