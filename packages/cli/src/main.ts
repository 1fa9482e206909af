import { CommanderError } from 'commander';
import { createProgram } from './program.ts';

const program = createProgram({
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
});
try {
  await program.parseAsync();
} catch (refusal) {
  // What a command says of a wrong call, or its help, has been printed already.
  if (!(refusal instanceof CommanderError)) throw refusal;
  process.exitCode = refusal.exitCode;
}
