/** What became of one row. */
export type BulkOutcome<R> =
  | {
      readonly ok: true;
      /** Its place among the rows, from 0. */
      readonly index: number;
      readonly row: R;
      /** The row's id, where it is known: not of a row that was named by another key. */
      readonly id?: string;
      /** Of an upsert, whether the row was new; `undefined` when the service does not tell. */
      readonly created?: boolean | undefined;
    }
  | {
      readonly ok: false;
      readonly index: number;
      readonly row: R;
      /** `DataverseError` mostly; what `key` or `body` threw; `TransportError` when the time was up again and again. */
      readonly error: unknown;
    };

/** How far a job has come. */
export interface BulkCounts {
  readonly done: number;
  readonly failed: number;
  /** Rows that were settled before the job was resumed. */
  readonly skipped: number;
  /** Requests that were sent again. */
  readonly retried: number;
  /** Milliseconds in which nothing was sent because the service asked for a pause. */
  readonly throttledMs: number;
  /** Requests with rows, or after what became of them. */
  readonly requests: number;
  readonly elapsedMs: number;
  /** Give it to the same job as `resume` to go on from here: JSON, short, without secrets or data of rows. */
  readonly resume: string;
}

/** How far a running job has come. */
export interface BulkProgress extends BulkCounts {
  /** Since the last time. */
  readonly rowsPerSecond: number;
  /** Requests that may be under way at once, for now. */
  readonly concurrency: number;
  /** Milliseconds left of the pause that the service asked for; else 0. */
  readonly pauseMs: number;
}

/** How a job ended. */
export interface BulkReport extends BulkCounts {
  /** `errors`: more rows failed than `maxErrors`. */
  readonly ended: 'complete' | 'signal' | 'errors';
}

/**
 * The job could not go on for a reason that is not about one row: no token, no connection, throttled for ever (or for
 * more than an hour at once), or rows, `onOutcome` or `onProgress` threw. `cause` says which; `report.resume` goes on when that is mended.
 */
export class BulkError extends Error {
  override readonly name = 'BulkError';
  readonly code = 'ERR_DATAVERSE_BULK';
  readonly report: BulkCounts;

  constructor(report: BulkCounts, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The job stopped with ${report.done} rows done and ${report.failed} failed: ${why}`, { cause });
    this.report = report;
  }
}
