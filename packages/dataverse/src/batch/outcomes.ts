import { badArgument } from '../errors/configuration-error.ts';
import type { DataverseError } from '../errors/dataverse-error.ts';
import type { BatchEntry } from './entry.ts';

/** The request was not carried out, as one before it in the batch had failed; `cause` is that one's error. */
export class SkippedError extends Error {
  override readonly name = 'SkippedError';
  readonly code = 'ERR_DATAVERSE_SKIPPED';
  declare readonly cause: DataverseError;

  constructor(request: string, cause: DataverseError) {
    super(`${request}: not carried out, as an earlier request of the batch failed: ${cause.message}`, {
      cause,
    });
  }
}

/** What became of one request. */
export type Outcome<T = unknown> = { readonly entry: BatchEntry<T> } & (
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly skipped: false; readonly error: DataverseError }
  | { readonly ok: false; readonly skipped: true; readonly error: SkippedError }
);

/** What an entry's request gives. */
export type ResultOf<E> = E extends BatchEntry<infer T> ? T : never;

/** What became of all requests of a batch; iterating gives the outcomes in the order of the requests. */
export interface BatchResults extends Iterable<Outcome> {
  /**
   * The request's result. Throws its `DataverseError`, `SkippedError` when it was not carried out, and
   * `ConfigurationError` for an entry of another batch.
   */
  get<E extends BatchEntry<unknown>>(entry: E): ResultOf<E>;
  /** The same without throwing what the service answered. */
  outcome<E extends BatchEntry<unknown>>(entry: E): Outcome<ResultOf<E>>;
}

export function batchResults(outcomes: readonly Outcome[]): BatchResults {
  const byEntry = new Map(outcomes.map((outcome) => [outcome.entry, outcome]));
  const outcome = <E extends BatchEntry<unknown>>(entry: E): Outcome<ResultOf<E>> => {
    const found = byEntry.get(entry);
    if (found === undefined) throw badArgument('This entry is not of this batch.');
    return found as Outcome<ResultOf<E>>; // the outcome was made from the entry itself
  };
  return {
    outcome,
    get(entry) {
      const found = outcome(entry);
      if (found.ok) return found.value;
      throw found.error;
    },
    [Symbol.iterator]: () => outcomes[Symbol.iterator](),
  };
}
