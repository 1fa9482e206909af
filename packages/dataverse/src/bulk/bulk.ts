import { type Client, connectionOf } from '../client.ts';
import type { EnvironmentTypes } from '../schema.ts';
import { runJob } from './job.ts';
import type { BulkOptions } from './options.ts';
import type { BulkReport } from './report.ts';
import { type BulkWork, readWork, type TableName } from './work.ts';

/**
 * Writes any number of rows below the service's protection limits: as many requests at once as the service takes, all
 * held while it asks for a pause. Rows are pulled as they are needed, and each is written once, whatever answers are
 * lost: a new row gets its id here, unless it has one, so that a request can be sent again. Rows go in no order.
 *
 * A row that fails is an outcome, not an error. Rejects with `BulkError` when the job cannot go on; its report, as any,
 * has the `resume` to go on later. Rejects with `ConfigurationError` for what cannot be done, and with the error of the
 * first question when there is no answer to what the table is called; nothing was begun then. A resumed job makes the
 * same ids; it takes a row that it was to create and that is there for its own work, and one that it was to delete and
 * that is gone likewise.
 *
 * @example
 * const report = await bulk(client, readCsv(), { upsert: 'accounts', key: (row) => ({ accountnumber: row.number }), body: toAccount }, {
 *   onOutcome: (outcome) => { if (!outcome.ok) log.write(outcome); },
 *   signal,
 * });
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export async function bulk<S extends EnvironmentTypes, const N extends TableName<S>, R>(
  client: Client<S>,
  rows: Iterable<R> | AsyncIterable<R>,
  work: BulkWork<S, N, R>,
  options: BulkOptions<R> = {},
): Promise<BulkReport> {
  const { onOutcome, ...others } = options;
  // The job does not look into rows: it hands to `onOutcome` what `rows` gave.
  const widened = { ...others, ...(onOutcome && { onOutcome }) } as object as BulkOptions<unknown>;
  return runJob(connectionOf(client), rows, readWork(work), widened);
}
