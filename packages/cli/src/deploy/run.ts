import type { Cloud } from './cloud.ts';
import { Interrupted } from './error.ts';
import type { Interrupts } from './interrupts.ts';
import type { DeployOptions } from './options.ts';
import type { DeployResult, Outcome } from './result.ts';
import type { Voice } from './say.ts';
import type { Shell } from './shell.ts';

/** One run of the command, with what it works on. */
export interface Run {
  readonly shell: Shell;
  readonly options: DeployOptions;
  readonly cloud: Cloud;
  readonly voice: Voice;
  readonly interrupts: Interrupts;
  readonly startedAt: number;
}

/** Whether the user agrees, where somebody is asked. Rejects with `Interrupted` for Ctrl-C. */
export async function confirmed({ shell, options }: Run, question: string): Promise<boolean> {
  if (options.yes) return true;
  const answer = await shell.terminal.confirm(question);
  if (answer === undefined) throw new Interrupted('Interrupted.');
  return answer;
}

/** The result so far, with how the run ended. */
export function result(
  { options, cloud, shell, startedAt }: Run,
  outcome: Outcome,
  found: Partial<DeployResult>,
): DeployResult {
  return {
    version: 1,
    outcome,
    stack: options.stack,
    region: cloud.region,
    ...found,
    seconds: (shell.clock.now() - startedAt) / 1000,
  };
}
