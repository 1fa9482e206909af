import { badArgument } from '../errors/configuration-error.ts';
import type { BulkOutcome, BulkProgress } from './report.ts';

/** How rows travel. */
export type Travel =
  | {
      /** `single`, the default: a request for each row. Works with every table, and no row waits for another. */
      readonly by?: 'single';
      readonly size?: never;
    }
  | {
      /**
       * `CreateMultiple` and the like: fewer requests, so that many more rows pass below the service's limits. Not every
       * table has them, and standard tables cannot delete so. Refused rows are found by halving the request.
       */
      readonly by: 'multiple';
      /** Rows in a request; 100 by default. Up to some 1,000 for small rows of a standard table. */
      readonly size?: number;
    };

export type BulkOptions<R> = Travel & {
  /** Told of each row as it settles, in no order. The job waits for it, so that it may be slow, and ends when it throws. */
  readonly onOutcome?: (outcome: BulkOutcome<R>) => void | Promise<void>;
  /** Told now and then how far the job is, and when the service asks for a pause. */
  readonly onProgress?: (progress: BulkProgress) => void;
  /** Milliseconds between two calls of it; 1,000 by default. */
  readonly progressMs?: number;
  /** The `resume` of an earlier run. The rows must come in the same order. */
  readonly resume?: string;
  /** Rows that may fail; the job ends with one more. 0 ends it at the first. Without it, it goes on. */
  readonly maxErrors?: number;
  /** Requests at once at the most, 52 at most and by default. How many there are follows from the service's answers. */
  readonly concurrency?: number;
  /** Ends the job: what is under way settles, nothing more is begun, and the report comes. */
  readonly signal?: AbortSignal;
};

export interface Settings {
  readonly isMultiple: boolean;
  readonly size: number;
  readonly progressMs: number;
  readonly maxErrors: number;
  readonly concurrency: number;
}

/** The service refuses more at once from one user. */
const MAX_CONCURRENCY = 52;

export function readOptions(options: BulkOptions<never>): Settings {
  const { by = 'single', size, progressMs = 1000, maxErrors, concurrency = MAX_CONCURRENCY } = options;
  if (by !== 'single' && by !== 'multiple') {
    throw badArgument(`bulk(): rows travel by "single" or "multiple", not by "${String(by)}".`);
  }
  if (by === 'single' && size !== undefined) throw badArgument('bulk(): size is for by: "multiple".');
  return {
    isMultiple: by === 'multiple',
    size: by === 'single' ? 1 : whole('size', size ?? 100, 1),
    progressMs: whole('progressMs', progressMs, 0),
    maxErrors: maxErrors === undefined ? Number.POSITIVE_INFINITY : whole('maxErrors', maxErrors, 0),
    concurrency: whole('concurrency', concurrency, 1, MAX_CONCURRENCY),
  };
}

function whole(name: string, value: number, least: number, most = 2 ** 31): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badArgument(`bulk(): ${name} ${value} is no whole number from ${least} to ${most}.`);
}
