import { Command, Option } from 'commander';
import { type DeleteOptions, deleteStack } from '../deploy/delete-stack.ts';
import { detectDrift } from '../deploy/drift.ts';
import { followStack, type StackOptions } from '../deploy/follow-stack.ts';
import type { DeployOptions } from '../deploy/options.ts';
import { type Shell, systemShell } from '../deploy/shell.ts';
import type { Surroundings } from '../surroundings.ts';
import { guarded, withPlace } from './deploy.ts';
import { conventional } from './guarded.ts';

const JSON_HELP = 'print the result as one line of JSON';

/** `wayleave drift`: what became of a stack's resources outside CloudFormation. */
export function driftCommand(surroundings: Surroundings, shell: Shell = systemShell(surroundings)): Command {
  return withPlace(conventional(new Command('drift')))
    .description('Find what changed of a stack outside CloudFormation; exits with 1 if anything did.')
    .option('--json', JSON_HELP, false)
    .action((options: StackOptions) => guarded(shell, () => detectDrift(shell, options)));
}

/** `wayleave follow`: the operation that is under way on a stack, or the last one. */
export function followCommand(surroundings: Surroundings, shell: Shell = systemShell(surroundings)): Command {
  return withPlace(conventional(new Command('follow')))
    .description('Follow what is under way on a stack to its end.')
    .addOption(
      new Option('--on-interrupt <what>', 'what Ctrl-C does with an update under way')
        .choices(['ask', 'leave', 'cancel'])
        .default('ask'),
    )
    .option('--json', JSON_HELP, false)
    .action((options: StackOptions & Pick<DeployOptions, 'onInterrupt'>) =>
      guarded(shell, () => followStack(shell, options)),
    );
}

/** `wayleave delete`: a stack with its resources. */
export function deleteCommand(surroundings: Surroundings, shell: Shell = systemShell(surroundings)): Command {
  return withPlace(conventional(new Command('delete')))
    .description('Delete a stack with its resources.')
    .option('--role-arn <arn>', 'the role that CloudFormation works with')
    .option('--yes', 'do not ask', false)
    .option('--json', JSON_HELP, false)
    .action((options: DeleteOptions) => guarded(shell, () => deleteStack(shell, options)));
}
