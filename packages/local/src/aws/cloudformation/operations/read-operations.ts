import { type Call, type Operation, operation } from '../../service.ts';
import { exportsOf, type Stack } from '../engine/stack.ts';
import { validationError } from '../template/errors.ts';
import { askStack } from './asks.ts';
import type { Surface } from './dependencies.ts';
import { describeEvent, describeResource, describeStack, summariseStack } from './describe.ts';
import { inBrackets, requireStack } from './errors.ts';
import { page } from './paging.ts';

interface OfStack {
  readonly StackName: string;
  readonly NextToken?: string;
}

interface ResourcesInput {
  readonly StackName?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

/** What stacks are, what they hold and what happened to them. */
export function readOperations({ engine }: Surface): Record<string, Operation> {
  const { kernel, stacks } = engine;
  const authorize = (action: string) => (input: { readonly StackName?: string }, call: Call) =>
    askStack(stacks, kernel, call, action, input);

  return {
    DescribeStacks: operation<Partial<OfStack>, object>({
      authorize: authorize('DescribeStacks'),
      run({ StackName, NextToken }) {
        if (StackName !== undefined) return { Stacks: [describeStack(requireStack(stacks, StackName))] };
        const live = [...stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE').toReversed();
        const { items, ...next } = page(live, NextToken);
        return { Stacks: items.map(describeStack), ...next };
      },
    }),

    ListStacks: operation<
      { readonly NextToken?: string; readonly StackStatusFilter?: readonly string[] },
      object
    >({
      authorize: (_, call) => askStack(stacks, kernel, call, 'ListStacks', { StackName: '*' }),
      run({ NextToken, StackStatusFilter: filter = [] }) {
        const wanted = [...stacks.values()].filter(
          ({ status }) => filter.length === 0 || filter.includes(status),
        );
        const { items, ...next } = page(wanted.toReversed(), NextToken);
        return { StackSummaries: items.map(summariseStack), ...next };
      },
    }),

    DescribeStackEvents: operation<OfStack, object>({
      authorize: authorize('DescribeStackEvents'),
      run({ StackName, NextToken }) {
        const stack = requireStack(stacks, StackName, inBrackets);
        const { items, ...next } = page(stack.events.toReversed(), NextToken);
        return { StackEvents: items.map((event) => describeEvent(stack, event)), ...next };
      },
    }),

    DescribeStackResources: operation<ResourcesInput, object>({
      authorize: authorize('DescribeStackResources'),
      run(input) {
        const stack = stackOfResources([...stacks.values()], input, (name) => requireStack(stacks, name));
        const { LogicalResourceId: id } = input;
        const records = sorted(stack).filter(({ logicalId }) => id === undefined || logicalId === id);
        return { StackResources: records.map((record) => describeResource(stack, record, 'resource')) };
      },
    }),

    DescribeStackResource: operation<OfStack & { readonly LogicalResourceId: string }, object>({
      authorize: authorize('DescribeStackResource'),
      run({ StackName, LogicalResourceId }) {
        const stack = requireStack(stacks, StackName, (name) => `Stack '${name}' does not exist`);
        const record = stack.resources.get(LogicalResourceId);
        if (record === undefined) {
          throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
        }
        return { StackResourceDetail: describeResource(stack, record, 'detail') };
      },
    }),

    ListStackResources: operation<OfStack, object>({
      authorize: authorize('ListStackResources'),
      run({ StackName, NextToken }) {
        const stack = requireStack(stacks, StackName);
        const { items, ...next } = page(sorted(stack), NextToken);
        return {
          StackResourceSummaries: items.map((record) => describeResource(stack, record, 'summary')),
          ...next,
        };
      },
    }),

    ListExports: operation<{ readonly NextToken?: string }, object>({
      authorize: () => [{ action: 'cloudformation:ListExports', resource: '*' }],
      run({ NextToken }) {
        const { items, ...next } = page([...exportsOf(stacks)], NextToken);
        return {
          Exports: items.map(([Name, { stack, value }]) => ({
            ExportingStackId: stack.id,
            Name,
            Value: value,
          })),
          ...next,
        };
      },
    }),
  };
}

/** Resources are shown in order of their logical ids. */
function sorted(stack: Stack) {
  return [...stack.resources.values()].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}

function stackOfResources(
  stacks: readonly Stack[],
  { StackName, PhysicalResourceId: id }: ResourcesInput,
  required: (name: string) => Stack,
): Stack {
  if (StackName !== undefined) return required(StackName);
  if (id === undefined) throw validationError('You must specify either StackName or PhysicalResourceId.');
  const stack = stacks.find(({ status, resources }) => {
    const holds = [...resources.values()].some(({ resource }) => resource?.physicalId === id);
    return holds && status !== 'DELETE_COMPLETE';
  });
  if (stack === undefined) throw validationError(`Stack for ${id} does not exist`);
  return stack;
}
