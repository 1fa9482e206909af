/** Writes `src/aws/<service>/<resource>.ts` from the CloudFormation resource specification. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SpecDatabase } from '@aws-cdk/service-spec-types';
import { checkOverlay } from './check-overlay.ts';
import { fingerprint } from './fingerprint.ts';
import { type Rendered, renderIndex, renderResource } from './render.ts';
import { services } from './services.ts';

const folder = fileURLToPath(new URL('../src/aws', import.meta.url));
const stampFile = join(folder, '.fingerprint');
const started = performance.now();
const stamp = fingerprint(fileURLToPath(new URL('.', import.meta.url)));

if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  report(`are up to date (${services.length} services)`);
} else {
  const { loadAwsServiceSpec } = await import('@aws-cdk/aws-service-spec');
  const db = await loadAwsServiceSpec();
  checkOverlay(db);
  rmSync(folder, { recursive: true, force: true });
  const counts = services.map((service) => generateService(db, service));
  writeFileSync(stampFile, stamp);
  report(`written: ${counts.reduce((sum, count) => sum + count, 0)} in ${services.length} services`);
}

function generateService(db: SpecDatabase, shortName: string): number {
  const service = db.all('service').find((each) => each.shortName === shortName);
  if (service === undefined)
    throw new Error(`The specification has no service ${shortName}; see generator/services.ts.`);
  const files: Rendered[] = db
    .follow('hasResource', service)
    .map(({ entity }) => renderResource(db, entity))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const names = files.map(({ file }) => file);
  if (new Set(names).size !== names.length)
    throw new Error(`Two resources of ${shortName} want one file name.`);
  const target = join(folder, shortName);
  mkdirSync(target, { recursive: true });
  for (const { file, text } of files) writeFileSync(join(target, file), text);
  writeFileSync(join(target, 'index.ts'), renderIndex(files, service.capitalized));
  return files.length;
}

function report(what: string): void {
  console.log(`CloudFormation resource types ${what}, ${Math.round(performance.now() - started)} ms`);
}
