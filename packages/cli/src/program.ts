import { Command, Option } from 'commander';
import { conventional } from './commands/guarded.ts';
import type { Surroundings } from './surroundings.ts';

type Make = (surroundings: Surroundings) => Command;

/** How a command stands in the list of all, and where it is: most need libraries that the others do not. */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly takes?: string;
  readonly plain?: true;
  load(): Promise<Make>;
}

const stacks = () => import('./commands/deploy-stacks.ts');

const entries: readonly Entry[] = [
  {
    name: 'prove',
    takes: '<template>',
    summary: 'Prove that every hop of a template is authorised, or show which is not and why.',
    load: async () => (await import('./commands/prove.ts')).proveCommand,
  },
  {
    name: 'cfn',
    plain: true,
    summary: 'Work with CloudFormation templates.',
    load: async () => (await import('./commands/cfn.ts')).cfnCommand,
  },
  {
    name: 'deploy',
    takes: '<template>',
    summary: 'Check a template, show what would change, and deploy it.',
    load: async () => (await import('./commands/deploy.ts')).deployCommand,
  },
  {
    name: 'drift',
    summary: 'Find what changed of a stack outside CloudFormation; exits with 1 if anything did.',
    load: async () => (await stacks()).driftCommand,
  },
  {
    name: 'follow',
    summary: 'Follow what is under way on a stack to its end.',
    load: async () => (await stacks()).followCommand,
  },
  {
    name: 'delete',
    summary: 'Delete a stack with its resources.',
    load: async () => (await stacks()).deleteCommand,
  },
  {
    name: 'local',
    summary: 'Run local Entra, Graph, Dataverse and AWS until Ctrl-C.',
    load: async () => (await import('./commands/local.ts')).localCommand,
  },
  {
    name: 'types',
    summary: 'Write a TypeScript module with the types of Dataverse tables.',
    load: async () => (await import('./commands/types.ts')).typesCommand,
  },
];

/**
 * The `wayleave` command with its subcommands: those that `words` name, the others only as they are listed; without
 * `words` all of them.
 *
 * @example await (await createProgram(surroundings, ['prove', 'stack.ts'])).parseAsync(['prove', 'stack.ts'], { from: 'user' });
 */
export async function createProgram(surroundings: Surroundings, words?: readonly string[]): Promise<Command> {
  const program = conventional(new Command('wayleave'))
    .description('Server-to-server wiring that proves itself: Dataverse, SNS and Lambda.')
    .version('0.1.0');
  for (const entry of entries) {
    const wanted = words === undefined || words.includes(entry.name);
    program.addCommand(wanted ? (await entry.load())(surroundings) : listed(entry));
  }
  return program;
}

/** What the list of commands shows of a command. */
function listed({ name, summary, takes, plain }: Entry): Command {
  const command = new Command(name).description(summary);
  if (takes !== undefined) command.argument(takes);
  if (plain !== true) command.addOption(new Option('--any').hideHelp());
  return command;
}
