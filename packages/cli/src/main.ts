#!/usr/bin/env node
import { createProgram } from './program.ts';

await createProgram({
  out: process.stdout,
  error: process.stderr,
  interrupted: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
    }),
  exit: (code) => {
    process.exitCode = code;
  },
}).parseAsync();
