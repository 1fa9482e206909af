import type { Call, Caller } from '../../service.ts';
import { createStack, newDeployment } from '../engine/create-stack.ts';
import type { Engine } from '../engine/deployment.ts';
import { failureReason } from '../engine/failure-reason.ts';
import type { OnFailure, Stack, Target } from '../engine/stack.ts';
import { updateStack } from '../engine/update-stack.ts';
import { validationError } from '../template/errors.ts';
import type { Surface } from './dependencies.ts';

export interface DeployOptions {
  readonly onFailure: OnFailure;
  readonly retainExceptOnCreate: boolean;
  readonly clientRequestToken?: string;
  readonly whenDone?: (succeeded: boolean) => void;
}

/** The caller whose rights count for the resources: the stack's role, or whoever asks. */
export function actingCaller({ roles }: Surface, call: Call, roleArn: string | undefined): Caller {
  if (roleArn === undefined) return call.caller;
  const assumable =
    roles.roleByArn(roleArn) !== undefined &&
    roles.mayAssume('cloudformation.amazonaws.com', roleArn).allowed;
  if (!assumable) throw validationError(`Role ${roleArn} is invalid or cannot be assumed`);
  return roles.issueSession(roleArn, 'AWSCloudFormation', 3600).caller;
}

/** Begins to create a stack; the answer is given before the work is done. */
export function beginCreate(
  surface: Surface,
  stack: Stack,
  target: Target,
  call: Call,
  options: DeployOptions,
): void {
  const { engine } = surface;
  const deployment = newDeployment(engine, stack, actingCaller(surface, call, target.roleArn), target);
  begin(engine, stack, 'CREATE_IN_PROGRESS', options);
  inBackground(engine, stack, 'CREATE_COMPLETE', options, () =>
    createStack(deployment, options.onFailure, options.retainExceptOnCreate),
  );
}

/** Begins to update a stack. */
export function beginUpdate(
  surface: Surface,
  stack: Stack,
  target: Target,
  call: Call,
  options: DeployOptions,
): void {
  const { engine, clock } = surface;
  const deployment = newDeployment(engine, stack, actingCaller(surface, call, target.roleArn), target);
  stack.updatedAt = clock.now();
  begin(engine, stack, 'UPDATE_IN_PROGRESS', options);
  stack.cancelUpdate = () => {
    deployment.cancelled = true;
    deployment.stopped = true;
    engine.history.stack(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
  };
  inBackground(engine, stack, 'UPDATE_COMPLETE', options, () =>
    updateStack(deployment, options.retainExceptOnCreate),
  );
}

function begin(engine: Engine, stack: Stack, status: string, { clientRequestToken }: DeployOptions): void {
  if (clientRequestToken === undefined) delete stack.clientRequestToken;
  else stack.clientRequestToken = clientRequestToken;
  engine.history.stack(stack, status, 'User Initiated');
}

/** Work that the kernel counts; a fault of the engine itself leaves the stack failed, not in progress for ever. */
export function runInBackground(engine: Engine, stack: Stack, run: () => Promise<void>): void {
  const failed = stack.status.replace(/_IN_PROGRESS$/, '_FAILED');
  const work = run().catch((error: unknown) => {
    engine.history.stack(stack, failed, failureReason(error));
  });
  void engine.kernel.track(work);
}

function inBackground(
  engine: Engine,
  stack: Stack,
  success: string,
  { whenDone }: DeployOptions,
  work: () => Promise<void>,
): void {
  const run = async () => {
    // The request is answered before the first resource is touched.
    await Promise.resolve();
    await work();
    whenDone?.(stack.status === success);
  };
  runInBackground(engine, stack, run);
}
