/** Every way in which a pattern refuses its options. */
export type PatternErrorCode =
  | 'BadOption'
  | 'FifoTopic'
  | 'FilterPolicyLimit'
  | 'FilterPolicyScope'
  | 'PolicyTaken';

/** What a {@link PatternError} knows besides its message. */
export interface PatternErrorDetails {
  /** The option at fault: `filterPolicy`, `overrides.queue.VisibilityTimeout`. */
  readonly option: string;
  /** What to do about it, as one sentence. */
  readonly fix: string;
}

/**
 * Options that would make a wiring AWS refuses or silently does not serve, refused before anything is added.
 *
 * @example
 * try { t.use(snsToLambda(options)); } catch (error) {
 *   if (error instanceof PatternError && error.code === 'FifoTopic') t.use(snsToSqsToLambda(options));
 * }
 */
export class PatternError extends Error implements PatternErrorDetails {
  override readonly name = 'PatternError';
  readonly code: PatternErrorCode;
  readonly option: string;
  readonly fix: string;

  constructor(code: PatternErrorCode, what: string, details: PatternErrorDetails) {
    super(`${details.option}: ${what} ${details.fix}`);
    this.code = code;
    this.option = details.option;
    this.fix = details.fix;
  }
}
