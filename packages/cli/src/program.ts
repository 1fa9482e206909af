import { Command } from 'commander';
import { cfnCommand } from './commands/cfn.ts';
import { deployCommand } from './commands/deploy.ts';
import { deleteCommand, driftCommand, followCommand } from './commands/deploy-stacks.ts';
import { localCommand } from './commands/local.ts';
import { proveCommand } from './commands/prove.ts';
import { typesCommand } from './commands/types.ts';
import type { Surroundings } from './surroundings.ts';

/** The `wayleave` command with all its subcommands. */
export function createProgram(surroundings: Surroundings): Command {
  return new Command('wayleave')
    .description('Server-to-server wiring that proves itself: Dataverse, SNS and Lambda.')
    .version('0.1.0')
    .addCommand(proveCommand(surroundings))
    .addCommand(cfnCommand(surroundings))
    .addCommand(deployCommand(surroundings))
    .addCommand(driftCommand(surroundings))
    .addCommand(followCommand(surroundings))
    .addCommand(deleteCommand(surroundings))
    .addCommand(localCommand(surroundings))
    .addCommand(typesCommand(surroundings));
}
