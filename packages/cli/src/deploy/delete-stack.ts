import { DeployError, Interrupted } from './error.ts';
import { eventsSoFar } from './events/follow.ts';
import { renderFailure } from './events/render-outcome.ts';
import { watch } from './execute.ts';
import { placeOf, requireStack, type StackOptions } from './follow-stack.ts';
import { watchInterrupts } from './interrupts.ts';
import { legible } from './paint.ts';
import { voiceOf } from './say.ts';
import type { Shell } from './shell.ts';

export interface DeleteOptions extends StackOptions {
  readonly yes: boolean;
  readonly roleArn?: string;
}

/** Deletes a stack with its resources, after asking, and follows to the end. Answers the exit code. */
export async function deleteStack(shell: Shell, options: DeleteOptions): Promise<number> {
  const voice = voiceOf(shell, options.json);
  if (!options.yes && (!shell.terminal.interactive || options.json)) {
    const fix = 'Use --yes to delete without being asked.';
    throw new DeployError('NotConfirmed', 'Nothing was deleted: nobody can be asked.', fix);
  }
  const interrupts = watchInterrupts(shell);
  const cloud = await shell.connect({ ...placeOf(options), signal: interrupts.second });
  const { cloudFormation } = cloud;
  try {
    const stack = await requireStack(cloudFormation.describeStack(options.stack), options.stack);
    const { StackId: stackId = '', StackStatus: now = '' } = stack;
    if (stack.EnableTerminationProtection === true) {
      const fix = `Lift it first: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${options.stack}`;
      throw new DeployError('StackStuck', `Stack ${options.stack} has termination protection.`, fix);
    }
    if (now.endsWith('_IN_PROGRESS') && now !== 'REVIEW_IN_PROGRESS') {
      const fix = `Wait for its end with: wayleave follow --stack ${options.stack}`;
      throw new DeployError('StackBusy', `Stack ${options.stack} is in status ${now}.`, fix);
    }
    const resources = await cloudFormation.resourcesOf(stackId);
    const there = resources.filter(({ ResourceStatus: status }) => status !== 'DELETE_COMPLETE');
    voice.say(`Stack ${options.stack} in ${cloud.region} holds ${there.length} resources.\n`);
    for (const { LogicalResourceId: id, ResourceType: type, PhysicalResourceId: physical } of there) {
      voice.say(legible(`  -  ${id}  ${type}  ${physical ?? ''}\n`));
    }
    if (!options.yes) {
      const answer = await shell.terminal.confirm(`Delete stack ${options.stack}?`);
      if (answer === undefined) throw new Interrupted('Interrupted.');
      if (!answer) {
        voice.say('Nothing was deleted.\n');
        return 1;
      }
    }
    const before = await eventsSoFar(cloudFormation, stackId);
    if (interrupts.first.aborted) throw new Interrupted('Interrupted.');
    await cloudFormation.deleteStack(stackId, shell.token(), options.roleArn);
    const { progress, interrupted } = await watch({
      shell,
      cloud,
      voice,
      interrupts,
      stackId,
      before,
      stackName: options.stack,
      onInterrupt: 'leave',
      json: options.json,
    });
    const { status = '', firstFailure } = progress;
    if (options.json) {
      shell.out.write(
        `${JSON.stringify({ version: 1, stack: options.stack, stackId, status, failure: firstFailure })}\n`,
      );
    }
    if (interrupted) return 130;
    voice.say(`\nStack ${options.stack} is ${status}.\n`);
    if (status === 'DELETE_COMPLETE') return 0;
    if (firstFailure !== undefined) voice.say(renderFailure(firstFailure, undefined, voice.paint));
    return 1;
  } finally {
    cloud.close();
  }
}
