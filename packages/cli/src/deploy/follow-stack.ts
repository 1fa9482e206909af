import { DeployError } from './error.ts';
import { eventsBeforeOperation } from './events/follow.ts';
import { renderFailure, renderOutputs } from './events/render-outcome.ts';
import { isAtRest, succeeded } from './events/statuses.ts';
import { outputsOf, watch } from './execute.ts';
import { watchInterrupts } from './interrupts.ts';
import type { DeployOptions } from './options.ts';
import { voiceOf } from './say.ts';
import type { Shell } from './shell.ts';

/** What the commands on a stack that is there have in common. */
export interface StackOptions extends Pick<DeployOptions, 'stack' | 'region' | 'profile' | 'endpoint'> {
  readonly json: boolean;
}

export function placeOf({ region, profile, endpoint }: StackOptions) {
  return {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** Follows what is under way on a stack, or says how the last operation ended. Answers the exit code. */
export async function followStack(
  shell: Shell,
  options: StackOptions & Pick<DeployOptions, 'onInterrupt'>,
): Promise<number> {
  const voice = voiceOf(shell, options.json);
  const interrupts = watchInterrupts(shell);
  const cloud = await shell.connect({ ...placeOf(options), signal: interrupts.second });
  try {
    const stack = await requireStack(cloud.cloudFormation.describeStack(options.stack), options.stack);
    const { StackId: stackId = '', StackStatus: now = '' } = stack;
    if (now === 'REVIEW_IN_PROGRESS') {
      voice.say(`Stack ${options.stack} holds nothing yet: its change set waits to be executed.\n`);
      return 0;
    }
    if (isAtRest(now)) voice.say(`Nothing is under way; the last operation on stack ${options.stack}:\n`);
    const before = await eventsBeforeOperation(cloud.cloudFormation, stackId);
    const watched = await watch({
      shell,
      cloud,
      voice,
      interrupts,
      stackId,
      before,
      stackName: options.stack,
      onInterrupt: options.onInterrupt,
      json: options.json,
    });
    const { status = now, firstFailure, rolledBack } = watched.progress;
    const after = await cloud.cloudFormation.describeStack(stackId);
    const outputs = outputsOf(after);
    const good = (succeeded(status) && !rolledBack) || status === 'DELETE_COMPLETE';
    if (options.json) {
      const document = { version: 1, stack: options.stack, stackId, status, outputs, failure: firstFailure };
      shell.out.write(`${JSON.stringify(document)}\n`);
    } else if (!watched.interrupted) {
      voice.say(`\nStack ${options.stack} is ${status}.\n`);
      if (firstFailure !== undefined && !good) voice.say(renderFailure(firstFailure, undefined, voice.paint));
      if (good) voice.say(renderOutputs(outputs, voice.paint));
    }
    if (watched.interrupted) return 130;
    return good ? 0 : 1;
  } finally {
    cloud.close();
  }
}

/** Rejects with {@link DeployError} `StackNotFound`. */
export async function requireStack<T>(found: Promise<T | undefined>, name: string): Promise<T> {
  const stack = await found;
  if (stack !== undefined) return stack;
  const fix = 'Check the name, the region and the account.';
  throw new DeployError('StackNotFound', `There is no stack ${name}.`, fix);
}
