import { createProgram } from './program.ts';

await createProgram({
  out: process.stdout,
  error: process.stderr,
  interrupted: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve());
      process.once('SIGTERM', () => resolve());
      process.once('SIGHUP', () => resolve()); // the terminal was closed
    }),
  exit: (code) => {
    process.exitCode = code;
  },
}).parseAsync();
