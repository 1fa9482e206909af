import type { Clock } from '../../clock.ts';
import { type Operation, operation } from '../service.ts';
import { askedResource, groupNameOf } from './arns.ts';
import { invalidParameter, notBuilt, requireGroup, requireStream } from './errors.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { pageOf } from './paging.ts';
import { type LogEvent, type LogGroup, type LogStore, type LogStream, liveEvents } from './store.ts';

interface GroupChoice {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

interface GetLogEventsInput extends GroupChoice {
  readonly logStreamName: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
  readonly unmask?: boolean;
}

interface FilterLogEventsInput extends GroupChoice {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly unmask?: boolean;
}

/** GetLogEvents and FilterLogEvents. */
export function readOperations(store: LogStore, partition: string, clock: Clock): Record<string, Operation> {
  return {
    GetLogEvents: operation<GetLogEventsInput, object>({
      authorize: (input, call) => [
        {
          action: 'logs:GetLogEvents',
          resource: askedResource(partition, call, groupNameOf(input), input.logStreamName),
        },
      ],
      run(input) {
        if (input.unmask === true) throw notBuilt('Data protection of log groups');
        const group = requireGroup(store, groupNameOf(input));
        const stream = requireStream(group, input.logStreamName);
        const events = liveEvents(group, stream, clock.now())
          .filter((event) => event.timestamp >= (input.startTime ?? 0))
          .filter((event) => event.timestamp < (input.endTime ?? Number.POSITIVE_INFINITY));
        const { start, end } = windowOf(input, events.length);
        return {
          events: events
            .slice(start, end)
            .map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
          nextForwardToken: `f/${String(end).padStart(56, '0')}/s`,
          nextBackwardToken: `b/${String(start).padStart(56, '0')}/s`,
        };
      },
    }),

    FilterLogEvents: operation<FilterLogEventsInput, object>({
      authorize: (input, call) => [
        { action: 'logs:FilterLogEvents', resource: askedResource(partition, call, groupNameOf(input)) },
      ],
      run(input) {
        if (input.unmask === true) throw notBuilt('Data protection of log groups');
        const matches = parseFilterPattern(input.filterPattern);
        const group = requireGroup(store, groupNameOf(input));
        const found = chosenStreams(group, input)
          .flatMap((stream) => liveEvents(group, stream, clock.now()).map((event) => ({ stream, event })))
          .filter(({ event }) => event.timestamp >= (input.startTime ?? 0))
          .filter(({ event }) => event.timestamp <= (input.endTime ?? Number.POSITIVE_INFINITY))
          .filter(({ event }) => matches(event.message))
          .sort((a, b) => inOrder(a.event, b.event));
        const page = pageOf(
          found,
          input.limit ?? 10_000,
          input.nextToken,
          ({ event }) => event.message.length,
        );
        return {
          events: page.items.map(({ stream, event }) => ({
            logStreamName: stream.name,
            timestamp: event.timestamp,
            message: event.message,
            ingestionTime: event.ingestionTime,
            eventId: `${event.timestamp}${String(event.sequence).padStart(43, '0')}`,
          })),
          searchedLogStreams: [],
          ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
        };
      },
    }),
  };
}

function inOrder(a: LogEvent, b: LogEvent): number {
  return a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.sequence - b.sequence;
}

function chosenStreams(group: LogGroup, input: FilterLogEventsInput): readonly LogStream[] {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  }
  if (names !== undefined) return names.map((name) => requireStream(group, name));
  return [...group.streams.values()].filter((stream) => stream.name.startsWith(prefix ?? ''));
}

/** Which events a page shows. A token at either end of the stream leads to an empty page and to itself. */
function windowOf(input: GetLogEventsInput, count: number): { start: number; end: number } {
  const limit = input.limit ?? 10_000;
  if (input.nextToken === undefined) {
    return input.startFromHead === true
      ? { start: 0, end: Math.min(limit, count) }
      : { start: Math.max(0, count - limit), end: count };
  }
  const match = /^([fb])\/(\d{56})\/s$/.exec(input.nextToken);
  if (match === null) throw invalidParameter('The specified nextToken is invalid.');
  const place = Math.min(Number(match[2]), count);
  return match[1] === 'f'
    ? { start: place, end: Math.min(place + limit, count) }
    : { start: Math.max(0, place - limit), end: place };
}
