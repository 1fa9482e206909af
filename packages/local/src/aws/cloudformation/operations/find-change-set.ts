import { type ChangeSet, findStack, type Stack, type StackStore } from '../engine/stack.ts';
import { validationError } from '../template/errors.ts';
import { inBrackets } from './errors.ts';

export interface ChangeSetReference {
  readonly ChangeSetName?: string;
  readonly StackName?: string;
}

/** The change set by its ARN, or by name within a stack; fails with ValidationError without a stack. */
export function findChangeSet(
  stacks: StackStore,
  { ChangeSetName = '', StackName }: ChangeSetReference,
): { readonly stack: Stack; readonly changeSet: ChangeSet } | undefined {
  if (ChangeSetName.startsWith('arn:')) {
    for (const stack of stacks.values()) {
      const changeSet = stack.changeSets.get(ChangeSetName);
      if (changeSet !== undefined) return { stack, changeSet };
    }
    return undefined;
  }
  if (StackName === undefined) {
    throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
  }
  const stack = findStack(stacks, StackName);
  if (stack === undefined) throw validationError(inBrackets(StackName));
  const changeSet = [...stack.changeSets.values()].find(({ name }) => name === ChangeSetName);
  return changeSet === undefined ? undefined : { stack, changeSet };
}
