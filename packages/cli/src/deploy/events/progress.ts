import { isAtRest, isCancellation, isRollback } from './statuses.ts';

/** An event as DescribeStackEvents answers it, in the members that count. */
export interface SeenEvent {
  readonly id: string;
  /** Logical ids of the nested stacks around it, outermost first. */
  readonly within: readonly string[];
  /** Whether it is about the stack as a whole. */
  readonly ofStack: boolean;
  readonly logicalId: string;
  readonly physicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  /** Milliseconds since the epoch, by AWS's clock. */
  readonly at: number;
}

export interface ResourceProgress {
  /** `Nested/Function`: unique within the whole. */
  readonly path: string;
  readonly depth: number;
  readonly type: string;
  readonly physicalId?: string;
  readonly status: string;
  readonly reason?: string;
  /** When what it is in, or was in last, began. */
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** What failed first, and why. */
export interface Failure {
  readonly path: string;
  /** Of the outermost stack's template. */
  readonly logicalId?: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** What an operation on a stack has come to. Plain data; each event makes a new one. */
export interface Progress {
  readonly status?: string;
  readonly reason?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** In the order in which they began; nested ones after the stack that holds them. */
  readonly resources: ReadonlyMap<string, ResourceProgress>;
  readonly firstFailure?: Failure;
  /** Whether a rollback began. */
  readonly rolledBack: boolean;
  readonly atRest: boolean;
}

export const NOTHING_YET: Progress = { resources: new Map(), rolledBack: false, atRest: false };

/** Takes one more event into account; events come oldest first. */
export function afterEvent(progress: Progress, event: SeenEvent): Progress {
  const next = event.ofStack ? afterStackEvent(progress, event) : afterResourceEvent(progress, event);
  const failure = failureOf(event);
  if (failure === undefined || !isEarlier(failure, progress.firstFailure)) return next;
  return { ...next, firstFailure: failure };
}

function afterStackEvent(progress: Progress, event: SeenEvent): Progress {
  // A nested stack is a resource of the one that holds it, and shown as that.
  if (event.within.length > 0) return progress;
  const { status, reason, at } = event;
  const { reason: _before, endedAt: _ended, ...rest } = progress;
  return {
    ...rest,
    status,
    ...(reason !== undefined && { reason }),
    startedAt: progress.startedAt ?? at,
    rolledBack: progress.rolledBack || isRollback(status),
    atRest: isAtRest(status),
    ...(isAtRest(status) && { endedAt: at }),
  };
}

function afterResourceEvent(progress: Progress, event: SeenEvent): Progress {
  const path = pathIn(progress, event);
  const before = progress.resources.get(path);
  const { status, at, physicalId, reason } = event;
  const begins = before === undefined || (before.endedAt !== undefined && !isAtRest(status));
  const physical = physicalId === undefined || physicalId === '' ? before?.physicalId : physicalId;
  const next: ResourceProgress = {
    path,
    depth: event.within.length,
    type: event.type,
    ...(physical !== undefined && { physicalId: physical }),
    status,
    ...(reason !== undefined && { reason }),
    startedAt: begins ? at : before.startedAt,
    ...(isAtRest(status) && { endedAt: at }),
  };
  return { ...progress, resources: placed(progress.resources, next) };
}

/** The copy that a replacement leaves over has the same logical id, and is deleted while the other one stays. */
function pathIn({ resources }: Progress, { within, logicalId, physicalId, status }: SeenEvent): string {
  const path = [...within, logicalId].join('/');
  const current = resources.get(path);
  const stays = current?.status === 'UPDATE_COMPLETE' || current?.status === 'CREATE_COMPLETE';
  const other = current?.physicalId !== undefined && current.physicalId !== physicalId;
  return stays && other && status.startsWith('DELETE_') ? `${path} (copy)` : path;
}

/** Resources of a nested stack stand behind it, not at the end. */
function placed(
  resources: ReadonlyMap<string, ResourceProgress>,
  next: ResourceProgress,
): ReadonlyMap<string, ResourceProgress> {
  if (resources.has(next.path) || next.depth === 0) return new Map([...resources, [next.path, next]]);
  const parent = next.path.slice(0, next.path.lastIndexOf('/'));
  const list = [...resources];
  const last = list.findLastIndex(([path]) => path === parent || path.startsWith(`${parent}/`));
  const at = last < 0 ? list.length : last + 1;
  return new Map([...list.slice(0, at), [next.path, next], ...list.slice(at)]);
}

function failureOf(event: SeenEvent): Failure | undefined {
  const { status, reason, type, within, logicalId, ofStack } = event;
  if (!status.endsWith('_FAILED') || isCancellation(reason)) return undefined;
  if (ofStack && within.length > 0) return undefined;
  const outermost = within[0] ?? logicalId;
  return {
    path: [...within, logicalId].join('/'),
    ...(!ofStack && { logicalId: outermost }),
    type,
    status,
    reason: reason ?? 'AWS gives no reason.',
  };
}

/**
 * The first one counts; but a nested stack only says that something in it failed, and a stack as a whole only
 * that something of it did.
 */
function isEarlier(failure: Failure, known: Failure | undefined): boolean {
  if (known === undefined) return true;
  return (
    failure.path.startsWith(`${known.path}/`) ||
    (known.logicalId === undefined && failure.logicalId !== undefined)
  );
}
