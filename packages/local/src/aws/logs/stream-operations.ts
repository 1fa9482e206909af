import type { Clock } from '../../clock.ts';
import { AwsError, type Operation, operation } from '../service.ts';
import { askedResource, askStream, groupArn, groupNameOf } from './arns.ts';
import { invalidParameter, requireGroup, requireStream } from './errors.ts';
import { pageOf } from './paging.ts';
import { addStream, type LogStore, type LogStream, liveEvents } from './store.ts';

interface StreamInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

interface DescribeLogStreamsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** Operations on log streams. */
export function streamOperations(
  store: LogStore,
  partition: string,
  clock: Clock,
): Record<string, Operation> {
  return {
    CreateLogStream: operation<StreamInput, object>({
      authorize: askStream(partition, 'CreateLogStream'),
      run(input) {
        const group = requireGroup(store, input.logGroupName);
        if (group.streams.has(input.logStreamName)) {
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
        }
        addStream(group, { name: input.logStreamName, creationTime: clock.now(), events: [] });
        return {};
      },
    }),

    DeleteLogStream: operation<StreamInput, object>({
      authorize: askStream(partition, 'DeleteLogStream'),
      run(input) {
        const group = requireGroup(store, input.logGroupName);
        group.streams.delete(requireStream(group, input.logStreamName).name);
        return {};
      },
    }),

    DescribeLogStreams: operation<DescribeLogStreamsInput, object>({
      authorize: (input, call) => [
        { action: 'logs:DescribeLogStreams', resource: askedResource(partition, call, groupNameOf(input)) },
      ],
      run(input, call) {
        const byTime = input.orderBy === 'LastEventTime';
        const prefix = input.logStreamNamePrefix;
        if (byTime && prefix !== undefined) {
          throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
        }
        const group = requireGroup(store, groupNameOf(input));
        const streams = [...group.streams.values()]
          .filter((stream) => prefix === undefined || stream.name.startsWith(prefix))
          .sort(byTime ? byLastEvent : byName);
        if (input.descending === true) streams.reverse();
        const page = pageOf(streams, input.limit ?? 50, input.nextToken);
        const arn = groupArn(partition, call, group.name);
        return {
          logStreams: page.items.map((stream) => {
            const events = liveEvents(group, stream, clock.now());
            const first = events[0];
            const last = events.at(-1);
            return {
              logStreamName: stream.name,
              creationTime: stream.creationTime,
              ...(first && last
                ? { firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp }
                : {}),
              ...(stream.lastIngestionTime === undefined
                ? {}
                : { lastIngestionTime: stream.lastIngestionTime }),
              arn: `${arn}:log-stream:${stream.name}`,
              // CloudWatch Logs reports 0 for every stream since June 2019.
              storedBytes: 0,
            };
          }),
          ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
        };
      },
    }),
  };
}

function byName(a: LogStream, b: LogStream): number {
  return a.name < b.name ? -1 : 1;
}

function byLastEvent(a: LogStream, b: LogStream): number {
  return (a.events.at(-1)?.timestamp ?? 0) - (b.events.at(-1)?.timestamp ?? 0) || byName(a, b);
}
