import { DeployError } from './error.ts';

/** What to ask CloudFormation for, given what is there. */
export interface StartingPoint {
  readonly type: 'CREATE' | 'UPDATE';
  /** Whether there is a stack of this name that holds nothing yet: a change set made it and was never executed. */
  readonly leftover: boolean;
}

const UPDATABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
]);

/**
 * Decides whether a deployment creates or updates, from the stack's status (undefined: no stack).
 * Throws {@link DeployError} `StackBusy` or `StackStuck`, each with the way out.
 */
export function startingPoint(name: string, status: string | undefined): StartingPoint {
  if (status === undefined || status === 'DELETE_COMPLETE') return { type: 'CREATE', leftover: false };
  if (status === 'REVIEW_IN_PROGRESS') return { type: 'CREATE', leftover: true };
  if (UPDATABLE.has(status)) return { type: 'UPDATE', leftover: false };
  if (status.endsWith('_IN_PROGRESS')) {
    throw new DeployError(
      'StackBusy',
      `Stack ${name} is in status ${status}: another operation is under way.`,
      `Wait for its end with: wayleave follow --stack ${name}`,
    );
  }
  throw new DeployError(
    'StackStuck',
    `Stack ${name} is in status ${status}. ${WHY[status] ?? ''}`.trim(),
    fix(name, status),
  );
}

const WHY: Readonly<Record<string, string>> = {
  ROLLBACK_COMPLETE: 'Its creation failed and was rolled back; such a stack can only be deleted.',
  ROLLBACK_FAILED: 'Its creation failed, and so did the rollback: some resources are still there.',
  CREATE_FAILED: 'Its creation failed and was left as it was.',
  DELETE_FAILED: 'Some of its resources could not be deleted.',
  UPDATE_ROLLBACK_FAILED: 'An update failed, and so did the rollback.',
  UPDATE_FAILED: 'An update failed and was left as it was.',
};

function fix(name: string, status: string): string {
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return `Mend what the rollback failed on, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
  }
  if (status === 'UPDATE_FAILED')
    return `Roll it back with: aws cloudformation rollback-stack --stack-name ${name}`;
  return `Delete it with: wayleave delete --stack ${name}`;
}
