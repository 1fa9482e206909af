import { renderFailure, renderOutputs } from './events/render-outcome.ts';
import { succeeded } from './events/statuses.ts';
import { outputsOf, watch } from './execute.ts';
import { duration, legible } from './paint.ts';
import type { Delivered } from './prepare.ts';
import type { DeployResult } from './result.ts';
import { type Run, result } from './run.ts';
import type { StartingPoint } from './stack-state.ts';

/** Follows an executed change set to its end and says what it came to. */
export async function finish(
  context: Run,
  start: StartingPoint,
  found: Partial<DeployResult> & { readonly stackId: string },
  before: ReadonlySet<string>,
  delivered: Delivered,
): Promise<DeployResult> {
  const { shell, options, cloud, voice, interrupts } = context;
  const { stackId } = found;
  const { progress, interrupted } = await watch({
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
  const { status = '', firstFailure, rolledBack } = progress;
  if (interrupted) return result(context, 'interrupted', { ...found, status });
  const stack = await cloud.cloudFormation.describeStack(stackId);
  if (succeeded(status) && !rolledBack) {
    const outputs = outputsOf(stack);
    const elapsed = duration(shell.clock.now() - context.startedAt);
    voice.say(`\n${voice.paint('green', `Stack ${options.stack} is ${status}`)} after ${elapsed}.\n`);
    if (progress.reason !== undefined) voice.say(`${legible(progress.reason)}\n`);
    voice.say(renderOutputs(outputs, voice.paint));
    return result(context, start.type === 'CREATE' ? 'created' : 'updated', { ...found, status, outputs });
  }
  voice.say(`\n${voice.paint('red', `Stack ${options.stack} is ${status}.`)}\n`);
  const failure = firstFailure ?? {
    path: options.stack,
    type: 'AWS::CloudFormation::Stack',
    status,
    reason: progress.reason ?? stack?.StackStatusReason ?? 'AWS gives no reason.',
  };
  const source =
    failure.logicalId === undefined ? undefined : delivered.template.sourceOf?.(failure.logicalId);
  voice.say(renderFailure(failure, source, voice.paint));
  if (status === 'ROLLBACK_COMPLETE')
    voice.say(`Nothing of it is left but its name: wayleave delete --stack ${options.stack}\n`);
  return result(context, 'failed', {
    ...found,
    status,
    failure: { ...failure, ...(source !== undefined && { source }) },
  });
}
