import { deleteResources } from './delete-resources.ts';
import { type Deployment, deployResource } from './deploy-resource.ts';
import { workOn } from './deployment.ts';
import { changedProperties } from './desired.ts';
import { failureReason } from './failure-reason.ts';
import { inOrder } from './in-order.ts';
import { evaluateOutputs } from './outputs.ts';
import type { StackResource } from './stack.ts';

/** Brings a stack to its target: new and changed resources first, then what is not wanted any more. */
export async function updateStack(deployment: Deployment, retainExceptOnCreate: boolean): Promise<void> {
  const { stack, target } = deployment;
  const { failed } = await inOrder(deployment.dependencies, (id) => deployResource(deployment, id));
  delete stack.cancelUpdate;
  let reason = failed.length > 0 || deployment.stopped ? failedToDeploy(deployment, failed) : undefined;
  if (reason === undefined) {
    try {
      const outputs = evaluateOutputs(deployment);
      stack.outputs = outputs;
      stack.imports = deployment.imports;
    } catch (error) {
      reason = failureReason(error);
    }
  }
  if (reason === undefined) {
    stack.deployed = target;
    await cleanUp(deployment);
  } else {
    await rollBack(deployment, reason, retainExceptOnCreate);
  }
}

function failedToDeploy({ before }: Deployment, failed: readonly string[]): string {
  const created = failed.filter((id) => before.get(id) === undefined);
  const updated = failed.filter((id) => before.get(id) !== undefined);
  const sentence = (verb: string, ids: readonly string[]) =>
    ids.length === 0 ? '' : `The following resource(s) failed to ${verb}: [${ids.join(', ')}]. `;
  return sentence('create', created) + sentence('update', updated);
}

async function cleanUp(deployment: Deployment): Promise<void> {
  const { engine, stack, dependencies, replaced } = deployment;
  const { history } = engine;
  history.stack(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const removed = [...stack.resources.values()].filter(({ logicalId }) => !dependencies.has(logicalId));
  const stuck = [
    ...(await deleteResources(deployment, replaced, {
      former: true,
      keeps: ({ updateReplacePolicy }) => updateReplacePolicy === 'Retain',
    })),
    ...(await deleteResources(deployment, removed, {
      keeps: ({ deletionPolicy }) => deletionPolicy !== 'Delete',
    })),
  ];
  for (const { logicalId } of removed) stack.resources.delete(logicalId);
  const reason = stuck.length === 0 ? undefined : 'One or more resources could not be deleted.';
  history.stack(stack, 'UPDATE_COMPLETE', reason);
}

async function rollBack(
  deployment: Deployment,
  reason: string,
  retainExceptOnCreate: boolean,
): Promise<void> {
  const { engine, stack, before, replaced } = deployment;
  const { history } = engine;
  // A cancelled update says so at once, before what is under way has ended.
  if (!deployment.stopped) history.stack(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const touched = new Map(
    [...before].flatMap(([id, record]) => (record === undefined ? [] : [[id, new Set(record.dependencies)]])),
  );
  const newer: StackResource[] = [];
  const { failed } = await inOrder(touched, async (id) => {
    const former = before.get(id);
    const current = stack.resources.get(id);
    if (former === undefined || current === undefined) return true;
    if (replaced.some(({ logicalId }) => logicalId === id)) {
      if (current.resource !== undefined) newer.push(current);
      history.resource(stack, former, 'UPDATE_IN_PROGRESS');
      history.resource(stack, former, 'UPDATE_COMPLETE');
      return true;
    }
    return revert(deployment, current, former);
  });
  if (failed.length > 0) {
    const stuck = `The following resource(s) failed to update: [${failed.join(', ')}]. `;
    history.stack(stack, 'UPDATE_ROLLBACK_FAILED', stuck);
    return;
  }
  history.stack(stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  const created = [...before].flatMap(([id, record]) => {
    const current = stack.resources.get(id);
    return record === undefined && current !== undefined ? [current] : [];
  });
  await deleteResources(deployment, newer, { former: true, keeps: () => false });
  await deleteResources(deployment, created, {
    keeps: ({ deletionPolicy }) => deletionPolicy === 'Retain' && !retainExceptOnCreate,
  });
  for (const { logicalId } of created) stack.resources.delete(logicalId);
  history.stack(stack, 'UPDATE_ROLLBACK_COMPLETE');
}

/** Takes a resource back to what it was. */
async function revert(
  deployment: Deployment,
  current: StackResource,
  former: StackResource,
): Promise<boolean> {
  const { engine, stack } = deployment;
  const { history } = engine;
  const type = engine.types.of(former.type);
  const changed = changedProperties(current.properties, former.properties);
  const untouched = changed.length === 0 || changed.some((name) => type.replaces(name));
  if (former.resource === undefined || untouched) {
    stack.resources.set(former.logicalId, former);
    return true;
  }
  history.resource(stack, former, 'UPDATE_IN_PROGRESS');
  try {
    const work = workOn(deployment, former.logicalId, () => {});
    await type.update(former.resource, former.properties, current.properties, work);
  } catch (error) {
    history.resource(stack, former, 'UPDATE_FAILED', failureReason(error));
    return false;
  }
  history.resource(stack, former, 'UPDATE_COMPLETE');
  return true;
}
