import { type Job, workOn } from './deployment.ts';
import { failureReason } from './failure-reason.ts';
import { inOrder, reversed } from './in-order.ts';
import type { StackResource } from './stack.ts';

export interface DeletionOptions {
  /** Whether a resource stays. */
  readonly keeps: (record: StackResource) => boolean;
  /** Whether resources that cannot be deleted are left behind. */
  readonly force?: boolean;
  /** Former resources have the logical id of one that stays in the stack. */
  readonly former?: boolean;
}

/** Deletes resources, those first that others depend on last. Answers the logical ids that failed. */
export async function deleteResources(
  job: Job,
  records: readonly StackResource[],
  options: DeletionOptions,
): Promise<readonly string[]> {
  const byId = new Map(records.map((record) => [record.logicalId, record]));
  const needs = reversed(new Map(records.map(({ logicalId, dependencies }) => [logicalId, dependencies])));
  const step = async (id: string) => {
    const record = byId.get(id);
    return record === undefined || deleteResource(job, record, options);
  };
  const { failed } = await inOrder(needs, step, true);
  return failed;
}

async function deleteResource(job: Job, record: StackResource, options: DeletionOptions): Promise<boolean> {
  const { engine, stack } = job;
  const say = (status: string, reason?: string) => {
    if (options.former === true) engine.history.former(stack, record, status, reason);
    else engine.history.resource(stack, record, status, reason);
  };
  if (record.status === 'DELETE_COMPLETE') return true;
  if (options.keeps(record)) {
    say('DELETE_SKIPPED');
    return true;
  }
  const { resource } = record;
  if (resource === undefined) {
    say('DELETE_COMPLETE');
    return true;
  }
  say('DELETE_IN_PROGRESS');
  try {
    const type = engine.types.of(record.type);
    await type.delete(
      resource,
      record.properties,
      workOn(job, record.logicalId, () => {}),
    );
  } catch (error) {
    say(options.force === true ? 'DELETE_SKIPPED' : 'DELETE_FAILED', failureReason(error));
    return options.force === true;
  }
  say('DELETE_COMPLETE');
  return true;
}
