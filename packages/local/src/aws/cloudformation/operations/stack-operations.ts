import { AwsError, type Operation, operation } from '../../service.ts';
import { newDeployment } from '../engine/create-stack.ts';
import { deleteStack } from '../engine/delete-stack.ts';
import { plan } from '../engine/plan.ts';
import { findStack, type OnFailure } from '../engine/stack.ts';
import { notBuilt, validationError } from '../template/errors.ts';
import { askStack } from './asks.ts';
import type { Surface } from './dependencies.ts';
import { actingCaller, beginCreate, beginUpdate, runInBackground } from './deploy.ts';
import { inBrackets, notUpdatable, requireStack } from './errors.ts';
import { checkStackName, isUpdatable, newStack } from './new-stack.ts';
import { type DeployInput, readTarget } from './target.ts';

interface CreateStackInput extends DeployInput {
  readonly DisableRollback?: boolean;
  readonly OnFailure?: OnFailure;
  readonly TimeoutInMinutes?: number;
  readonly EnableTerminationProtection?: boolean;
  readonly RetainExceptOnCreate?: boolean;
}

interface UpdateStackInput extends DeployInput {
  readonly DisableRollback?: boolean;
  readonly RetainExceptOnCreate?: boolean;
  readonly StackPolicyDuringUpdateBody?: string;
  readonly StackPolicyDuringUpdateURL?: string;
}

interface CancelUpdateInput {
  readonly StackName: string;
  readonly ClientRequestToken?: string;
}

interface DeleteStackInput {
  readonly StackName: string;
  readonly RetainResources?: readonly string[];
  readonly RoleARN?: string;
  readonly ClientRequestToken?: string;
  readonly DeletionMode?: 'STANDARD' | 'FORCE_DELETE_STACK';
}

/** CreateStack, UpdateStack, DeleteStack and termination protection. */
export function stackOperations(surface: Surface): Record<string, Operation> {
  const { engine, clock } = surface;
  const { kernel, stacks, history } = engine;
  return {
    CreateStack: operation<CreateStackInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'CreateStack', input),
      async run(input, call) {
        checkStackName(input.StackName);
        const { DisableRollback, OnFailure: onFailure, ClientRequestToken: token } = input;
        if (input.TimeoutInMinutes !== undefined) throw notBuilt('TimeoutInMinutes');
        if (DisableRollback !== undefined && onFailure !== undefined) {
          throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
        }
        const present = findStack(stacks, input.StackName);
        if (present !== undefined && present.status !== 'REVIEW_IN_PROGRESS') {
          if (token !== undefined && present.clientRequestToken === token) return { StackId: present.id };
          throw new AwsError('AlreadyExistsException', `Stack [${input.StackName}] already exists`);
        }
        const target = await readTarget(engine, input, call, undefined);
        const stack = present ?? newStack(surface, call, input.StackName);
        const { dependencies } = newDeployment(engine, stack, call.caller, target);
        plan(engine, stack, target, dependencies);
        stack.disableRollback = DisableRollback ?? onFailure === 'DO_NOTHING';
        stack.terminationProtection = input.EnableTerminationProtection ?? false;
        beginCreate(surface, stack, target, call, {
          onFailure: onFailure ?? (DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK'),
          retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
          ...(token !== undefined && { clientRequestToken: token }),
        });
        stacks.set(stack.id, stack);
        for (const changeSet of stack.changeSets.values()) changeSet.executionStatus = 'OBSOLETE';
        return { StackId: stack.id };
      },
    }),

    UpdateStack: operation<UpdateStackInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'UpdateStack', input),
      async run(input, call) {
        const stack = requireStack(stacks, input.StackName, inBrackets);
        if (input.DisableRollback === true) throw notBuilt('DisableRollback of an update');
        if (
          input.StackPolicyDuringUpdateBody !== undefined ||
          input.StackPolicyDuringUpdateURL !== undefined
        ) {
          throw notBuilt('A stack policy');
        }
        if (!isUpdatable(stack)) throw notUpdatable(stack);
        const target = await readTarget(engine, input, call, stack);
        const { dependencies } = newDeployment(engine, stack, call.caller, target);
        if (!plan(engine, stack, target, dependencies).anything) {
          throw validationError('No updates are to be performed.');
        }
        beginUpdate(surface, stack, target, call, {
          onFailure: 'ROLLBACK',
          retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
          ...(input.ClientRequestToken !== undefined && { clientRequestToken: input.ClientRequestToken }),
        });
        delete stack.changeSetId;
        for (const changeSet of stack.changeSets.values()) {
          if (changeSet.executionStatus === 'AVAILABLE') changeSet.executionStatus = 'OBSOLETE';
        }
        return { StackId: stack.id };
      },
    }),

    CancelUpdateStack: operation<CancelUpdateInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'CancelUpdateStack', input),
      run({ StackName, ClientRequestToken: token }) {
        const stack = requireStack(stacks, StackName, inBrackets);
        if (stack.status !== 'UPDATE_IN_PROGRESS' || stack.cancelUpdate === undefined) {
          throw validationError('CancelUpdateStack cannot be called from current stack status');
        }
        if (token !== undefined) stack.clientRequestToken = token;
        stack.cancelUpdate();
        return {};
      },
    }),

    DeleteStack: operation<DeleteStackInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'DeleteStack', input),
      run(input, call) {
        const stack = findStack(stacks, input.StackName);
        // Deleting what is not there succeeds.
        if (stack === undefined || /^DELETE_(COMPLETE|IN_PROGRESS)$/.test(stack.status)) return {};
        if (stack.terminationProtection) {
          throw validationError(
            `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
          );
        }
        if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') {
          throw notBuilt(`Deleting a stack in status ${stack.status}`);
        }
        const retain = input.RetainResources ?? [];
        if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
          throw validationError(
            `Invalid operation on stack [${stack.id}]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
          );
        }
        const caller = actingCaller(surface, call, input.RoleARN ?? stack.deployed?.roleArn);
        if (input.ClientRequestToken !== undefined) stack.clientRequestToken = input.ClientRequestToken;
        stack.deletedAt = clock.now();
        history.stack(stack, 'DELETE_IN_PROGRESS', 'User Initiated');
        const force = input.DeletionMode === 'FORCE_DELETE_STACK';
        const run = async () => {
          await Promise.resolve();
          await deleteStack({ engine, stack, caller }, { retain, force });
        };
        runInBackground(engine, stack, run);
        return {};
      },
    }),

    UpdateTerminationProtection: operation<
      { readonly StackName: string; readonly EnableTerminationProtection: boolean },
      object
    >({
      authorize: (input, call) => askStack(stacks, kernel, call, 'UpdateTerminationProtection', input),
      run(input) {
        const stack = requireStack(stacks, input.StackName, inBrackets);
        stack.terminationProtection = input.EnableTerminationProtection;
        return { StackId: stack.id };
      },
    }),
  };
}
