import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import { createBackoff } from './clock.ts';
import { DeployError } from './error.ts';
import { placeOf, requireStack, type StackOptions } from './follow-stack.ts';
import { watchInterrupts } from './interrupts.ts';
import { clip, legible, type Paint } from './paint.ts';
import { voiceOf } from './say.ts';
import type { Shell } from './shell.ts';

/** What became of one resource outside CloudFormation. */
export interface Drift {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  /** `IN_SYNC`, `MODIFIED`, `DELETED`, `UNKNOWN` and what AWS adds. */
  readonly status: string;
  readonly reason?: string;
  readonly differences: readonly {
    readonly path: string;
    readonly expected: string;
    readonly actual: string;
    readonly kind: string;
  }[];
}

/** The answer of DescribeStackResourceDrifts. */
export function readDrifts(drifts: readonly StackResourceDrift[]): readonly Drift[] {
  return drifts.map((drift) => ({
    logicalId: drift.LogicalResourceId ?? '',
    type: drift.ResourceType ?? '',
    ...(drift.PhysicalResourceId !== undefined && { physicalId: drift.PhysicalResourceId }),
    status: drift.StackResourceDriftStatus ?? 'UNKNOWN',
    ...(drift.DriftStatusReason !== undefined && { reason: drift.DriftStatusReason }),
    differences: (drift.PropertyDifferences ?? []).map((one) => ({
      path: one.PropertyPath ?? '',
      expected: one.ExpectedValue ?? '',
      actual: one.ActualValue ?? '',
      kind: one.DifferenceType ?? '',
    })),
  }));
}

/** Drift as text: what changed, with the value it should have and the one it has. */
export function renderDrifts(
  stack: string,
  drifts: readonly Drift[],
  notChecked: readonly { readonly logicalId: string; readonly type: string }[],
  paint: Paint,
  columns: number,
): string {
  const drifted = drifts.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED');
  const unknown = drifts.filter(({ status }) => status === 'UNKNOWN');
  const room = Math.max(20, Math.floor((columns - 40) / 2));
  const value = (text: string) => clip(legible(text.replaceAll('\n', '⏎')), room);
  const lines = [...drifted, ...unknown].flatMap(({ logicalId, type, status, differences, reason }) => [
    paint(
      status === 'UNKNOWN' ? 'yellow' : 'red',
      legible(`  ${markOf(status)} ${logicalId}  ${type}  ${status}`),
    ),
    ...(reason === undefined ? [] : [`      ${legible(reason)}`]),
    ...differences.map(({ path, expected, actual, kind }) => {
      const was = kind === 'ADD' ? '(none)' : value(expected);
      const is = kind === 'REMOVE' ? '(removed)' : value(actual);
      return `      ${legible(path)}: ${paint('dim', was)} → ${is}`;
    }),
  ]);
  const skipped =
    notChecked.length === 0
      ? []
      : [
          paint(
            'dim',
            `  Not checked: ${notChecked.map(({ logicalId, type }) => `${logicalId} (${type})`).join(', ')}`,
          ),
        ];
  const sum =
    drifted.length === 0
      ? `No drift was found in ${drifts.length - unknown.length} resources of stack ${stack}.`
      : `${drifted.length} of ${drifts.length} resources of stack ${stack} drifted.`;
  return `${[...lines, ...skipped, sum].join('\n')}\n`;
}

function markOf(status: string): string {
  return status === 'DELETED' ? '-' : status === 'UNKNOWN' ? '?' : '~';
}

/** Looks for drift and shows it. Answers 0 where there is none, 1 where there is, or where it cannot be told. */
export async function detectDrift(shell: Shell, options: StackOptions): Promise<number> {
  const voice = voiceOf(shell, options.json);
  const interrupts = watchInterrupts(shell);
  const cloud = await shell.connect({ ...placeOf(options), signal: interrupts.second });
  const { cloudFormation } = cloud;
  try {
    const stack = await requireStack(cloudFormation.describeStack(options.stack), options.stack);
    const { StackId: stackId = '' } = stack;
    const id = await cloudFormation.detectDrift(stackId);
    const backoff = createBackoff(shell.clock.random);
    let detection = await cloudFormation.driftDetection(id);
    while (detection.DetectionStatus === 'DETECTION_IN_PROGRESS') {
      await shell.clock.sleep(backoff.next('nothing'), interrupts.first);
      detection = await cloudFormation.driftDetection(id);
    }
    const failed = detection.DetectionStatus === 'DETECTION_FAILED';
    const drifts = readDrifts(await cloudFormation.resourceDrifts(stackId));
    if (failed && drifts.length === 0) {
      const reason = detection.DetectionStatusReason ?? 'AWS gives no reason.';
      throw new DeployError(
        'DriftDetectionFailed',
        `Drift of stack ${options.stack} cannot be told: ${reason}`,
        'Mend that, and try again.',
      );
    }
    const checked = new Set(drifts.map(({ logicalId }) => logicalId));
    const notChecked = (await cloudFormation.resourcesOf(stackId))
      .map(({ LogicalResourceId = '', ResourceType = '' }) => ({
        logicalId: LogicalResourceId,
        type: ResourceType,
      }))
      .filter(({ logicalId }) => !checked.has(logicalId));
    const status = detection.StackDriftStatus ?? 'UNKNOWN';
    if (options.json) {
      const document = { version: 1, stack: options.stack, stackId, status, resources: drifts, notChecked };
      shell.out.write(`${JSON.stringify(document)}\n`);
    } else {
      voice.say(renderDrifts(options.stack, drifts, notChecked, voice.paint, voice.columns));
    }
    return status === 'IN_SYNC' && !failed ? 0 : 1;
  } finally {
    cloud.close();
  }
}
