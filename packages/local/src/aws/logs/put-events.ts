import type { Clock } from '../../clock.ts';
import { type Operation, operation } from '../service.ts';
import { askStream } from './arns.ts';
import { invalidParameter, requireGroup, requireStream } from './errors.ts';
import { addEvents, type LogEvent, type LogStore } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MAX_BATCH_BYTES = 1_048_576;
const MAX_BATCH_EVENTS = 10_000;
const EVENT_OVERHEAD = 26;

interface PutLogEventsInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
}

interface Rejected {
  tooNewLogEventStartIndex?: number;
  tooOldLogEventEndIndex?: number;
  expiredLogEventEndIndex?: number;
}

/** PutLogEvents: a batch is refused as a whole for its order, span or size; single events for their age. */
export function putOperations(store: LogStore, partition: string, clock: Clock): Record<string, Operation> {
  return {
    PutLogEvents: operation<PutLogEventsInput, object>({
      authorize: askStream(partition, 'PutLogEvents'),
      run(input) {
        const group = requireGroup(store, input.logGroupName);
        const stream = requireStream(group, input.logStreamName);
        checkBatch(input.logEvents);

        const retention = group.retentionInDays;
        const rejected: Rejected = {};
        const accepted: LogEvent[] = [];
        for (const [index, { timestamp, message }] of input.logEvents.entries()) {
          if (timestamp > clock.now() + 2 * HOUR) rejected.tooNewLogEventStartIndex ??= index;
          else if (timestamp < clock.now() - 14 * DAY) rejected.tooOldLogEventEndIndex = index + 1;
          else if (retention !== undefined && timestamp < clock.now() - retention * DAY) {
            rejected.expiredLogEventEndIndex = index + 1;
          } else {
            accepted.push({ timestamp, message, ingestionTime: clock.now(), sequence: store.nextSequence() });
          }
        }
        if (accepted.length > 0) {
          stream.lastIngestionTime = clock.now();
          addEvents(stream, accepted);
        }
        return Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {};
      },
    }),
  };
}

function checkBatch(events: PutLogEventsInput['logEvents']): void {
  if (events.length > MAX_BATCH_EVENTS) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BATCH_EVENTS}`,
    );
  }
  let bytes = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (const { timestamp, message } of events) {
    if (timestamp < previous) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previous = timestamp;
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD;
  }
  const first = events[0];
  if (first !== undefined && previous - first.timestamp > DAY) {
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
  }
  if (bytes > MAX_BATCH_BYTES) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  }
}
