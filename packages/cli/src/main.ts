import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import type { Surroundings } from './surroundings.ts';

// Whoever reads has seen enough: `wayleave prove … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const surroundings: Surroundings = {
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
};
try {
  const program = await createProgram(surroundings, process.argv.slice(2));
  await program.parseAsync();
} catch (refusal) {
  // What a command says of a wrong call, or its help, has been printed already.
  if (!(refusal instanceof CommanderError)) throw refusal;
  process.exitCode = refusal.exitCode;
}
