import type { Clock } from '../../clock.ts';
import type { Kernel, Service } from '../service.ts';
import { groupOperations } from './group-operations.ts';
import { putOperations } from './put-events.ts';
import { readOperations } from './read-events.ts';
import { createLogStore } from './store.ts';
import { streamOperations } from './stream-operations.ts';
import { tagOperations } from './tag-operations.ts';

/** What CloudWatch Logs needs of its surroundings. */
export interface LogsDependencies {
  readonly kernel: Pick<Kernel, 'partition'>;
  /** Time of ingestion and of retention. */
  readonly clock: Clock;
}

/**
 * CloudWatch Logs: groups with retention, streams, events, and search by plain, quoted, `?` and `-` terms.
 *
 * Errors are CloudWatch Logs' own (`ResourceNotFoundException`, `ResourceAlreadyExistsException`,
 * `InvalidParameterException`); what is modelled but not built here is refused with
 * `InvalidParameterException`. IAM is asked about `arn:…:log-group:<group>:log-stream:<stream>`, with an
 * empty stream name for a whole group. Unlike AWS it forgets: a stream keeps its last 20,000 events, a group
 * the 1,000 streams that were written to last.
 *
 * @example
 * const logs = createLogs({ kernel, clock });
 * await kernel.call(caller, 'cloudwatch-logs', 'CreateLogGroup', { logGroupName: '/app' });
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/Welcome.html
 */
export function createLogs({ kernel, clock }: LogsDependencies): Service {
  const store = createLogStore();
  return {
    table: 'cloudwatch-logs',
    operations: {
      ...groupOperations(store, kernel.partition, clock),
      ...streamOperations(store, kernel.partition, clock),
      ...putOperations(store, kernel.partition, clock),
      ...readOperations(store, kernel.partition, clock),
      ...tagOperations(store),
    },
  };
}
