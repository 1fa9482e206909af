import { tracingChannel } from 'node:diagnostics_channel';

/** One HTTP exchange with the Web API, as subscribers of `tracing:wayleave.dataverse.request:*` see it. */
export interface RequestEvent {
  readonly method: string;
  /** Without its query, which may name people. */
  readonly url: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** As they are sent but for the token; what a subscriber of `start` adds is sent too (`traceparent`). */
  readonly headers: Record<string, string>;
  /** Set when there is an answer. */
  status?: number;
  /** The service's own id for the request. */
  requestId?: string | undefined;
  /** Set when there is none: a `TransportError`. */
  error?: unknown;
}

/** Name of the tracing channel on which every HTTP exchange is published. */
export const requestChannelName = 'wayleave.dataverse.request';

const channel = tracingChannel<unknown, RequestEvent>(requestChannelName);

/** Whether anybody listens; without, nothing is made for them. */
export function isTraced(): boolean {
  const { start, asyncEnd, error } = channel;
  return start.hasSubscribers || asyncEnd.hasSubscribers || error.hasSubscribers;
}

/** Publishes the exchange; what it came to stays out of the event, as it may be anybody's data. */
export async function traced<T>(event: RequestEvent, run: () => Promise<T>): Promise<T> {
  const outcome: T[] = [];
  await channel.tracePromise(async () => {
    outcome.push(await run());
  }, event);
  return outcome[0] as T; // it rejects unless there is one
}
