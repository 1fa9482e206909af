import { Command } from 'commander';
import { localCommand } from './commands/local.ts';
import { typesCommand } from './commands/types.ts';
import type { Surroundings } from './surroundings.ts';

/** The `wayleave` command with all its subcommands. */
export function createProgram(surroundings: Surroundings): Command {
  return new Command('wayleave')
    .description('Server-to-server wiring that proves itself: Dataverse, SNS and Lambda.')
    .version('0.1.0')
    .addCommand(localCommand(surroundings))
    .addCommand(typesCommand(surroundings));
}
