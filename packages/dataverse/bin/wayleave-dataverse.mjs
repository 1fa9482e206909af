#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/generator.js', import.meta.url);
if (existsSync(program)) {
  const { main, systemShell } = await import(program.href);
  const shell = systemShell({ out: process.stdout, error: process.stderr });
  process.exitCode = await main(process.argv.slice(2), process.env.DATAVERSE_CLIENT_SECRET, shell);
} else {
  // Only in a clone: the published package is built.
  process.stderr.write('wayleave-dataverse is not built yet: run `npm run build` first.\n');
  process.exitCode = 2;
}
