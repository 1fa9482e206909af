/** One stored event. `sequence` grows with every event of the store: it breaks ties of time. */
export interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  readonly sequence: number;
}

export interface LogStream {
  readonly name: string;
  readonly creationTime: number;
  lastIngestionTime?: number;
  /** By timestamp, then by sequence. */
  events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  readonly creationTime: number;
  retentionInDays?: number;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
}

/**
 * What one group keeps: groups without retention would otherwise grow as long as local AWS runs. The oldest
 * events of a stream go first, and the streams that were written to least lately.
 */
const MAX_EVENTS_OF_STREAM = 20_000;
const MAX_STREAMS_OF_GROUP = 1_000;

export interface LogStore {
  readonly groups: Map<string, LogGroup>;
  nextSequence(): number;
}

export function createLogStore(): LogStore {
  let sequence = 0;
  return { groups: new Map(), nextSequence: () => ++sequence };
}

/** Adds events in their order and lets go of the oldest beyond the bound. */
export function addEvents(stream: LogStream, added: readonly LogEvent[]): void {
  const last = stream.events.at(-1);
  const sorted = [...added].sort(inOrder);
  const [first] = sorted;
  stream.events.push(...sorted);
  if (last !== undefined && first !== undefined && inOrder(last, first) > 0) stream.events.sort(inOrder);
  const surplus = stream.events.length - MAX_EVENTS_OF_STREAM;
  if (surplus > 0) stream.events.splice(0, surplus);
}

/** Adds a stream and lets go of the one that was written to least lately beyond the bound. */
export function addStream(group: LogGroup, stream: LogStream): void {
  group.streams.set(stream.name, stream);
  if (group.streams.size <= MAX_STREAMS_OF_GROUP) return;
  const written = ({ lastIngestionTime, creationTime }: LogStream) => lastIngestionTime ?? creationTime;
  const [oldest] = [...group.streams.values()].sort((a, b) => written(a) - written(b));
  if (oldest !== undefined) group.streams.delete(oldest.name);
}

function inOrder(a: LogEvent, b: LogEvent): number {
  return a.timestamp - b.timestamp || a.sequence - b.sequence;
}

/** The events of a stream that the group's retention has not expired at `now`. */
export function liveEvents(group: LogGroup, stream: LogStream, now: number): readonly LogEvent[] {
  if (group.retentionInDays === undefined) return stream.events;
  const oldest = now - group.retentionInDays * 86_400_000;
  return stream.events.filter((event) => event.timestamp >= oldest);
}
