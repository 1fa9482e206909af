import type { Stack } from '@aws-sdk/client-cloudformation';
import { discardChangeSet, type ReadyChangeSet, readChangeSet } from './change-set.ts';
import { changeSetInput } from './change-set-input.ts';
import { isClean, renderChecks } from './checks.ts';
import type { StackChange } from './diff/change.ts';
import { readChanges, type Templates } from './diff/read-changes.ts';
import { renderChanges } from './diff/render-changes.ts';
import { DeployError, Interrupted } from './error.ts';
import { eventsSoFar } from './events/follow.ts';
import { renderOutputs } from './events/render-outcome.ts';
import { outputsOf } from './execute.ts';
import { isAborted } from './failure.ts';
import { finish } from './finish.ts';
import { formerTemplate } from './former-template.ts';
import { hotswap } from './hotswap-stack.ts';
import { watchInterrupts } from './interrupts.ts';
import type { DeployOptions } from './options.ts';
import { allCapabilities, type Delivered, type Prepared, prepare, upload } from './prepare.ts';
import type { DeployResult } from './result.ts';
import { confirmed, type Run, result } from './run.ts';
import { voiceOf } from './say.ts';
import type { Shell } from './shell.ts';
import { type StartingPoint, startingPoint } from './stack-state.ts';

/**
 * Deploys a template: checks it, shows what changes, asks, executes and follows. Rejects with
 * {@link DeployError}, `Interrupted` or the AWS SDK's error; no change set is left behind then.
 */
export async function deployStack(shell: Shell, options: DeployOptions): Promise<DeployResult> {
  const startedAt = shell.clock.now();
  const voice = voiceOf(shell, options.json);
  checkOptions(shell, options);
  const interrupts = watchInterrupts(shell);
  const { region, profile, endpoint } = options;
  const prepared = await prepare(shell, options);
  const cloud = await shell.connect({
    signal: interrupts.second,
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  });
  try {
    return await deployPrepared({ shell, options, cloud, voice, interrupts, startedAt }, prepared);
  } finally {
    cloud.close();
  }
}

function checkOptions({ terminal }: Shell, { yes, plan, json, hotswap, stack }: DeployOptions): void {
  if (!/^[A-Za-z][-A-Za-z0-9]{0,127}$/.test(stack)) {
    const rule = 'A name begins with a letter and has up to 128 letters, digits and hyphens.';
    throw new DeployError('BadOption', `${JSON.stringify(stack)} is no name for a stack.`, rule);
  }
  if (plan && hotswap) {
    const fix = 'Leave one of them out; the refusal of --hotswap names what is not code.';
    throw new DeployError('BadOption', '--plan and --hotswap contradict each other.', fix);
  }
  if (yes || plan || (terminal.interactive && !json)) return;
  const why = json ? 'with --json nobody is asked' : 'nobody can be asked without a terminal';
  const fix = 'Use --yes to execute without being asked, or --plan to see what would change.';
  throw new DeployError('NotConfirmed', `Nothing was deployed: ${why}.`, fix);
}

async function deployPrepared(context: Run, prepared: Prepared): Promise<DeployResult> {
  const { shell, options, cloud, voice } = context;
  const checks = await shell.check(prepared.template, {
    prove: options.prove,
    region: cloud.region,
    parameters: prepared.parameters,
  });
  voice.say(renderChecks(checks, voice.paint));
  if (!isClean(checks)) {
    voice.say('Nothing was deployed.\n');
    return result(context, 'refused', { checks });
  }
  stopIfInterrupted(context);
  const stack = await cloud.cloudFormation.describeStack(options.stack);
  const start = startingPoint(options.stack, stack?.StackStatus);
  if (options.hotswap && start.type === 'CREATE') {
    const why = `There is no stack ${options.stack} yet whose functions could take new code.`;
    throw new DeployError('NotHotswappable', why, 'Deploy without --hotswap.');
  }
  if (start.leftover) {
    voice.say(`Stack ${options.stack} is left over from a change set that was never executed; it is used.\n`);
  }
  const delivered = await upload(cloud, prepared, options, voice);
  stopIfInterrupted(context);
  return withChangeSet(context, prepared, delivered, start, stack);
}

/** Makes the change set and takes it away again, unless it is executed. */
async function withChangeSet(
  context: Run,
  prepared: Prepared,
  delivered: Delivered,
  start: StartingPoint,
  stack: Stack | undefined,
): Promise<DeployResult> {
  const { shell, options, cloud, voice, interrupts } = context;
  const { cloudFormation } = cloud;
  const input = changeSetInput(context, prepared, delivered, start, stack);
  const made = await cloudFormation.createChangeSet(input);
  let executed = false;
  try {
    const waiter = { calls: cloudFormation, clock: shell.clock, signal: interrupts.first };
    const ready = await readChangeSet(waiter, made);
    stopIfInterrupted(context);
    if (!ready.anything) {
      voice.say(`Stack ${options.stack} is up to date.\n`);
      const outputs = outputsOf(stack);
      voice.say(renderOutputs(outputs, voice.paint));
      return result(context, 'unchanged', { stackId: made.stackId, changes: [], outputs });
    }
    const changes = await describe(context, ready, delivered, start);
    const { needed } = allCapabilities(delivered.template, options.capabilities);
    const found = { stackId: made.stackId, changes, capabilities: needed };
    if (options.plan) return result(context, 'planned', found);
    if (options.hotswap) return await hotswap(context, changes, delivered, found);
    if (
      !(await confirmed(context, `Execute this change set on stack ${options.stack} in ${cloud.region}?`))
    ) {
      voice.say('Nothing was deployed.\n');
      return result(context, 'declined', found);
    }
    const before = await eventsSoFar(cloudFormation, made.stackId);
    stopIfInterrupted(context);
    await cloudFormation.executeChangeSet({
      ChangeSetName: made.id,
      ClientRequestToken: shell.token(),
      // A new stack has it from its change set.
      ...(start.type === 'UPDATE' && { DisableRollback: options.onFailure === 'do-nothing' }),
    });
    executed = true;
    return await finish(context, start, found, before, delivered);
  } finally {
    if (!executed && !interrupts.second.aborted) await discard(context, made, start);
  }
}

/** Shows what changes. Values that the answer leaves out come from the templates. */
async function describe(
  { cloud, voice, options }: Run,
  ready: ReadyChangeSet,
  delivered: Delivered,
  { type }: StartingPoint,
): Promise<readonly StackChange[]> {
  const before = type === 'CREATE' ? undefined : await formerTemplate(cloud.cloudFormation, ready);
  const templates: Templates = {
    after: delivered.template.json,
    ...(before !== undefined && { before }),
  };
  const changes = readChanges(ready.changes, templates);
  const verb = type === 'CREATE' ? 'create' : 'update';
  voice.say(`\nChange set to ${verb} stack ${options.stack} in ${cloud.region}\n\n`);
  voice.say(renderChanges(changes, voice.paint, voice.columns));
  const { needed } = allCapabilities(delivered.template, options.capabilities);
  for (const { name, because } of needed) voice.say(`${name} is given for ${because.join(', ')}.\n`);
  return changes;
}

/** What could not be taken away is said, and does not hide what came before. */
async function discard(
  { cloud, shell, voice }: Run,
  made: { readonly id: string; readonly stackId: string },
  { type, leftover }: StartingPoint,
): Promise<void> {
  try {
    await discardChangeSet(cloud.cloudFormation, made, type === 'CREATE' && !leftover, shell.token());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!isAborted(error)) voice.say(`Change set ${made.id} could not be taken away: ${reason}\n`);
  }
}

function stopIfInterrupted({ interrupts }: Run): void {
  if (interrupts.first.aborted) throw new Interrupted('Interrupted.');
}
