#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  // Only in a clone: the published package is built.
  process.stderr.write('wayleave is not built yet: run `npm run build` first.\n');
  process.exitCode = 1;
}
