import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the generated files depend on: the specification's version and the generator's own text. */
export function fingerprint(generatorFolder: string): string {
  const hash = createHash('sha256');
  hash.update(specVersion());
  for (const file of readdirSync(generatorFolder).sort()) {
    if (!file.endsWith('.ts')) continue;
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(generatorFolder, file)));
  }
  return hash.digest('hex');
}

function specVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require('@aws-cdk/aws-service-spec/package.json') as { readonly version: string };
  return version;
}
