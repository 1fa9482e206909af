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

export interface LogStore {
  readonly groups: Map<string, LogGroup>;
  nextSequence(): number;
}

export function createLogStore(): LogStore {
  let sequence = 0;
  return { groups: new Map(), nextSequence: () => ++sequence };
}

/** The events of a stream that the group's retention has not expired at `now`. */
export function liveEvents(group: LogGroup, stream: LogStream, now: number): readonly LogEvent[] {
  if (group.retentionInDays === undefined) return stream.events;
  const oldest = now - group.retentionInDays * 86_400_000;
  return stream.events.filter((event) => event.timestamp >= oldest);
}
