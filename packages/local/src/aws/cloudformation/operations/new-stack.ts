import { randomUUID } from 'node:crypto';
import type { Call } from '../../service.ts';
import type { Stack } from '../engine/stack.ts';
import { validationError } from '../template/errors.ts';
import type { Surface } from './dependencies.ts';

/** Refuses names that no stack can have. */
export function checkStackName(name: string): void {
  const refuse = (constraint: string) => {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: ${constraint}`,
    );
  };
  if (!/^(?:[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*)$/.test(name)) {
    refuse('Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*');
  }
  if (!name.startsWith('arn:') && name.length > 128)
    refuse('Member must have length less than or equal to 128');
}

/** A stack with nothing in it, not kept yet. */
export function newStack({ engine, clock }: Surface, call: Call, name: string): Stack {
  const { partition } = engine.kernel;
  return {
    id: `arn:${partition}:cloudformation:${call.region}:${call.accountId}:stack/${name}/${randomUUID()}`,
    name,
    createdAt: clock.now(),
    status: '',
    disableRollback: false,
    terminationProtection: false,
    outputs: [],
    imports: new Set(),
    resources: new Map(),
    events: [],
    changeSets: new Map(),
  };
}

/** Whether an update may begin. */
export function isUpdatable({ status }: Stack): boolean {
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'].includes(status);
}
