import type { Caller } from '../../service.ts';
import { type Engine, workOn } from '../engine/deployment.ts';
import type { ResourceDrift, Stack, StackResource } from '../engine/stack.ts';
import { ServiceError } from '../resources/service-error.ts';
import type { JsonObject } from '../template/json.ts';
import { differences } from './differences.ts';
import { LIVE_READERS } from './live-readers.ts';

export interface Detection {
  /** What was found of each resource that could be looked at. */
  readonly drifts: ReadonlyMap<string, ResourceDrift>;
  /** Why some could not be. */
  readonly failure?: string;
}

/** Compares the resources of a stack with what they are now, with the rights of the caller. */
export async function detectDrift(
  engine: Engine,
  stack: Stack,
  caller: Caller,
  logicalIds: readonly string[] | undefined,
  at: number,
): Promise<Detection> {
  const drifts = new Map<string, ResourceDrift>();
  const failures: string[] = [];
  for (const record of stack.resources.values()) {
    if (logicalIds !== undefined && !logicalIds.includes(record.logicalId)) continue;
    try {
      const drift = await driftOf(engine, stack, caller, record, at);
      if (drift !== undefined) drifts.set(record.logicalId, drift);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      drifts.set(record.logicalId, { status: 'UNKNOWN', at, reason: error.message, differences: [] });
      failures.push(`${record.logicalId}: ${error.message}`);
    }
  }
  return {
    drifts,
    ...(failures.length > 0 && { failure: `Failed to detect drift on ${failures.join('; ')}` }),
  };
}

async function driftOf(
  engine: Engine,
  stack: Stack,
  caller: Caller,
  record: StackResource,
  at: number,
): Promise<ResourceDrift | undefined> {
  const read = LIVE_READERS.get(record.type);
  if (read === undefined || record.resource === undefined) return undefined;
  const { properties: expected } = record;
  const siblings = [...stack.resources.values()].filter((one) => one !== record);
  const work = workOn({ engine, stack, caller }, record.logicalId, () => {});
  const found = await read({ ...record.resource, expected, siblings }, work);
  if (found === undefined) return { status: 'DELETED', at, differences: [] };
  // Only what the template defines is looked at; undefined members vanish.
  const actual = JSON.parse(
    JSON.stringify(Object.fromEntries(Object.keys(expected).map((name) => [name, found[name]]))),
  ) as JsonObject;
  const changed = differences(expected, actual);
  return { status: changed.length > 0 ? 'MODIFIED' : 'IN_SYNC', at, actual, differences: changed };
}
