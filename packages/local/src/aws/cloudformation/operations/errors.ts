import { AwsError } from '../../service.ts';
import { findStack, type Stack, type StackStore } from '../engine/stack.ts';
import { validationError } from '../template/errors.ts';

/** Operations word the absence of a stack in two ways. */
export function requireStack(
  stacks: StackStore,
  nameOrId: string,
  words: (name: string) => string = (name) => `Stack with id ${name} does not exist`,
): Stack {
  const stack = findStack(stacks, nameOrId);
  if (stack === undefined) throw validationError(words(nameOrId));
  return stack;
}

export const inBrackets = (name: string): string => `Stack [${name}] does not exist`;

export function changeSetNotFound(nameOrId: string): AwsError {
  return new AwsError('ChangeSetNotFoundException', `ChangeSet [${nameOrId}] does not exist`, 404);
}

/** The refusal of an update of a stack that is not at rest. */
export function notUpdatable(stack: Stack): AwsError {
  return validationError(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}
