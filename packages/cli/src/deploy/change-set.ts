import type { Change } from '@aws-sdk/client-cloudformation';
import type { Clock } from './clock.ts';
import { createBackoff } from './clock.ts';
import type { CloudFormationCalls } from './cloud.ts';
import { DeployError } from './error.ts';

/** A change set that is ready, with all its changes. */
export interface ReadyChangeSet {
  readonly id: string;
  readonly stackId: string;
  /** Whether executing it would change anything. */
  readonly anything: boolean;
  readonly changes: readonly Change[];
}

export interface ChangeSetWaiter {
  readonly calls: CloudFormationCalls;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Waits until a change set is made and reads all of it. Rejects with {@link DeployError} `ChangeSetFailed`
 * where CloudFormation could not make it, and with `Interrupted`.
 */
export async function readChangeSet(
  { calls, clock, signal }: ChangeSetWaiter,
  { id, stackId }: { readonly id: string; readonly stackId: string },
): Promise<ReadyChangeSet> {
  const backoff = createBackoff(clock.random);
  for (;;) {
    const first = await calls.describeChangeSet(id, true, undefined);
    const { Status: status = '', StatusReason: reason = '' } = first;
    if (status === 'CREATE_COMPLETE') {
      const changes = [...(first.Changes ?? [])];
      for (let token = first.NextToken; token !== undefined; ) {
        const page = await calls.describeChangeSet(id, true, token);
        changes.push(...(page.Changes ?? []));
        token = page.NextToken;
      }
      return { id, stackId, anything: true, changes };
    }
    if (status === 'FAILED') {
      if (isWithoutChanges(reason)) return { id, stackId, anything: false, changes: [] };
      throw new DeployError(
        'ChangeSetFailed',
        [
          `CloudFormation could not make the change set: ${reason || 'it gives no reason'}`,
          ...(await refusedByValidation(calls, id)),
        ].join('\n  '),
        'Mend the template or its parameters, and deploy again.',
      );
    }
    await clock.sleep(backoff.next('nothing'), signal);
  }
}

/** What the validation says in addition; nothing where the service does not tell, as before November 2025. */
async function refusedByValidation(calls: CloudFormationCalls, id: string): Promise<readonly string[]> {
  const events = await calls.validationErrors(id).catch(() => []);
  return events.map(({ LogicalResourceId, ValidationPath, ValidationStatusReason, ValidationName }) =>
    [LogicalResourceId, ValidationPath, ValidationStatusReason ?? ValidationName]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );
}

/** Recorded of CreateChangeSet, and what UpdateStack says for the same. */
export function isWithoutChanges(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/.test(reason);
}

/**
 * Takes a change set away, and the stack with it that it made and that holds nothing. A stack that was there
 * before, or that has another change set by now, stays.
 */
export async function discardChangeSet(
  calls: CloudFormationCalls,
  { id, stackId }: { readonly id: string; readonly stackId: string },
  madeStack: boolean,
  token: string,
): Promise<void> {
  await calls.deleteChangeSet(id);
  if (!madeStack) return;
  const stack = await calls.describeStack(stackId);
  if (stack?.StackStatus !== 'REVIEW_IN_PROGRESS') return;
  if ((await calls.changeSetsOf(stackId)).length > 0) return;
  await calls.deleteStack(stackId, token, undefined);
}
