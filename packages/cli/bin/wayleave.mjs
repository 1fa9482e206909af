#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

// Node.js 22.8 and newer keep what they compiled; NODE_DISABLE_COMPILE_CACHE=1 is the way to have it not so.
module.enableCompileCache?.();

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  // Only in a clone: the published package is built.
  process.stderr.write('wayleave is not built yet: run `npm run build` first.\n');
  process.exitCode = 1;
}
