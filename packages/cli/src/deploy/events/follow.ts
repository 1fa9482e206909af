import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { type Clock, createBackoff } from '../clock.ts';
import type { CloudFormationCalls } from '../cloud.ts';
import { afterEvent, NOTHING_YET, type Progress, type SeenEvent } from './progress.ts';
import { isAtRest } from './statuses.ts';
import { isTransient } from './transient.ts';

export interface FollowOptions {
  readonly calls: CloudFormationCalls;
  readonly clock: Clock;
  /** Ends the following, not the operation. */
  readonly signal: AbortSignal;
  /** By id, since the name of a deleted stack leads nowhere. */
  readonly stackId: string;
  /** Ids of events that were there before the operation. */
  readonly before: ReadonlySet<string>;
  readonly onEvents: (events: readonly SeenEvent[], progress: Progress) => void;
  /** Called while nothing comes, for what moves by itself. */
  readonly onTick?: (progress: Progress) => void;
  /** What was seen already, to go on from. */
  readonly from?: Progress;
}

interface Source {
  readonly stackId: string;
  readonly within: readonly string[];
  readonly seen: Set<string>;
  /** Of nested stacks: nothing earlier belongs to this operation. */
  readonly since: number;
}

const TICK = 500;
/** So many calls may fail in a row before the following is given up. */
const PATIENCE = 8;

/**
 * Reads the events of a stack and of the stacks in it until it is at rest. Rejects with `Interrupted`, or with
 * the SDK's error where events cannot be read for some time; the operation goes on then.
 */
export async function follow(options: FollowOptions): Promise<Progress> {
  const { calls, clock, signal, stackId, before, onEvents } = options;
  const backoff = createBackoff(clock.random);
  const sources: Source[] = [{ stackId, within: [], seen: new Set(before), since: 0 }];
  let progress = options.from ?? NOTHING_YET;
  for (let failures = 0; ; ) {
    let news: 'progress' | 'nothing' | 'refused' = 'nothing';
    try {
      const fresh: SeenEvent[] = [];
      // Nested stacks that these events name are read in the same round.
      for (const source of sources) fresh.push(...(await freshEvents(calls, source, sources)));
      failures = 0;
      if (fresh.length > 0) {
        news = 'progress';
        // Events of one stack keep their order within a millisecond.
        fresh.sort((a, b) => a.at - b.at);
        progress = fresh.reduce(afterEvent, progress);
        onEvents(fresh, progress);
      }
    } catch (error) {
      failures += 1;
      if (signal.aborted || failures >= PATIENCE || !isTransient(error)) throw error;
      news = 'refused';
    }
    if (progress.atRest) return progress;
    for (let wait = backoff.next(news); wait > 0; wait -= TICK) {
      await clock.sleep(Math.min(wait, TICK), signal);
      options.onTick?.(progress);
    }
  }
}

/** New events of one stack, oldest first. A nested stack that is named becomes a source itself. */
async function freshEvents(
  calls: CloudFormationCalls,
  source: Source,
  sources: Source[],
): Promise<readonly SeenEvent[]> {
  const fresh: SeenEvent[] = [];
  for (let token: string | undefined, more = true; more; ) {
    const page = await calls.eventsOf(source.stackId, token);
    more = page.NextToken !== undefined;
    token = page.NextToken;
    for (const event of page.StackEvents ?? []) {
      const seen = readEvent(event, source);
      if (source.seen.has(seen.id) || seen.at < source.since) {
        more = false;
        break;
      }
      fresh.push(seen);
    }
  }
  fresh.reverse();
  for (const event of fresh) {
    source.seen.add(event.id);
    addNested(event, source, sources);
  }
  return fresh;
}

function addNested(event: SeenEvent, source: Source, sources: Source[]): void {
  const { type, ofStack, physicalId, status } = event;
  if (type !== 'AWS::CloudFormation::Stack' || ofStack || physicalId === undefined) return;
  if (!physicalId.startsWith('arn:') || isAtRest(status)) return;
  if (sources.some(({ stackId }) => stackId === physicalId)) return;
  const within = [...source.within, event.logicalId];
  sources.push({ stackId: physicalId, within, seen: new Set(), since: event.at - 1000 });
}

function readEvent(event: StackEvent, { stackId, within }: Source): SeenEvent {
  const { PhysicalResourceId: physicalId, ResourceStatusReason: reason, ResourceType: type = '' } = event;
  return {
    id: event.EventId ?? '',
    within,
    ofStack: type === 'AWS::CloudFormation::Stack' && physicalId === stackId,
    logicalId: event.LogicalResourceId ?? '',
    ...(physicalId !== undefined && { physicalId }),
    type,
    status: event.ResourceStatus ?? '',
    ...(reason !== undefined && { reason }),
    at: event.Timestamp?.getTime() ?? 0,
  };
}

/** The ids of the newest page: whatever comes after them is new. */
export async function eventsSoFar(calls: CloudFormationCalls, stackId: string): Promise<ReadonlySet<string>> {
  const { StackEvents = [] } = await calls.eventsOf(stackId, undefined);
  return new Set(StackEvents.map(({ EventId = '' }) => EventId));
}

/** The ids of the events before the operation that is under way, or that was the last one. */
export async function eventsBeforeOperation(
  calls: CloudFormationCalls,
  stackId: string,
): Promise<ReadonlySet<string>> {
  const before = new Set<string>();
  let begun = false;
  for (let token: string | undefined, more = true; more; ) {
    const page = await calls.eventsOf(stackId, token);
    for (const event of page.StackEvents ?? []) {
      if (begun) before.add(event.EventId ?? '');
      begun ||= beginsOperation(event, stackId);
    }
    token = page.NextToken;
    // One page of older events is enough to stop at.
    more = token !== undefined && before.size === 0;
  }
  return before;
}

function beginsOperation(
  { PhysicalResourceId: id, ResourceStatus: status }: StackEvent,
  stackId: string,
): boolean {
  return id === stackId && /^(?:CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(status ?? '');
}
