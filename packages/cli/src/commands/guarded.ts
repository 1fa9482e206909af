import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import { tellFault } from '../templates/template-fault.ts';

/** Says what was wrong with a call or its input, and ends with 2 then; any other error is thrown on. */
export async function guarded({ error, exit }: Surroundings, run: () => Promise<number>): Promise<void> {
  let code: number;
  try {
    code = await run();
  } catch (fault) {
    const told = tellFault(fault);
    if (told === undefined) throw fault;
    error.write(told);
    code = 2;
  }
  if (code !== 0) exit(code);
}

/** What all commands share: their refusals, of unknown options for one, end with 2, and help shows no empty default. */
export function conventional(command: Command): Command {
  return command
    .configureHelp({ styleOptionDescription: (text) => text.replace(/ ?\(default: (?:false|\[\])\)/, '') })
    .exitOverride((refusal) => {
      if (refusal.exitCode !== 0) refusal.exitCode = 2;
      throw refusal;
    });
}

/** The version of the whole program that a command belongs to. */
export function versionOf(command: Command): string {
  let root = command;
  while (root.parent !== null) root = root.parent;
  return root.version() ?? '0.0.0';
}
