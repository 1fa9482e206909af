import type { Caller } from '../../service.ts';
import { dependencyGraph } from '../template/graph.ts';
import { NO_RESOURCES } from '../template/scope.ts';
import { deleteResources } from './delete-resources.ts';
import { type Deployment, deployResource } from './deploy-resource.ts';
import type { Engine } from './deployment.ts';
import { scopeOf } from './desired.ts';
import { failureReason } from './failure-reason.ts';
import { inOrder } from './in-order.ts';
import { evaluateOutputs } from './outputs.ts';
import type { OnFailure, Stack, Target } from './stack.ts';

export function newDeployment(engine: Engine, stack: Stack, caller: Caller, target: Target): Deployment {
  const { condition } = scopeOf(engine, stack, target, NO_RESOURCES);
  return {
    engine,
    stack,
    caller,
    target,
    dependencies: dependencyGraph(target.template, condition),
    before: new Map(),
    replaced: [],
    imports: new Set(),
    cancelled: false,
    stopped: false,
  };
}

/** Makes the resources of a new stack; what fails is rolled back, left or deleted as `onFailure` says. */
export async function createStack(
  deployment: Deployment,
  onFailure: OnFailure,
  retainExceptOnCreate: boolean,
): Promise<void> {
  const { engine, stack, target } = deployment;
  const { history } = engine;
  stack.deployed = target;
  let reason: string;
  const { failed } = await inOrder(deployment.dependencies, (id) => deployResource(deployment, id));
  if (failed.length > 0) {
    reason = `The following resource(s) failed to create: [${failed.join(', ')}]. `;
  } else {
    try {
      stack.outputs = evaluateOutputs(deployment);
      stack.imports = deployment.imports;
      history.stack(stack, 'CREATE_COMPLETE');
      return;
    } catch (error) {
      reason = failureReason(error);
    }
  }
  if (onFailure === 'DO_NOTHING') {
    history.stack(stack, 'CREATE_FAILED', reason);
    return;
  }
  const [status, what] = onFailure === 'DELETE' ? ['DELETE', 'Delete'] : ['ROLLBACK', 'Rollback'];
  history.stack(
    stack,
    `${status}_IN_PROGRESS`,
    `${reason.trimEnd().replace(/\.?$/, '.')} ${what} requested by user.`,
  );
  stack.deletedAt = stack.events.at(-1)?.timestamp ?? stack.createdAt;
  const stuck = await deleteResources(deployment, [...stack.resources.values()], {
    keeps: ({ deletionPolicy }) => deletionPolicy === 'Retain' && !retainExceptOnCreate,
  });
  if (stuck.length === 0) history.stack(stack, `${status}_COMPLETE`);
  else history.stack(stack, `${status}_FAILED`, failedToDelete(stuck));
}

export function failedToDelete(ids: readonly string[]): string {
  return `The following resource(s) failed to delete: [${ids.join(', ')}]. `;
}
