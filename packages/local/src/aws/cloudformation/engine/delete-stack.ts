import { failedToDelete } from './create-stack.ts';
import { deleteResources } from './delete-resources.ts';
import type { Job } from './deployment.ts';
import { importersOf } from './stack.ts';

export interface DeleteOptions {
  readonly retain: readonly string[];
  readonly force: boolean;
}

/** Deletes the resources of a stack that do not stay, and the stack with them if all of that succeeds. */
export async function deleteStack(job: Job, { retain, force }: DeleteOptions): Promise<void> {
  const { engine, stack } = job;
  const { history, stacks } = engine;
  for (const { exportName } of stack.outputs) {
    const [importer] = exportName === undefined ? [] : importersOf(stacks, exportName);
    if (importer === undefined) continue;
    const reason = `Delete canceled. Cannot delete export ${exportName} as it is in use by ${importer.name}.`;
    history.stack(stack, 'DELETE_FAILED', reason);
    return;
  }
  const stuck = await deleteResources(job, [...stack.resources.values()], {
    keeps: ({ logicalId, deletionPolicy }) => deletionPolicy !== 'Delete' || retain.includes(logicalId),
    force,
  });
  if (stuck.length > 0) history.stack(stack, 'DELETE_FAILED', failedToDelete(stuck));
  else history.stack(stack, 'DELETE_COMPLETE');
}
