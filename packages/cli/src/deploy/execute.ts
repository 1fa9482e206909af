import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Cloud } from './cloud.ts';
import { Interrupted } from './error.ts';
import { follow } from './events/follow.ts';
import type { Progress } from './events/progress.ts';
import type { Interrupts } from './interrupts.ts';
import type { DeployOptions } from './options.ts';
import { displayOf, type Voice } from './say.ts';
import type { Shell } from './shell.ts';

/** An operation on a stack that is under way. */
export interface Operation {
  readonly shell: Shell;
  readonly cloud: Cloud;
  readonly voice: Voice;
  readonly interrupts: Interrupts;
  readonly stackName: string;
  readonly stackId: string;
  readonly before: ReadonlySet<string>;
  readonly onInterrupt: DeployOptions['onInterrupt'];
  readonly json: boolean;
}

/** How an operation was left: at its end, or under way. */
export interface Watched {
  readonly progress: Progress;
  readonly interrupted: boolean;
}

/**
 * Follows an operation to its end. The first Ctrl-C stops the following, and cancels an update if the user
 * wants that; the second leaves at once.
 */
export async function watch(operation: Operation): Promise<Watched> {
  const { shell, cloud, voice, interrupts, stackName, stackId, before, json } = operation;
  const display = displayOf(shell, voice, stackName, json);
  const options = { calls: cloud.cloudFormation, clock: shell.clock, stackId, before };
  let latest: Progress | undefined;
  const onEvents = (events: Parameters<typeof display.onEvents>[0], progress: Progress) => {
    latest = progress;
    display.onEvents(events, progress);
  };
  const onTick = (progress: Progress) => display.onTick(progress);
  try {
    const progress = await follow({ ...options, onEvents, onTick, signal: interrupts.first });
    return { progress, interrupted: false };
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      voice.say(
        `The events of stack ${stackName} cannot be read any more; the operation goes on.\n${resume(stackName)}`,
      );
      throw error;
    }
  }
  const progress = latest ?? { resources: new Map(), rolledBack: false, atRest: false };
  if (!(await cancel(operation))) return { progress, interrupted: true };
  const ended = await follow({ ...options, onEvents, onTick, signal: interrupts.second }).catch(
    (error: unknown) => {
      voice.say(`Stack ${stackName} goes on by itself.\n${resume(stackName)}`);
      throw error;
    },
  );
  return { progress: ended, interrupted: true };
}

/** Says what goes on, and cancels an update where that is wanted. Whether there is something left to follow. */
async function cancel(operation: Operation): Promise<boolean> {
  const { shell, cloud, voice, stackName, stackId, onInterrupt } = operation;
  const { cloudFormation } = cloud;
  const stack = await cloudFormation.describeStack(stackId);
  const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
  voice.say(`\nInterrupted. Stack ${stackName} is in status ${status}.\n`);
  if (status !== 'UPDATE_IN_PROGRESS') {
    voice.say(status.endsWith('_IN_PROGRESS') ? `It goes on by itself.\n${resume(stackName)}` : '');
    return false;
  }
  const asked =
    onInterrupt === 'ask' && shell.terminal.interactive
      ? await shell.terminal.confirm('Cancel the update and roll it back?')
      : onInterrupt === 'cancel';
  if (asked !== true) {
    voice.say(
      `The update goes on by itself.\n${resume(stackName)}Cancel it with: aws cloudformation cancel-update-stack --stack-name ${stackName}\n`,
    );
    return false;
  }
  try {
    await cloudFormation.cancelUpdate(stackId, shell.token());
  } catch (error) {
    if (!(error instanceof Error && /cannot be called from current stack status/.test(error.message)))
      throw error;
    voice.say('It is too late to cancel: the update has ended its changes.\n');
    return true;
  }
  voice.say('Cancelled; following the rollback. Ctrl-C again leaves at once.\n');
  return true;
}

function resume(stackName: string): string {
  return `Watch it again with: wayleave follow --stack ${stackName}\n`;
}

export function outputsOf(stack: Stack | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}
