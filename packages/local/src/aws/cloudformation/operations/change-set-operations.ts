import { randomUUID } from 'node:crypto';
import { AwsError, type Call, type Operation, operation } from '../../service.ts';
import { newDeployment } from '../engine/create-stack.ts';
import { describeChanges } from '../engine/describe-changes.ts';
import { plan } from '../engine/plan.ts';
import { type ChangeSet, findStack, type OnFailure, type Stack } from '../engine/stack.ts';
import { notBuilt, validationError } from '../template/errors.ts';
import { askStack } from './asks.ts';
import type { Surface } from './dependencies.ts';
import { beginCreate, beginUpdate } from './deploy.ts';
import { describeChangeSet, summariseChangeSet } from './describe.ts';
import { changeSetNotFound, inBrackets, notUpdatable, requireStack } from './errors.ts';
import { findChangeSet } from './find-change-set.ts';
import { checkStackName, isUpdatable, newStack } from './new-stack.ts';
import { page } from './paging.ts';
import { type DeployInput, readTarget } from './target.ts';

interface CreateChangeSetInput extends DeployInput {
  readonly ChangeSetName: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly Description?: string;
  readonly ClientToken?: string;
  readonly ResourcesToImport?: readonly object[];
  readonly IncludeNestedStacks?: boolean;
  readonly OnStackFailure?: OnFailure;
  readonly ImportExistingResources?: boolean;
  readonly DeploymentMode?: string;
}

interface OfChangeSet {
  readonly ChangeSetName: string;
  readonly StackName?: string;
  readonly NextToken?: string;
}

interface ExecuteInput extends OfChangeSet {
  readonly ClientRequestToken?: string;
  readonly DisableRollback?: boolean;
  readonly RetainExceptOnCreate?: boolean;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Change sets: what `aws cloudformation deploy` works with. */
export function changeSetOperations(surface: Surface): Record<string, Operation> {
  const { engine } = surface;
  const { kernel, stacks } = engine;
  const authorize = (action: string) => (input: OfChangeSet, call: Call) => {
    const stackName = input.StackName ?? findChangeSet(stacks, input)?.stack.id;
    return askStack(stacks, kernel, call, action, {
      ...input,
      ...(stackName !== undefined && { StackName: stackName }),
    });
  };
  const required = (input: OfChangeSet) => {
    const found = findChangeSet(stacks, input);
    if (found === undefined) throw changeSetNotFound(input.ChangeSetName);
    return found;
  };

  return {
    CreateChangeSet: operation<CreateChangeSetInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'CreateChangeSet', input),
      run: (input, call) => createChangeSet(surface, input, call),
    }),

    DescribeChangeSet: operation<OfChangeSet & { readonly IncludePropertyValues?: boolean }, object>({
      authorize: authorize('DescribeChangeSet'),
      run(input) {
        const { stack, changeSet } = required(input);
        const { items, ...next } = page(
          input.IncludePropertyValues === true ? changeSet.detailedChanges : changeSet.changes,
          input.NextToken,
        );
        return { ...describeChangeSet(stack, changeSet), Changes: items, ...next };
      },
    }),

    ListChangeSets: operation<{ readonly StackName: string; readonly NextToken?: string }, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'ListChangeSets', input),
      run(input) {
        const stack = requireStack(stacks, input.StackName, inBrackets);
        const { items, ...next } = page([...stack.changeSets.values()], input.NextToken);
        return { Summaries: items.map((changeSet) => summariseChangeSet(stack, changeSet)), ...next };
      },
    }),

    DeleteChangeSet: operation<OfChangeSet, object>({
      authorize: authorize('DeleteChangeSet'),
      run(input) {
        const found = findChangeSet(stacks, input);
        // Deleting what is not there succeeds.
        if (found === undefined) return {};
        const { stack, changeSet } = found;
        if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
          throw invalidStatus(changeSet, 'deleted', changeSet.executionStatus);
        }
        stack.changeSets.delete(changeSet.id);
        return {};
      },
    }),

    ExecuteChangeSet: operation<ExecuteInput, object>({
      authorize: authorize('ExecuteChangeSet'),
      run(input, call) {
        const { stack, changeSet } = required(input);
        execute(surface, stack, changeSet, input, call);
        return {};
      },
    }),
  };
}

function invalidStatus(changeSet: ChangeSet, verb: string, status: string): AwsError {
  return new AwsError(
    'InvalidChangeSetStatusException',
    `ChangeSet [${changeSet.id}] cannot be ${verb} in its current status of [${status}]`,
  );
}

async function createChangeSet(surface: Surface, input: CreateChangeSetInput, call: Call): Promise<object> {
  const { engine, clock } = surface;
  const { kernel, stacks, history, types } = engine;
  const { ChangeSetName: name, ChangeSetType: kind = 'UPDATE' } = input;
  if (
    kind === 'IMPORT' ||
    (input.ResourcesToImport?.length ?? 0) > 0 ||
    input.ImportExistingResources === true
  ) {
    throw notBuilt('Importing resources');
  }
  if (input.IncludeNestedStacks === true) throw notBuilt('IncludeNestedStacks');
  if (input.DeploymentMode !== undefined) throw notBuilt('DeploymentMode');
  if (kind === 'UPDATE' && input.OnStackFailure !== undefined && input.OnStackFailure !== 'ROLLBACK') {
    throw notBuilt(`OnStackFailure ${input.OnStackFailure} of an update`);
  }
  checkStackName(input.StackName);
  const present = stackFor(stacks, input, kind);
  const target = await readTarget(engine, input, call, kind === 'UPDATE' ? present : undefined);
  const stack = present ?? newStack(surface, call, input.StackName);
  const id = `arn:${kernel.partition}:cloudformation:${call.region}:${call.accountId}:changeSet/${name}/${randomUUID()}`;
  if ([...stack.changeSets.values()].some((changeSet) => changeSet.name === name)) {
    throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
  }
  const { dependencies } = newDeployment(engine, stack, call.caller, target);
  const planned = plan(engine, stack, target, dependencies);
  stack.changeSets.set(id, {
    id,
    name,
    kind,
    target,
    changes: describeChanges(planned, stack, target, types),
    detailedChanges: describeChanges(planned, stack, target, types, true),
    createdAt: clock.now(),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.OnStackFailure !== undefined && { onStackFailure: input.OnStackFailure }),
    ...(planned.anything
      ? { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }
      : { status: 'FAILED', executionStatus: 'UNAVAILABLE', statusReason: NO_CHANGES }),
  });
  if (present === undefined) {
    stacks.set(stack.id, stack);
    history.stack(stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  }
  return { Id: id, StackId: stack.id };
}

/** The stack a change set is for; undefined for one that is to be created. */
function stackFor(
  stacks: Surface['engine']['stacks'],
  input: CreateChangeSetInput,
  kind: string,
): Stack | undefined {
  const stack = findStack(stacks, input.StackName);
  if (kind === 'UPDATE') {
    if (stack === undefined) throw validationError(inBrackets(input.StackName));
    if (!isUpdatable(stack)) throw notUpdatable(stack);
    return stack;
  }
  if (stack === undefined && !input.StackName.startsWith('arn:')) return undefined;
  if (stack?.status === 'REVIEW_IN_PROGRESS') return stack;
  throw validationError(
    `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
  );
}

function execute(
  surface: Surface,
  stack: Stack,
  changeSet: ChangeSet,
  input: ExecuteInput,
  call: Call,
): void {
  if (changeSet.status !== 'CREATE_COMPLETE') throw invalidStatus(changeSet, 'executed', changeSet.status);
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw invalidStatus(changeSet, 'executed', changeSet.executionStatus);
  }
  const creates = changeSet.kind === 'CREATE';
  if (creates ? stack.status !== 'REVIEW_IN_PROGRESS' : !isUpdatable(stack)) throw notUpdatable(stack);
  const { DisableRollback: keep = false, ClientRequestToken: token } = input;
  if (keep && !creates) throw notBuilt('DisableRollback of an update');
  if (keep && changeSet.onStackFailure !== undefined) {
    throw validationError('You can specify either DisableRollback or OnStackFailure, but not both.');
  }
  const begin = creates ? beginCreate : beginUpdate;
  begin(surface, stack, changeSet.target, call, {
    onFailure: changeSet.onStackFailure ?? (keep ? 'DO_NOTHING' : 'ROLLBACK'),
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    ...(token !== undefined && { clientRequestToken: token }),
    whenDone(succeeded) {
      changeSet.executionStatus = succeeded ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
    },
  });
  if (creates) stack.disableRollback = keep;
  stack.changeSetId = changeSet.id;
  // Recorded of a stack that a change set made: its last update is its execution.
  stack.updatedAt = surface.clock.now();
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  for (const other of [...stack.changeSets.values()]) {
    if (other !== changeSet && other.executionStatus !== 'EXECUTE_COMPLETE')
      stack.changeSets.delete(other.id);
  }
}
