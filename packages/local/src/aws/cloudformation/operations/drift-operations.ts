import { randomUUID } from 'node:crypto';
import { type Call, type Operation, operation } from '../../service.ts';
import { detectDrift } from '../drift/detect-drift.ts';
import type { ResourceDrift, Stack } from '../engine/stack.ts';
import { validationError } from '../template/errors.ts';
import { askStack } from './asks.ts';
import type { Surface } from './dependencies.ts';
import { inBrackets, requireStack } from './errors.ts';
import { page } from './paging.ts';

interface DetectInput {
  readonly StackName: string;
  readonly LogicalResourceIds?: readonly string[];
}

interface DriftsInput {
  readonly StackName: string;
  readonly StackResourceDriftStatusFilters?: readonly string[];
  readonly NextToken?: string;
}

interface Run {
  readonly stack: Stack;
  readonly startedAt: number;
  status: 'DETECTION_IN_PROGRESS' | 'DETECTION_COMPLETE' | 'DETECTION_FAILED';
  reason?: string;
  drifted: number;
}

const CHECKABLE = /^(?:CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_(?:COMPLETE|FAILED))$/;

/** What became of resources outside CloudFormation. */
export function driftOperations({ engine, clock }: Surface): Record<string, Operation> {
  const { kernel, stacks } = engine;
  const runs = new Map<string, Run>();
  const authorize = (action: string) => (input: { readonly StackName?: string }, call: Call) =>
    askStack(stacks, kernel, call, action, input);

  return {
    DetectStackDrift: operation<DetectInput, object>({
      authorize: authorize('DetectStackDrift'),
      run({ StackName, LogicalResourceIds: ids }, call) {
        const stack = requireStack(stacks, StackName, inBrackets);
        if (!CHECKABLE.test(stack.status)) {
          throw validationError(
            `Stack [${stack.name}] is in ${stack.status} state; drift of it cannot be detected.`,
          );
        }
        const id = randomUUID();
        const run: Run = { stack, startedAt: clock.now(), status: 'DETECTION_IN_PROGRESS', drifted: 0 };
        runs.set(id, run);
        void kernel.track(detect(run, call, ids));
        return { StackDriftDetectionId: id };
      },
    }),

    DescribeStackDriftDetectionStatus: operation<{ readonly StackDriftDetectionId: string }, object>({
      authorize: () => [{ action: 'cloudformation:DescribeStackDriftDetectionStatus', resource: '*' }],
      run({ StackDriftDetectionId: id }) {
        const run = runs.get(id);
        if (run === undefined) throw validationError(`Drift detection ${id} does not exist.`);
        const done = run.status !== 'DETECTION_IN_PROGRESS';
        return {
          StackId: run.stack.id,
          StackDriftDetectionId: id,
          DetectionStatus: run.status,
          ...(run.reason !== undefined && { DetectionStatusReason: run.reason }),
          ...(done && { StackDriftStatus: run.stack.drift?.status, DriftedStackResourceCount: run.drifted }),
          Timestamp: new Date(run.startedAt),
        };
      },
    }),

    DescribeStackResourceDrifts: operation<DriftsInput, object>({
      authorize: authorize('DescribeStackResourceDrifts'),
      run({ StackName, StackResourceDriftStatusFilters: filters = [], NextToken }) {
        const stack = requireStack(stacks, StackName, inBrackets);
        const all = [...(stack.drift?.resources ?? [])]
          .filter(([, { status }]) => filters.length === 0 || filters.includes(status))
          .sort(([a], [b]) => (a < b ? -1 : 1));
        const { items, ...next } = page(all, NextToken);
        return { StackResourceDrifts: items.map(([id, drift]) => describe(stack, id, drift)), ...next };
      },
    }),
  };

  async function detect(run: Run, call: Call, ids: readonly string[] | undefined): Promise<void> {
    // The request is answered first.
    await Promise.resolve();
    const { stack, startedAt } = run;
    const { drifts, failure } = await detectDrift(engine, stack, call.caller, ids, startedAt);
    const resources = new Map([...(stack.drift?.resources ?? []), ...drifts]);
    for (const id of resources.keys()) if (!stack.resources.has(id)) resources.delete(id);
    const statuses = [...resources.values()].map(({ status }) => status);
    run.drifted = statuses.filter((status) => status === 'MODIFIED' || status === 'DELETED').length;
    const status = run.drifted > 0 ? 'DRIFTED' : statuses.includes('UNKNOWN') ? 'UNKNOWN' : 'IN_SYNC';
    stack.drift = { status, at: startedAt, resources };
    run.status = failure === undefined ? 'DETECTION_COMPLETE' : 'DETECTION_FAILED';
    if (failure !== undefined) run.reason = failure;
  }
}

function describe(stack: Stack, logicalId: string, drift: ResourceDrift): object {
  const record = stack.resources.get(logicalId);
  const compared = drift.actual !== undefined && record !== undefined;
  return {
    StackId: stack.id,
    LogicalResourceId: logicalId,
    PhysicalResourceId: record?.resource?.physicalId,
    ResourceType: record?.type,
    ...(compared && {
      ExpectedProperties: JSON.stringify(record.properties),
      ActualProperties: JSON.stringify(drift.actual),
      PropertyDifferences: drift.differences,
    }),
    StackResourceDriftStatus: drift.status,
    ...(drift.reason !== undefined && { DriftStatusReason: drift.reason }),
    Timestamp: new Date(drift.at),
  };
}
