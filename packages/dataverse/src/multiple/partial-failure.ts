/** What became of one row of a request for many. */
export interface RowStatus {
  /** Its place among the rows that were given. */
  readonly index: number;
  /** As the service tells it; `undefined` when it does not. */
  readonly id: string | undefined;
  /** As of HTTP: 2xx when it was written. */
  readonly status: number;
}

/** Of the rows for an elastic table some were written and some were not; `cause` is the service's error. */
export class PartialFailureError extends Error {
  override readonly name = 'PartialFailureError';
  readonly code = 'ERR_DATAVERSE_PARTIAL';
  readonly rows: readonly RowStatus[];

  constructor(rows: readonly RowStatus[], cause: Error) {
    const failed = rows.filter(({ status }) => !isWritten(status)).length;
    super(`${failed} of ${rows.length} rows were not written, the others were. ${cause.message}`, { cause });
    this.rows = rows;
  }
}

export function isWritten(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Reads the statuses of `count` rows out of an error's body, or `undefined` when it does not tell all of them. */
export function readRowStatuses(text: string, count: number): readonly RowStatus[] | undefined {
  try {
    const { error } = Object(JSON.parse(text)) as { error?: unknown };
    const entry = Object.entries(Object(error)).find(([name]) => name.endsWith('Plugin.BulkApiErrorDetails'));
    const details: unknown = typeof entry?.[1] === 'string' ? JSON.parse(entry[1]) : undefined;
    if (!Array.isArray(details)) return undefined;
    const rows = details.map(rowStatus).sort((a, b) => a.index - b.index);
    return rows.length === count && rows.every(({ index }, place) => index === place) ? rows : undefined;
  } catch {
    return undefined;
  }
}

function rowStatus(detail: unknown): RowStatus {
  const { RequestIndex, Id, StatusCode } = Object(detail) as Record<string, unknown>;
  return {
    index: Number(RequestIndex),
    id: typeof Id === 'string' ? Id : undefined,
    status: Number(StatusCode),
  };
}
